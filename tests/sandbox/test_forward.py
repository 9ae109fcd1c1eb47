"""Passing calls on, with a second sandbox as the real API."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import openai
import pytest

from academy.sandbox import Exchange, Forward, Line, Sandbox
from tests.sandbox.clients import MODEL, async_sdk, bare, error_of, sdk

REAL = "sk-real-key-that-nobody-may-see"
HELLO = {"model": MODEL, "input": "hello"}


class Pair:
    """A sandbox in front and the one behind it that plays the real API."""

    def __init__(self, front: Sandbox, behind: Sandbox) -> None:
        self.front = front
        self.behind = behind
        behind.issue_key("real", key=REAL, lines=[Line("story", "once upon a time " * 20)])
        self.key = front.issue_key("learner", forward=Forward(REAL, behind.base_url))


@pytest.fixture
def pair() -> Iterator[Pair]:
    with ExitStack() as stack:
        behind = stack.enter_context(Sandbox(None))
        front = stack.enter_context(Sandbox(None))
        yield Pair(front, behind)


def test_a_call_is_answered_behind_and_stored_there_alone(pair: Pair) -> None:
    with sdk(pair.front, pair.key) as client:
        made = client.responses.create(model=MODEL, input="My name is Ada.")
        asked = client.responses.create(model=MODEL, input="What is my name?", previous_response_id=made.id)
        assert "Ada" in asked.output_text
        assert client.responses.retrieve(made.id).id == made.id
        client.responses.delete(made.id)
        talk = client.conversations.create()
        assert client.conversations.items.list(talk.id, limit=5).data == []
    assert pair.front.state().responses == ()
    assert [one.id for one in pair.behind.state().responses] == [asked.id]
    seen, real = pair.front.record.since(), pair.behind.record.since()
    assert {(one.client, one.answered_by) for one in seen} == {("learner", "forward")}
    assert [(one.method, one.path, one.query, one.status, one.request, one.response) for one in seen] == [
        (one.method, one.path, one.query, one.status, one.request, one.response) for one in real
    ]
    assert seen[1].input_tokens == asked.usage.input_tokens if asked.usage else False
    assert seen[1].sent_tokens == real[1].sent_tokens


async def test_a_stream_comes_through_as_it_is_made(pair: Pair) -> None:
    async with async_sdk(pair.front, pair.key) as client:
        stream = await client.responses.create(model=MODEL, input="a story", stream=True)
        first = await anext(stream)
        # Nothing is stored before the end: the first event came through while the answer was being made.
        assert pair.behind.state().responses == ()
        events = [first, *[event async for event in stream]]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[-1].type == "response.completed"
    (seen,) = pair.front.record.since()
    assert (seen.streamed, seen.events, seen.status) == (True, len(events), 200)
    assert seen.response["id"] == events[-1].response.id
    assert seen.output_tokens


async def test_a_chat_stream_comes_through(pair: Pair) -> None:
    async with async_sdk(pair.front, pair.key) as client:
        stream = await client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "a story"}], stream=True
        )
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    (seen,) = pair.front.record.since()
    assert seen.response["choices"][0]["message"]["content"] == text
    assert "once upon a time" in text


def test_errors_of_the_api_are_passed_on_with_their_request_id(pair: Pair) -> None:
    with sdk(pair.front, pair.key) as client:
        with pytest.raises(openai.NotFoundError, match="Response with id 'resp_x' not found") as caught:
            client.responses.retrieve("resp_x")
        assert caught.value.request_id is not None
        assert caught.value.request_id.startswith("req_")
        with pytest.raises(openai.BadRequestError, match="Did you mean 'store'"):
            client.responses.create(model=MODEL, input="x", extra_body={"sto": True})
    assert [one.status for one in pair.front.record.since()] == [404, 400]


def test_the_real_key_goes_nowhere_but_behind(pair: Pair) -> None:
    with bare(pair.front, pair.key) as http:
        echoed = http.post("responses", json={**HELLO, "input": f"My secret is {REAL}."})
        streamed = http.post("responses", json={**HELLO, "input": f"My secret is {REAL}.", "stream": True})
        failed = http.get(f"responses/{REAL}?after={REAL}")
        assert failed.status_code == 400
    for answer in (echoed, streamed, failed):
        assert REAL not in answer.text
        assert REAL not in repr(answer.headers)
    assert REAL not in repr(pair.front.record.since())
    assert pair.key not in repr(pair.front.record.since())
    assert REAL not in repr(Forward(REAL))
    assert {one.client for one in pair.behind.record.since()} == {"real"}


def test_a_wrong_real_key_is_the_apis_own_401(pair: Pair) -> None:
    key = pair.front.issue_key("wrong", forward=Forward("sk-wrong-key-of-somebody", pair.behind.base_url))
    with sdk(pair.front, key) as client, pytest.raises(openai.AuthenticationError) as caught:
        client.responses.create(model=MODEL, input="hello")
    assert caught.value.code == "invalid_api_key"
    assert "sk-wrong-key-of-somebody" not in repr(pair.front.record.since())


def test_an_api_that_nobody_reaches_is_said_in_a_sentence(pair: Pair) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    key = pair.front.issue_key("nobody", forward=Forward(REAL, f"http://127.0.0.1:{port}/v1"))
    with bare(pair.front, key) as http:
        for body in (HELLO, {**HELLO, "stream": True}):
            answer = http.post("responses", json=body)
            assert answer.status_code == 502
            error = error_of(answer)
            assert error["code"] == "upstream_unreachable"
            assert error["message"].startswith("The sandbox could not pass the call on to 127.0.0.1: ")
    assert [one.status for one in pair.front.record.since(client="nobody")] == [502, 502]


@pytest.mark.parametrize(
    "base_url", ["nonsense", "ftp://127.0.0.1/v1", "http://[::1", "http://127.0.0.1:99999/v1"]
)
def test_an_address_that_is_none_is_said_in_a_sentence(pair: Pair, base_url: str) -> None:
    key = pair.front.issue_key("nonsense", forward=Forward(REAL, base_url))
    with bare(pair.front, key) as http:
        answer = http.post("responses", json=HELLO)
    assert answer.status_code == 502
    assert REAL not in answer.text


def test_an_api_that_breaks_off_in_the_middle_ends_the_stream_with_an_error(pair: Pair) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                    b'1e\r\ndata: {"type": "response.x"}\r\n\r\n\r\n'
                )

        broken = threading.Thread(target=serve)
        broken.start()
        key = pair.front.issue_key(
            "broken", forward=Forward(REAL, f"http://127.0.0.1:{server.getsockname()[1]}/v1")
        )
        with (
            sdk(pair.front, key) as client,
            pytest.raises(openai.APIError, match="could not pass the call on"),
        ):
            for _ in client.responses.create(model=MODEL, input="hello", stream=True):
                pass
        broken.join()
    (seen,) = pair.front.record.since(client="broken")
    assert seen.response["error"]["code"] == "upstream_unreachable"


def test_retries_of_the_sdk_are_seen_one_by_one(pair: Pair) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    key = pair.front.issue_key("retries", forward=Forward(REAL, f"http://127.0.0.1:{port}/v1"))
    with (
        openai.OpenAI(api_key=key, base_url=pair.front.base_url, max_retries=1) as client,
        pytest.raises(openai.InternalServerError),
    ):
        client.responses.create(model=MODEL, input="hello")
    assert [one.retry for one in pair.front.record.since(client="retries")] == [0, 1]


def test_only_what_lies_under_v1_is_passed_on(pair: Pair) -> None:
    root = pair.front.base_url.removesuffix("/v1")
    answer = httpx2.get(f"{root}/admin", headers={"authorization": f"Bearer {pair.key}"}, trust_env=False)
    assert answer.status_code == 404
    assert pair.behind.record.since() == ()


async def test_a_reader_that_goes_away_ends_the_call_behind_too(pair: Pair) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def seen_behind(_: Exchange) -> None:
        loop.call_soon_threadsafe(done.set)

    stop = pair.behind.record.follow(seen_behind)
    async with async_sdk(pair.front, pair.key) as client:
        stream = await client.responses.create(model=MODEL, input="a story", stream=True)
        await anext(stream)
        await stream.close()
        await asyncio.wait_for(done.wait(), 10)
    stop()
    (seen,) = pair.behind.record.since()
    assert seen.response["status"] == "in_progress"
    assert pair.behind.state().responses == ()
