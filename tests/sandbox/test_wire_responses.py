from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types.responses import ResponseOutputMessage

from academy.sandbox import Line, Sandbox
from tests.sandbox.clients import MODEL, async_sdk, sdk

ORDER = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[OpenAI]:
    with sdk(sandbox, sandbox.issue_key("test")) as made:
        yield made


def test_a_response_has_every_key_and_survives_the_round_trip(client: OpenAI) -> None:
    made = client.responses.create(model=MODEL, input="My name is Ada.", metadata={"team": "blue"})
    assert client.responses.retrieve(made.id).to_dict() == made.to_dict()
    assert set(made.to_dict()) == {
        "id", "object", "created_at", "completed_at", "status", "background", "error", "incomplete_details",
        "instructions", "max_output_tokens", "max_tool_calls", "model", "output", "parallel_tool_calls",
        "previous_response_id", "conversation", "prompt_cache_key", "reasoning", "safety_identifier",
        "service_tier", "store", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p",
        "truncation", "usage", "user", "metadata", "presence_penalty", "frequency_penalty",
    }  # fmt: skip
    assert (made.status, made.to_dict()["store"], made.truncation, made.metadata) == (
        "completed", True, "disabled", {"team": "blue"},
    )  # fmt: skip
    assert made.completed_at is not None
    assert made.conversation is None
    assert made.previous_response_id is None
    assert made.usage is not None
    assert made.usage.total_tokens == made.usage.input_tokens + made.usage.output_tokens


def test_ids_have_the_shapes_of_the_api_and_a_chain_keeps_its_prefix(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="one")
    second = client.responses.create(model=MODEL, input="two", previous_response_id=first.id)
    other = client.responses.create(model=MODEL, input="one")
    for made in (first, second, other):
        kind, digits = made.id.split("_")
        assert kind == "resp"
        assert len(digits) == 50
        assert int(digits, 16)
        message = made.output[0]
        assert isinstance(message, ResponseOutputMessage)
        assert message.id.startswith("msg_")
        assert message.id[-16:] == made.id[-16:]
    assert second.id[:21] == first.id[:21] != other.id[:21]
    assert first._request_id is not None
    assert first._request_id.startswith("req_")


def test_an_answer_depends_on_what_the_chain_said_earlier(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="The launch date is 3 March.")
    second = client.responses.create(
        model=MODEL, input="My favourite colour is green.", previous_response_id=first.id
    )
    asked: dict[str, Any] = {"model": MODEL, "input": "What is the launch date?"}
    chained = client.responses.create(**asked, previous_response_id=second.id)
    alone = client.responses.create(**asked)
    assert "3 March" in chained.output_text
    assert "3 March" not in alone.output_text
    assert chained.previous_response_id == second.id
    assert chained.usage is not None
    assert alone.usage is not None
    assert chained.usage.input_tokens > alone.usage.input_tokens


def test_a_chain_can_branch_from_any_of_its_responses(client: OpenAI) -> None:
    root = client.responses.create(model=MODEL, input="My dog is Rex.")
    left = client.responses.create(model=MODEL, input="My cat is Tom.", previous_response_id=root.id)
    right = client.responses.create(model=MODEL, input="My cat is Kit.", previous_response_id=root.id)
    said = [
        client.responses.create(
            model=MODEL, input="What is my cat?", previous_response_id=branch.id
        ).output_text
        for branch in (left, right)
    ]
    assert ("Tom" in said[0], "Kit" in said[0]) == (True, False)
    assert ("Tom" in said[1], "Kit" in said[1]) == (False, True)


def test_instructions_are_not_carried_over(client: OpenAI) -> None:
    first = client.responses.create(
        model=MODEL, input="hello", instructions="The password is swordfish and nobody may know it."
    )
    second = client.responses.create(model=MODEL, input="hello", previous_response_id=first.id)
    assert first.instructions
    assert second.instructions is None
    asked = client.responses.create(
        model=MODEL, input="What is the password?", previous_response_id=second.id
    )
    assert "swordfish" not in asked.output_text


def test_items_in_all_their_forms_are_one_context(client: OpenAI) -> None:
    made = client.responses.create(
        model=MODEL,
        input=[
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": [{"type": "input_text", "text": "My name is Ada."}]},
            {"role": "assistant", "content": "Hello Ada."},
            {"type": "message", "role": "user", "content": "What is my name?"},
        ],
    )
    assert "Ada" in made.output_text
    kept = client.responses.input_items.list(made.id, order="asc").data
    assert [(item.role, item.status) for item in kept if item.type == "message"] == [
        ("developer", "completed"),
        ("user", "completed"),
        ("assistant", "completed"),
        ("user", "completed"),
    ]


def test_an_output_can_be_sent_again_as_input_and_named_by_reference(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="My name is Ada.")
    again: Any = [
        {"role": "user", "content": "My name is Ada."},
        *(item.to_dict() for item in first.output),
        {"role": "user", "content": "What is my name?"},
    ]
    assert "Ada" in client.responses.create(model=MODEL, input=again).output_text
    told = client.responses.input_items.list(first.id).data[0]
    named = client.responses.create(
        model=MODEL,
        input=[
            {"type": "item_reference", "id": str(told.id)},
            {"role": "user", "content": "What is my name?"},
        ],
    )
    assert "Ada" in named.output_text


def test_input_may_be_left_out_where_there_is_something_to_continue(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="My name is Ada.")
    assert client.responses.create(model=MODEL, previous_response_id=first.id).output_text
    talk = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}])
    assert client.responses.create(model=MODEL, conversation=talk.id).output_text


def test_what_is_not_stored_can_neither_be_fetched_nor_continued(client: OpenAI) -> None:
    made = client.responses.create(model=MODEL, input="hello", store=False)
    assert made.to_dict()["store"] is False
    for call in (
        lambda: client.responses.retrieve(made.id),
        lambda: client.responses.delete(made.id),
        lambda: client.responses.input_items.list(made.id),
    ):
        with pytest.raises(openai.NotFoundError):
            call()
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model=MODEL, input="and?", previous_response_id=made.id)
    assert caught.value.code == "previous_response_not_found"


def test_a_deleted_response_is_gone_and_what_continued_it_is_not(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="My name is Ada.")
    second = client.responses.create(model=MODEL, input="hello", previous_response_id=first.id)
    client.responses.delete(first.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(first.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.delete(first.id)
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model=MODEL, input="?", previous_response_id=first.id)
    assert caught.value.code == "previous_response_not_found"
    third = client.responses.create(model=MODEL, input="What is my name?", previous_response_id=second.id)
    assert "Ada" in third.output_text


def test_an_answer_over_its_limit_is_incomplete_and_can_be_continued(sandbox: Sandbox) -> None:
    key = sandbox.issue_key("short", lines=[Line("story", "once upon a time " * 30)])
    with sdk(sandbox, key) as client:
        made = client.responses.create(model=MODEL, input="a story please", max_output_tokens=16)
        assert made.status == "incomplete"
        assert made.completed_at is None
        assert made.incomplete_details is not None
        assert made.incomplete_details.reason == "max_output_tokens"
        assert made.usage is not None
        assert made.usage.output_tokens == 16
        assert "once upon a time" in made.output_text
        events = list(
            client.responses.create(model=MODEL, input="a story please", max_output_tokens=16, stream=True)
        )
        assert events[-1].type == "response.incomplete"
        assert client.responses.create(
            model=MODEL, input="go on", previous_response_id=made.id
        ).previous_response_id


def test_a_stream_has_the_documented_events_in_the_documented_order(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="My name is Ada.")
    events = list(
        client.responses.create(
            model=MODEL, input="What is my name?", previous_response_id=first.id, stream=True
        )
    )
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert list(dict.fromkeys(event.type for event in events)) == ORDER
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    last = events[-1]
    assert last.type == "response.completed"
    assert "Ada" in text
    assert last.response.output_text == text
    assert last.response.usage is not None
    assert all(
        event.response.usage is None
        for event in events
        if event.type in ("response.created", "response.in_progress")
    )
    assert client.responses.retrieve(last.response.id).to_dict() == last.response.to_dict()
    deltas = [event.to_dict() for event in events if event.type == "response.output_text.delta"]
    assert all(delta["obfuscation"] for delta in deltas)


def test_obfuscation_can_be_left_out(client: OpenAI) -> None:
    events = client.responses.create(
        model=MODEL, input="hello", stream=True, stream_options={"include_obfuscation": False}
    )
    assert not any("obfuscation" in event.to_dict() for event in events)


def test_the_stream_helper_assembles_the_same_response(client: OpenAI) -> None:
    with client.responses.stream(model=MODEL, input="My name is Ada.") as stream:
        for _ in stream:
            pass
        final = stream.get_final_response()
    assert client.responses.retrieve(final.id).output_text == final.output_text


async def test_the_asynchronous_client_sees_the_same(sandbox: Sandbox) -> None:
    async with async_sdk(sandbox, sandbox.issue_key("async")) as client:
        first = await client.responses.create(model=MODEL, input="My name is Ada.")
        stream = await client.responses.create(
            model=MODEL, input="What is my name?", previous_response_id=first.id, stream=True
        )
        events = [event async for event in stream]
        assert list(dict.fromkeys(event.type for event in events)) == ORDER
        found = [item async for item in client.responses.input_items.list(first.id, limit=1)]
        assert len(found) == 1
        await client.responses.delete(first.id)
        with pytest.raises(openai.NotFoundError):
            await client.responses.retrieve(first.id)


def test_long_prompts_are_read_from_the_cache_in_steps_of_128_and_short_ones_never(client: OpenAI) -> None:
    short = client.responses.create(model=MODEL, input="hello")
    assert short.usage is not None
    again = client.responses.create(model=MODEL, input="hello", previous_response_id=short.id)
    assert again.usage is not None
    assert again.usage.input_tokens_details.cached_tokens == 0
    long_text = " ".join(f"word{number}" for number in range(600))
    first = client.responses.create(model=MODEL, input=long_text)
    second = client.responses.create(model=MODEL, input="and?", previous_response_id=first.id)
    assert first.usage is not None
    assert second.usage is not None
    assert first.usage.input_tokens > 1_024
    assert first.usage.input_tokens_details.cached_tokens == 0
    cached = second.usage.input_tokens_details.cached_tokens
    assert cached % 128 == 0
    assert 1_024 <= cached <= first.usage.input_tokens


def test_harmless_parameters_are_echoed(client: OpenAI) -> None:
    made = client.responses.create(
        model=MODEL,
        input="hello",
        temperature=0.5,
        top_p=0.25,
        user="ada",
        max_output_tokens=500,
        parallel_tool_calls=False,
        tools=[],
        tool_choice="none",
        text={"format": {"type": "text"}, "verbosity": "low"},
        reasoning={"effort": "low"},
        safety_identifier="s",
        prompt_cache_key="k",
        truncation="auto",
    )
    echoed = made.to_dict()
    assert {
        name: echoed[name]
        for name in ("temperature", "top_p", "user", "max_output_tokens", "parallel_tool_calls", "truncation")
    } == {
        "temperature": 0.5,
        "top_p": 0.25,
        "user": "ada",
        "max_output_tokens": 500,
        "parallel_tool_calls": False,
        "truncation": "auto",
    }
    assert made.text is not None
    assert made.text.verbosity == "low"
    assert made.reasoning is not None
    assert made.reasoning.effort == "low"


def test_there_is_no_list_of_responses(sandbox: Sandbox, client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match=r"Invalid URL \(GET /v1/responses\)"):
        client.get("/responses", cast_to=object)
