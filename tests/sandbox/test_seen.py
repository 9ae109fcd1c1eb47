"""What was seen on the wire, held against what the sandbox's own store says it holds."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox import Exchange, Sandbox, State
from academy.sandbox.seen import seen
from academy.sandbox.state import ItemView


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[openai.OpenAI]:
    key = sandbox.issue_key("test")
    with openai.OpenAI(base_url=sandbox.base_url, api_key=key, max_retries=0) as made:
        yield made


def without_ids(items: tuple[ItemView, ...]) -> tuple[ItemView, ...]:
    return tuple(replace(item, id="") for item in items)


def comparable(state: State) -> State:
    """Without what the wire does not show: the ids of items that were sent, and when a conversation was stored."""
    return State(
        responses=tuple(
            replace(one, input=without_ids(one.input), output=without_ids(one.output))
            for one in state.responses
        ),
        conversations=tuple(
            replace(one, items=without_ids(one.items), created_at=float(int(one.created_at)))
            for one in state.conversations
        ),
    )


def agree(sandbox: Sandbox) -> State:
    state = seen(sandbox.record.since())
    assert state.seen
    assert comparable(state) == comparable(sandbox.state())
    return state


def test_a_chain_with_a_branch_a_stream_and_a_deletion(client: openai.OpenAI, sandbox: Sandbox) -> None:
    first = client.responses.create(model="gpt-5.4", input="My name is Ada.", metadata={"lesson": "1"})
    client.responses.create(model="gpt-5.4", input="What is my name?", previous_response_id=first.id)
    client.responses.create(model="gpt-5.4", input="Not kept.", store=False)
    with client.responses.stream(model="gpt-5.4", input="Who am I?", previous_response_id=first.id) as stream:
        branch = stream.get_final_response()
    assert len(agree(sandbox).responses) == 3
    client.responses.delete(branch.id)
    assert [one.previous_response_id for one in agree(sandbox).responses] == [None, first.id]


def test_a_conversation_with_items_by_hand_and_by_turn(client: openai.OpenAI, sandbox: Sandbox) -> None:
    talk = client.conversations.create(
        items=[{"type": "message", "role": "user", "content": "The date is 3 March."}], metadata={"a": "1"}
    )
    client.responses.create(model="gpt-5.4", input="When is it?", conversation=talk.id)
    agree(sandbox)
    client.conversations.items.create(
        talk.id, items=[{"type": "message", "role": "user", "content": "Thanks."}]
    )
    client.conversations.update(talk.id, metadata={"b": "2"})
    agree(sandbox)
    listed = list(client.conversations.items.list(talk.id, order="asc"))
    client.conversations.items.delete(listed[1].id or "", conversation_id=talk.id)
    state = agree(sandbox)
    assert [item.id for item in state.conversations[0].items] == [listed[0].id, listed[2].id, listed[3].id]
    client.conversations.delete(talk.id)
    assert agree(sandbox).conversations == ()


def test_pages_name_the_items_that_were_sent_without_ids(client: openai.OpenAI, sandbox: Sandbox) -> None:
    talk = client.conversations.create(
        items=[{"type": "message", "role": "user", "content": f"Note {number}."} for number in range(5)]
    )
    listed = list(client.conversations.items.list(talk.id, limit=2, order="asc"))
    (conversation,) = agree(sandbox).conversations
    assert [item.id for item in conversation.items] == [item.id for item in listed]


def test_what_answers_not_found_is_gone_and_what_is_fetched_is_there(
    client: openai.OpenAI, sandbox: Sandbox
) -> None:
    made = client.responses.create(model="gpt-5.4", input="One.")
    fetching = sandbox.record.mark()
    client.responses.retrieve(made.id)
    client.responses.input_items.list(made.id)
    fetched = seen(sandbox.record.since(fetching))
    assert comparable(fetched) == comparable(sandbox.state())
    with openai.OpenAI(base_url=sandbox.base_url, api_key=sandbox.issue_key("other"), max_retries=0) as other:
        other.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    assert seen(sandbox.record.since(0, "test")).responses == ()


def test_chat_keeps_no_state(client: openai.OpenAI, sandbox: Sandbox) -> None:
    client.chat.completions.create(model="gpt-5.4", messages=[{"role": "user", "content": "Hello"}])
    assert agree(sandbox) == State(seen=True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "data", "input", "output", "items", "conversation", "created_at", "store", "role"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)
PATHS = st.sampled_from(["/", "x", "/v1/chat/completions"]) | st.builds(
    "/v1/{}{}".format,
    st.sampled_from(["responses", "conversations"]),
    st.sampled_from(["", "/a", "/a/input_items", "/a/cancel", "/a/items", "/a/items/b", "/a/items/b/c/d/e"]),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["GET", "POST", "DELETE"]), PATHS, JSON, JSON, st.sampled_from([200, 404]))
    )
)
def test_no_exchange_is_too_odd(shapes: list[tuple[str, str, Any, Any, int]]) -> None:
    exchanges = [
        Exchange(number, "a", 0.0, 0.0, method, path, "limit=2", request, 0, status, response, 0)
        for number, (method, path, request, response, status) in enumerate(shapes)
    ]
    assert seen(exchanges).seen
