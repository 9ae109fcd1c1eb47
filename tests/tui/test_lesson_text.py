"""What the lesson screen says, as plain data: no app, no terminal."""

import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.demo.run import Run
from academy.sandbox.ledger import Turn
from academy.sandbox.record import Exchange
from academy.sandbox.state import ConversationView, ItemView, ResponseView, State
from academy.tui.present.json_tree import json_node
from academy.tui.present.ledger_lines import bar, dollars, ledger_lines
from academy.tui.present.markdown import addresses, bare, blocks
from academy.tui.present.node import Node
from academy.tui.present.printable import one_line, printable
from academy.tui.present.python_code import stretches
from academy.tui.present.state_tree import ids_of, state_tree
from academy.tui.present.transcript import LINES, Transcript
from academy.tui.present.verdict import verdict
from academy.tui.present.wire import wire
from academy.tui.present.words import plain
from academy.tui.widgets.prose import lines as prose_lines


def exchange(**values: Any) -> Exchange:
    given_values: dict[str, Any] = {
        "seq": 1,
        "client": "c",
        "started_at": 0.0,
        "seconds": 0.0123,
        "method": "POST",
        "path": "/v1/responses",
        "query": "",
        "request": {"input": "hi"},
        "request_bytes": 14,
        "status": 200,
        "response": {"id": "resp_1"},
        "response_bytes": 20,
    }
    return Exchange(**{**given_values, **values})


def run(**values: Any) -> Run:
    given_values: dict[str, Any] = {
        "lesson": "l",
        "demo": "d",
        "ok": True,
        "missing": (),
        "ended": "done",
        "error": None,
        "stdout": "",
        "stderr": "",
        "seconds": 1.5,
        "exchanges": (),
    }
    return Run(**{**given_values, **values})


def unfolded(nodes: tuple[Node, ...], *, all_of_it: bool = True) -> list[str]:
    out: list[str] = []
    for node in nodes:
        out.append(plain(node.words))
        if all_of_it or node.open:
            out += unfolded(node.children(), all_of_it=all_of_it)
    return out


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    left = {char for char in printable(text) if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}}
    assert left <= {"\n", "\t"}


@given(st.text(), st.integers(1, 40))
def test_one_line_is_one_line_of_that_width(text: str, width: int) -> None:
    assert len(one_line(text, width)) <= width
    assert "\n" not in one_line(text, width)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x1b"), max_size=30),
        max_size=8,
    )
)
def test_a_transcript_does_not_depend_on_how_its_text_was_cut(pieces: list[str]) -> None:
    cut, whole = Transcript(), Transcript()
    for piece in pieces:
        cut.take("stdout", piece)
    whole.take("stdout", "".join(pieces))
    assert list(cut.lines()) == list(whole.lines())


def test_a_transcript_keeps_its_last_lines_and_counts_the_others() -> None:
    transcript = Transcript()
    transcript.take("stdout", "".join(f"{number}\n" for number in range(LINES + 7)))
    shown = list(transcript.lines())
    assert (len(shown), transcript.cut, shown[-1].text) == (LINES, 7, str(LINES + 6))


def test_a_line_that_starts_again_shows_what_it_became() -> None:
    transcript = Transcript()
    transcript.take("stdout", "10 %\r20 %\r100 %\ndone\r\n")
    assert [line.text for line in transcript.lines()] == ["100 %", "done"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_colours_of_code_lie_inside_it_in_order(code: str) -> None:
    at = 0
    for part in stretches(code):
        assert at <= part.start < part.end <= len(code)
        at = part.end


def test_only_what_says_that_it_is_an_address_is_a_link() -> None:
    said = "See responses.py, www.b.org, a@b.org and https://a.org/x."
    assert list(addresses(blocks(f"{said}\n\n|t|\n|-|\n|https://c.org|"))) == [
        "https://a.org/x",
        "https://c.org",
    ]
    assert "".join(each.text for each in bare(said)) == said
    assert [each.link for each in bare(said) if each.link] == ["https://a.org/x"]


@given(st.text(st.sampled_from("ab .,:/*_[]()<>\nhttps://x.org")))
def test_a_source_keeps_every_character(source: str) -> None:
    assert "".join(each.text for each in bare(source)) == source


def test_code_is_coloured_by_what_it_is() -> None:
    code = 'def f(x):\n    return print("a", 1, None)  # why\n'
    assert [(code[part.start : part.end], part.kind) for part in stretches(code)] == [
        ("def", "keyword"),
        ("f", "defined"),
        ("return", "keyword"),
        ("print", "builtin"),
        ('"a"', "string"),
        ("1", "number"),
        ("None", "constant"),
        ("# why", "comment"),
    ]


def test_markdown_becomes_blocks_with_hanging_margins() -> None:
    text = (
        "# T\n\nA **b** `c`\nd.\n\n- one\n  - two\n\n1. x\n\n> q\n>\n> r\n\n"
        "```python\ny = 1\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    )
    assert [line.plain.rstrip() for line in prose_lines(blocks(text), 30)] == [
        *("T", "", "A b c d.", "", "• one", "  ◦ two", "", "1. x", "", "│ q", "│", "│ r", ""),
        *("  y = 1", "", "A │ B", "──┼──", "1 │ 2"),
    ]


@given(st.text(max_size=300), st.integers(1, 60))
def test_any_markdown_can_be_laid_out(text: str, width: int) -> None:
    for line in prose_lines(blocks(text), width):
        assert "\n" not in line.plain


def test_wire_names_what_crossed() -> None:
    said = unfolded(wire([exchange(streamed=True, events=9, retry=2, status=429, query="limit=1")]))
    assert said[0] == "POST /v1/responses?limit=1 429  12 ms  9 events streamed  retry 2"
    assert "request, 14 B: { 1 key }" in said
    assert 'input: "hi"' in said
    assert unfolded(wire(())) == ["Nothing crossed the wire."]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda kids: st.lists(kids) | st.dictionaries(st.text(), kids),
    )
)
def test_any_json_unfolds_to_lines_that_are_harmless(value: Any) -> None:
    for line in unfolded((json_node("k", value),)):
        assert not {char for char in line if unicodedata.category(char) == "Cc"}


def response(name: str, after: str | None, asked: str) -> ResponseView:
    return ResponseView(
        id=name,
        created_at=1.0,
        status="completed",
        model="gpt-5.4",
        previous_response_id=after,
        conversation_id=None,
        input=(ItemView("i" + name, "message", "user", asked),),
        output=(ItemView("o" + name, "message", "assistant", "Yes."),),
        input_tokens=5,
    )


def test_a_chain_is_one_level_and_a_branch_the_next() -> None:
    held = State(
        (
            response("r1", None, "one"),
            response("r2", "r1", "two"),
            response("r3", "r2", "three"),
            response("r4", "r1", "four"),
        )
    )
    nodes = state_tree(held, frozenset({"r3"}))
    assert plain(nodes[1].words).startswith("● chain of 4 responses, 1 on a branch")
    assert [plain(node.words).split()[1] for node in nodes[1].children()] == ["r1", "r4", "r2", "r3"]


def test_a_chain_of_five_hundred_is_no_staircase() -> None:
    held = State(tuple(response(f"r{n}", f"r{n - 1}" if n else None, "x") for n in range(500)))
    chain = state_tree(held, frozenset({"r499"}))[1]
    assert len(chain.children()) == 500


def test_what_was_there_before_is_folded_and_what_is_seen_is_said() -> None:
    old = ConversationView("conv_old", 1.0, (ItemView("i", "message", "user", "x"),))
    said = unfolded(
        state_tree(State((response("r1", None, "now"),), (old,), left_out=3), frozenset({"r1"})),
        all_of_it=False,
    )
    assert "○ earlier: 4 chains and conversations" in said
    assert not any("conv_old" in line for line in said)
    assert "seen on the wire" in unfolded(state_tree(State(seen=True), frozenset()))[0]


def test_ids_of_a_run_are_those_it_made_and_named() -> None:
    named = exchange(request={"previous_response_id": "resp_0"}, path="/v1/conversations/conv_1/items")
    assert {"resp_0", "resp_1", "conv_1"} <= ids_of([named])


def turn(sent: int, read: int, cached: int, out: int) -> Turn:
    return Turn(1, "/v1/responses", "gpt-5.4", read, cached, out, sent, read, 100)


def test_a_ledger_sums_and_prices_what_was_read() -> None:
    said = "\n".join(
        plain(line)
        for line in ledger_lines([turn(10, 10, 0, 5), turn(8, 1024, 512, 5)], 80, lambda *_: Decimal("0.002"))
    )
    assert "sum  2 turns: 1,034 in, 512 of them cached, 10 out" in said
    assert "wire 18 sent; by hand it would have been 1,034" in said
    assert "about $0.0040" in said
    assert "The bill is on the tokens in, either way" in said


@given(st.lists(st.tuples(*[st.integers(0, 10**7)] * 4), min_size=1, max_size=5), st.integers(20, 200))
def test_bars_fit_and_something_is_never_nothing(
    figures: list[tuple[int, int, int, int]], width: int
) -> None:
    turns = [turn(min(sent, read), read, min(cached, read), out) for sent, read, cached, out in figures]
    for line in ledger_lines(turns, width, lambda *_: None):
        bars = [len(piece.text) for piece in line if set(piece.text) and set(piece.text) <= set("█▓░")]
        assert sum(bars) <= max(width, 12)
    assert bar(1, 10**7, 10) == 1
    assert bar(0, 5, 10) == 0


@pytest.mark.parametrize(("amount", "said"), [("0.00182", "$0.0018"), ("1.204", "$1.20")])
def test_small_sums_keep_their_digits(amount: str, said: str) -> None:
    assert dollars(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "✓ As expected.  1.5 s"),
        ({"error": "KeyError", "ended": "error"}, "✓ As expected: KeyError belongs to it.  1.5 s"),
        ({"ok": False, "missing": ("This.",)}, "✗ Not all that was expected was seen:  1.5 s\n  This."),
        ({"ok": False, "missing": ("This.",), "edited": True}, "anything goes"),
        ({"ok": False, "missing": ("This.",), "ended": "stopped"}, "■ You stopped it.  1.5 s"),
        ({"ok": False, "ended": "memory"}, "more memory than a demo may"),
    ],
)
def test_a_verdict_says_what_was_missing_and_is_mild_where_it_may_be(
    values: dict[str, Any], said: str
) -> None:
    assert said in "\n".join(plain(line) for line in verdict(run(**values)))
