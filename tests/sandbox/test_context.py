from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox.context import ITEM_OVERHEAD, PROMPT_OVERHEAD, render, sent
from academy.sandbox.items import said
from academy.sandbox.tokens import count

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["type", "role", "content", "output", "name", "arguments", "summary", "text", "id"]
ODD = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6)
MESSAGES = st.builds(
    lambda role, text: {"role": role, "content": text},
    st.sampled_from(["user", "assistant", "system", "developer"]),
    st.text(max_size=60),
)
CALLS = st.builds(
    lambda name, text: {"type": "function_call", "call_id": "call_1", "name": name, "arguments": text},
    st.text(max_size=10),
    st.text(max_size=30),
)
ITEMS = st.lists(st.one_of(MESSAGES, CALLS, ODD), max_size=8)
Item = Mapping[str, Any]


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def test_the_formula() -> None:
    assert sent([user("hello world")]) == PROMPT_OVERHEAD + ITEM_OVERHEAD + 2 == 9
    assert len(render("hello", [user("hello world")])) == 3 + 4 + 1 + 4 + 2
    assert len(render("", [])) == len(render(None, [])) == 3


@given(st.text(max_size=200))
def test_text_is_counted_exactly(text: str) -> None:
    assert sent([user(text)]) == 7 + count(text)


@given(ITEMS, ITEMS, st.none() | st.text(max_size=20))
def test_a_prompt_that_goes_on_has_the_shorter_one_as_its_prefix(
    first: list[Item], more: list[Item], instructions: str | None
) -> None:
    shorter = render(instructions, first)
    assert render(instructions, [*first, *more])[: len(shorter)] == shorter


@given(ITEMS)
def test_text_never_looks_like_the_overhead(items: list[Item]) -> None:
    prompt = render(None, items)
    overhead = sum(token >= 1_000_000 for token in prompt)
    assert overhead == PROMPT_OVERHEAD + ITEM_OVERHEAD * len(items)


def test_a_stored_item_reads_as_the_one_that_is_sent_by_hand() -> None:
    stored = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "output_text", "text": "Noted.", "annotations": [], "logprobs": []}],
    }
    assert render(None, [stored]) == render(None, [{"role": "assistant", "content": "Noted."}])


def test_who_speaks_is_part_of_the_prompt() -> None:
    assert render(None, [user("a")]) != render(None, [{"role": "assistant", "content": "a"}])


def test_instructions_come_first_and_so_change_the_prefix() -> None:
    plain, instructed = render(None, [user("a")]), render("Be brief.", [user("a")])
    assert plain[3:] == instructed[-len(plain) + 3 :]
    assert plain[4] != instructed[4]


def test_items_of_every_kind_say_what_a_model_would_read() -> None:
    call = {"type": "function_call", "call_id": "call_1", "name": "weather", "arguments": '{"city":"Rome"}'}
    output = {"type": "function_call_output", "call_id": "call_1", "output": "21 degrees"}
    thought = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Look it up."}]}
    picture = user("")
    picture["content"] = [
        {"type": "input_text", "text": "Look:"},
        {"type": "input_image", "image_url": "data:x"},
    ]
    assert said(call).text == 'weather\n{"city":"Rome"}'
    assert said(output).text == "21 degrees"
    assert said(thought).text == "Look it up."
    assert said(picture).text == "Look:\n[input_image]"
    assert said({"type": "mcp_call", "id": "x", "tool": "t"}).text == '{"tool":"t","type":"mcp_call"}'


@given(st.one_of(JSON, ODD))
def test_no_item_is_too_odd(item: Any) -> None:
    assert isinstance(said(item).text, str)
    assert sent([item]) >= 7
