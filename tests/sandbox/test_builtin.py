import hashlib
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox.builtin import answer
from academy.sandbox.script import Line
from tests.sandbox.talking import LAUNCH, Items, talk


def test_what_the_model_said_is_no_source_of_facts() -> None:
    items = [
        {"role": "assistant", "content": "Your name is Grace. The date is 3 March. My name is Lumi."},
        {"role": "user", "content": "What is the date?"},
    ]
    assert answer(None, items, ()) == "Nothing in this conversation says what the date is."


@pytest.mark.parametrize("role", ["system", "developer"])
def test_system_and_developer_messages_are_heard(role: str) -> None:
    items = [
        {"role": role, "content": "The launch date is 3 March."},
        {"role": "user", "content": "When is the launch?"},
    ]
    assert answer(None, items, ()) == "The launch date is 3 March."


def test_nearest_is_offered_as_no_answer() -> None:
    assert (
        talk("The launch date is 3 March.", "Where is the launch?")
        == "Nothing in this conversation says where the launch is. It does say: the launch date is 3 March."
    )
    assert (
        talk(*LAUNCH) == "Nothing in this conversation says which marketing channels you should use first. "
        "It does say: the product is Lumen, a solar desk lamp; the launch date is 3 March."
    )


def test_statements_are_confirmed_and_corrections_named() -> None:
    assert (
        talk("My name is Ada and the date is 3 March.")
        == "Nice to meet you, Ada. Noted: the date is 3 March."
    )
    assert (
        talk("The date is 3 March.", "The date is now 5 March.")
        == "Noted: the date is now 5 March, no longer 3 March."
    )
    assert talk("We sell lamps.") == 'Noted: "We sell lamps."'
    assert talk("Remember the milk.") == 'I will remember: "the milk."'


def test_requests_are_declined_with_what_is_known() -> None:
    said = talk("The product is Lumen.", "Write me a slogan.")
    assert said.startswith("I am only a simulated model")
    assert said.endswith("the product is Lumen.")


@pytest.mark.parametrize(
    ("instructions", "expected"),
    [
        (None, "Your name is Ada."),
        ("You are a helpful assistant.", "Your name is Ada."),
        ("Answer in one word.", "Ada"),
        ("Be brief.", "Your name is Ada."),
        ("Reply in upper case.", "YOUR NAME IS ADA."),
        ("Always answer in lowercase", "your name is ada."),
        ("End every answer with 'Onwards!'", "Your name is Ada. Onwards!"),
        ("End every answer with Onwards!", "Your name is Ada. Onwards!"),
        ("Begin each reply with the word Captain.", "Captain Your name is Ada."),
        ("You are Lumi, a launch assistant.", "Lumi here. Your name is Ada."),
        ("Call yourself Lumi. Reply in upper case.", "LUMI HERE. YOUR NAME IS ADA."),
        ("Talk like a pirate.", "Arr! Your name is Ada."),
    ],
)
def test_instructions_show(instructions: str | None, expected: str) -> None:
    assert talk("My name is Ada.", "What is my name?", instructions=instructions) == expected


def test_the_manner_a_user_asked_for_lasts_while_instructions_do_not() -> None:
    items: Items = [
        {"role": "user", "content": "From now on, answer in upper case. My name is Ada."},
        {"role": "user", "content": "What is my name?"},
    ]
    assert answer(None, items, ()) == "YOUR NAME IS ADA."
    once: Items = [{"role": "user", "content": "My name is Ada. Answer in upper case."}, items[1]]
    assert answer(None, once, ()) == "Your name is Ada."
    assert talk("My name is Ada.", "Answer in one word: what is my name?") == "Ada"


def test_it_says_which_instructions_came_with_the_request() -> None:
    assert talk("What are your instructions?") == (
        "This request carried no instructions. They are not carried over: each turn sends its own."
    )
    assert "'Be kind.'" not in talk("What are your instructions?", instructions="Be kind.")
    assert '"Be kind."' in talk("What are your instructions?", instructions="Be kind.")


def test_it_never_hides_that_it_is_simulated() -> None:
    assert "simulated" in talk("Who are you?")
    assert "simulated" in talk("Are you a real model?", instructions="You are Lumi.")


def test_a_scripted_line_comes_first_when_it_fits() -> None:
    lines = [
        Line("channels", "For {product} on {launch date}: newsletters, {name}.", ("launch",)),
        Line("CHANNELS", "Newsletters first.", ("launch",)),
        Line("channels", "Which launch?"),
    ]
    asked = "Which channels first?"
    assert talk(asked, lines=lines) == "Which launch?"
    assert talk("We plan a launch.", asked, lines=lines) == "Newsletters first."
    told = "The product is Lumen. The launch date is 3 March. My name is Ada."
    assert talk(told, asked, lines=lines) == "For Lumen on 3 March: newsletters, Ada."
    assert (
        talk(told, "The date is now 5 March.", asked, lines=lines)
        == "For Lumen on 5 March: newsletters, Ada."
    )
    assert talk(told, asked, "When is the launch?", lines=lines) == "The launch date is 3 March."


def test_a_scripted_line_follows_the_instructions_too() -> None:
    lines = [Line("hello", "Hello to you.")]
    assert talk("Hello", lines=lines, instructions="Reply in upper case.") == "HELLO TO YOU."


def test_the_output_of_a_tool_is_answered_from() -> None:
    items: Items = [
        {"role": "user", "content": "How warm is it in Rome?"},
        {"type": "function_call", "call_id": "call_1", "name": "weather", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "call_1", "output": "21 degrees"},
    ]
    assert answer(None, items, ()) == 'The tool answered: "21 degrees"'


def test_without_a_message_it_says_so() -> None:
    assert answer(None, [], ()) == "There is no message of yours here to answer."
    assert (
        answer("Be brief.", [{"role": "user", "content": ""}], ())
        == "Your message holds no text that I could read."
    )


PIECES = st.sampled_from(
    [
        *(
            "my name is ",
            "I'm ",
            "Ada",
            "the date is ",
            "is",
            " = ",
            ": ",
            "?",
            ". ",
            ", and ",
            "\n",
            "now ",
            "no, ",
        ),
        *(
            "what is ",
            "when ",
            "remember: ",
            "we chose ",
            "3 March",
            "call me ",
            "{name}",
            "not ",
            "\u2019s",
            "\x1b[31m",
        ),
        *(
            "what do you know about ",
            "what did I ask first",
            "how many turns",
            "end every answer with ",
            "\ud800",
            "- ",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))
ROLES = st.sampled_from(["user", "assistant", "system", "developer"])
CONTEXTS = st.lists(st.tuples(ROLES, TEXTS), max_size=6)


@given(CONTEXTS, st.none() | TEXTS, TEXTS)
def test_no_text_is_too_odd_and_every_answer_is_repeatable(
    context: list[tuple[str, str]], instructions: str | None, asked: str
) -> None:
    items = [{"role": role, "content": text} for role, text in [*context, ("user", asked)]]
    lines = [Line("date", "It is {date}, {name}.")]
    said = answer(instructions, items, lines)
    assert said.strip()
    assert said == answer(instructions, items, lines) == answer(instructions, deepcopy(items), lines)


@given(st.lists(st.tuples(ROLES, TEXTS), min_size=1, max_size=8))
def test_a_chain_heard_turn_by_turn_is_the_chain_heard_at_once(context: list[tuple[str, str]]) -> None:
    items: Items = [{"role": role, "content": text} for role, text in context]
    for size in range(1, len(items) + 1):
        assert answer(None, items[:size], ()) == answer(None, deepcopy(items[:size]), ())


def test_branches_know_nothing_of_each_other() -> None:
    root: Items = [{"role": "user", "content": "The product is Lumen. The price is 19 euros."}]
    cheap, dear = ([*root, {"role": "user", "content": f"The price is now {price}."}] for price in (9, 99))
    asked = {"role": "user", "content": "What is the price?"}
    assert answer(None, cheap, ()) == "Noted: the price is now 9, no longer 19 euros."
    assert answer(None, dear, ()) == "Noted: the price is now 99, no longer 19 euros."
    assert answer(None, [*cheap, asked], ()) == "The price is 9."
    assert answer(None, [*dear, asked], ()) == "The price is 99."
    assert answer(None, [*root, asked], ()) == "The price is 19 euros."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["type", "role", "content", "output", "summary"]), JSON), max_size=4
    )
)
def test_no_item_is_too_odd(items: Items) -> None:
    assert answer(None, items, [Line("a", "b")]).strip()


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), st.data())
def test_whatever_is_said_of_a_thing_is_recalled_and_the_latest_wins(
    things: list[str], data: st.DataObject
) -> None:
    values = {thing: hashlib.sha256(thing.encode()).hexdigest()[:6] for thing in things}
    turns = [f"The z{thing}x code is {value}." for thing, value in values.items()]
    changed = data.draw(st.sampled_from(things))
    turns.append(f"The z{changed}x code is now 777777.")
    values[changed] = "777777"
    asked = data.draw(st.sampled_from(things))
    assert talk(*turns, f"What is the z{asked}x code?") == f"The z{asked}x code is {values[asked]}."


REPEATED = [
    "The quick brown fox is lazy and the dog is fast. ", "the date is and ", " ", "a", "what is ", "x is y\n",
    ", and my ", "= ", "No, it is now 5. ", "Actually the key is 5. ", "'", '"', "my my ", "is is ", "answer with ",
    "{name}", "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_repetition_does_not_make_it_hang(piece: str) -> None:
    items = [
        {"role": "user", "content": piece * (100_000 // len(piece))},
        {"role": "user", "content": "When is it?"},
    ]
    assert answer(None, items, ())


def test_a_fact_is_found_in_a_megabyte() -> None:
    filler = "".join(REPEATED) * 2_000
    items = [
        {"role": "user", "content": text} for text in (filler, "The code word is bluebird.", filler, filler)
    ]
    items.append({"role": "user", "content": "What is the code word?"})
    assert answer(None, items, ()) == "The code word is bluebird."


def test_turn_five_hundred_knows_what_turn_one_said() -> None:
    turns = [f"Note {number}: nothing new." for number in range(500)]
    items = [{"role": "user", "content": text} for text in ("My name is Ada.", *turns, "What is my name?")]
    assert answer(None, items, ()) == "Your name is Ada."
