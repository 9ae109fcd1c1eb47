from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI

from academy.sandbox import Line, Sandbox
from tests.sandbox.clients import MODEL, async_sdk, bare, error_of, sdk


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[OpenAI]:
    key = sandbox.issue_key("chat", lines=[Line("story", "once upon a time " * 30)])
    with sdk(sandbox, key) as made:
        yield made


def test_it_knows_only_what_the_request_carries(client: OpenAI) -> None:
    first = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "My name is Ada."}]
    )
    said = first.choices[0].message.content or ""
    alone = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "What is my name?"}]
    )
    whole = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": [{"type": "text", "text": "My name is Ada."}]},
            {"role": "assistant", "content": said},
            {"role": "user", "content": "What is my name?"},
        ],
    )
    assert "Ada" not in (alone.choices[0].message.content or "")
    assert "Ada" in (whole.choices[0].message.content or "")
    assert whole.choices[0].finish_reason == "stop"
    assert whole.object == "chat.completion"
    assert whole.id.startswith("chatcmpl-")


def test_the_same_history_costs_the_same_tokens_in_both_apis(client: OpenAI) -> None:
    chained = client.responses.create(
        model=MODEL,
        input="What is my name?",
        previous_response_id=(first := client.responses.create(model=MODEL, input="My name is Ada.")).id,
    )
    by_hand = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": "My name is Ada."},
            {"role": "assistant", "content": first.output_text},
            {"role": "user", "content": "What is my name?"},
        ],
    )
    assert by_hand.usage is not None
    assert chained.usage is not None
    assert by_hand.usage.prompt_tokens == chained.usage.input_tokens
    assert by_hand.choices[0].message.content == chained.output_text


def test_a_limit_ends_it_with_length(client: OpenAI) -> None:
    for limit in ({"max_completion_tokens": 5}, {"max_tokens": 5}):
        cut = client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "a story"}], extra_body=limit
        )
        assert cut.choices[0].finish_reason == "length"
        assert cut.usage is not None
        assert cut.usage.completion_tokens == 5


async def test_a_stream_spells_the_same_answer_and_ends_with_usage_where_asked(sandbox: Sandbox) -> None:
    async with async_sdk(sandbox, sandbox.issue_key("stream")) as client:
        messages: Any = [{"role": "user", "content": "My name is Ada."}]
        whole = await client.chat.completions.create(model=MODEL, messages=messages)
        stream = await client.chat.completions.create(
            model=MODEL, messages=messages, stream=True, stream_options={"include_usage": True}
        )
        chunks = [chunk async for chunk in stream]
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text == whole.choices[0].message.content
        assert chunks[-1].usage == whole.usage
        assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


def test_the_record_holds_the_assembled_answer_of_a_stream(sandbox: Sandbox) -> None:
    key = sandbox.issue_key("recorded stream")
    with sdk(sandbox, key) as client:
        stream = client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": "My name is Ada."}],
            stream=True,
            stream_options={"include_usage": True},
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    (seen,) = sandbox.record.since(client="recorded stream")
    assert seen.response["choices"][0]["message"]["content"] == text
    assert seen.response["choices"][0]["finish_reason"] == "stop"
    assert seen.streamed
    assert seen.input_tokens == seen.sent_tokens


@pytest.mark.parametrize(
    ("more", "status", "code", "param"),
    [
        ({"model": "gpt-0"}, 404, "model_not_found", None),
        ({"messages": []}, 400, "empty_array", "messages"),
        ({"messages": "hello"}, 400, "invalid_type", "messages"),
        ({"messages": [{"role": "user"}]}, 400, "missing_required_parameter", "messages[0].content"),
        ({"messages": [{"role": "boss", "content": "x"}]}, 400, "invalid_value", "messages[0]"),
        ({"messages": [{"role": "tool", "content": "x"}]}, 400, "unsupported_by_sandbox", "messages[0]"),
        ({"n": 2}, 400, "unsupported_by_sandbox", "n"),
        ({"stop": ["x"]}, 400, "unsupported_by_sandbox", "stop"),
        ({"store": True}, 400, "unsupported_by_sandbox", "store"),
        ({"tools": [{}]}, 400, "unsupported_by_sandbox", "tools"),
        ({"mesages": []}, 400, "unknown_parameter", "mesages"),
        ({"max_tokens": 0}, 400, "integer_below_min_value", "max_tokens"),
    ],
)
def test_errors(sandbox: Sandbox, more: Any, status: int, code: str, param: str | None) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], **more}
    with bare(sandbox, sandbox.issue_key("errors")) as http:
        answer = http.post("chat/completions", json=body)
    error = error_of(answer)
    assert (answer.status_code, error["code"], error["param"]) == (status, code, param)


def test_the_sdk_raises_for_them(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.create(model="gpt-0", messages=[{"role": "user", "content": "x"}])
