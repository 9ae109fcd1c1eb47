import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest

from academy.sandbox import Exchange, Line, Sandbox, SandboxError
from academy.sandbox.guard import MAX_BODY_BYTES
from tests.sandbox.clients import MODEL, bare, error_of, sdk

HELLO = {"model": MODEL, "input": "hello"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    with bare(sandbox, sandbox.issue_key("http")) as client:
        yield client


def test_it_listens_on_loopback_alone_and_stops_listening_when_stopped() -> None:
    before = set(threading.enumerate())
    sandbox = Sandbox(None)
    with pytest.raises(SandboxError, match="not running"):
        sandbox.base_url  # noqa: B018 - reading it is the test
    sandbox.start()
    sandbox.start()
    assert sandbox.base_url.startswith("http://127.0.0.1:")
    port = httpx2.URL(sandbox.base_url).port
    assert port is not None
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    sandbox.stop()
    sandbox.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert not set(threading.enumerate()) - before


def test_it_starts_again_on_its_port_with_its_keys(tmp_path: Path) -> None:
    first = Sandbox(tmp_path / "s.db")
    first.start()
    key = first.issue_key("test")
    port = httpx2.URL(first.base_url).port
    assert port is not None
    with bare(first, key) as http:
        assert http.post("responses", json=HELLO).status_code == 200
    first.stop()
    with Sandbox(tmp_path / "s.db", port=port) as second:
        assert httpx2.URL(second.base_url).port == port
    first.start()
    with bare(first, key) as http:
        assert http.post("responses", json=HELLO).status_code == 200
    first.stop()


def test_a_busy_port_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SandboxError, match=f"cannot listen on 127.0.0.1:{port}") as caught:
            Sandbox(None, port=port).start()
    assert "another port" in caught.value.remedy


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_said_in_a_sentence(port: int) -> None:
    with pytest.raises(SandboxError, match="cannot listen"):
        Sandbox(None, port=port).start()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "10.0.0.1", ""]
)
def test_a_foreign_host_name_is_refused(http: httpx2.Client, host: str) -> None:
    answer = http.post("responses", json=HELLO, headers={"host": host})
    assert answer.status_code == 403
    assert error_of(answer)["code"] == "host_not_allowed"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:1"])
def test_names_of_loopback_are_let_in(http: httpx2.Client, host: str) -> None:
    assert http.post("responses", json=HELLO, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc"])
def test_without_a_key_nothing_is_answered(sandbox: Sandbox, authorization: str) -> None:
    answer = httpx2.post(
        sandbox.base_url + "/responses",
        json=HELLO,
        headers={"authorization": authorization} if authorization else {},
        trust_env=False,
    )
    assert answer.status_code == 401
    assert "You didn't provide an API key" in error_of(answer)["message"]


def test_an_unknown_key_is_refused_and_shown_masked(sandbox: Sandbox) -> None:
    with (
        sdk(sandbox, "sk-proj-thisisasecret99") as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.responses.create(model=MODEL, input="hello")
    assert caught.value.code == "invalid_api_key"
    assert caught.value.body == {
        "message": "Incorrect API key provided: sk-pr***99. "
        "You can find your API key at https://platform.openai.com/account/api-keys.",
        "type": "invalid_request_error",
        "param": None,
        "code": "invalid_api_key",
    }
    assert "thisisasecret" not in repr(sandbox.record.since())


def test_a_key_can_be_chosen_and_revoked(sandbox: Sandbox) -> None:
    key = sandbox.issue_key("mine", key="my-own-key")
    assert key == "my-own-key"
    assert sandbox.issue_key("other").startswith("sk-academy-")
    with bare(sandbox, key) as http:
        assert http.post("responses", json=HELLO).status_code == 200
        sandbox.revoke_key(key)
        sandbox.revoke_key(key)
        assert http.post("responses", json=HELLO).status_code == 401


def test_a_body_over_the_bound_is_refused_and_the_server_goes_on(http: httpx2.Client) -> None:
    answer = http.post("responses", content=b"x" * (MAX_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert error_of(answer)["code"] == "request_too_large"
    assert http.post("responses", json=HELLO).status_code == 200


def test_every_exchange_is_on_the_record_when_its_answer_is_there(sandbox: Sandbox) -> None:
    key = sandbox.issue_key("recorded")
    followed: list[Exchange] = []
    stop = sandbox.record.follow(followed.append)
    with bare(sandbox, key) as http:
        made = http.post("responses", json=HELLO).json()
        assert len(sandbox.record.since(client="recorded")) == 1
        http.get(f"responses/{made['id']}?include[]=reasoning.encrypted_content")
        http.post("responses", content=b"{")
        http.post("responses", json={**HELLO, "stream": True})
        http.post("responses", json=HELLO, headers={"x-stainless-retry-count": "2"})
        http.delete(f"responses/{made['id']}")
    stop()
    seen = sandbox.record.since(client="recorded")
    assert seen == tuple(one for one in followed if one.client == "recorded")
    assert [(one.method, one.status) for one in seen] == [
        ("POST", 200), ("GET", 200), ("POST", 400), ("POST", 200), ("POST", 200), ("DELETE", 200),
    ]  # fmt: skip
    create, get, broken, stream, retried, _ = seen
    assert (create.path, create.request, create.response) == ("/v1/responses", HELLO, made)
    assert create.model == MODEL
    assert create.input_tokens == create.sent_tokens == made["usage"]["input_tokens"]
    assert create.output_tokens == made["usage"]["output_tokens"]
    assert create.request_bytes > 0 < create.response_bytes
    assert (get.path, get.query) == (
        f"/v1/responses/{made['id']}", "include[]=reasoning.encrypted_content",
    )  # fmt: skip
    # Fetching an answer is not billed again.
    assert (get.request, get.input_tokens) == (None, None)
    assert broken.request == "{"
    assert broken.response["error"]["code"] == "invalid_json"
    assert stream.streamed
    assert stream.events > 8
    assert stream.response["status"] == "completed"
    assert stream.input_tokens
    assert [one.retry for one in seen] == [0, 0, 0, 0, 2, 0]
    assert {one.answered_by for one in seen} == {"built-in"}
    assert retried.seconds >= 0
    assert key not in repr(seen)


def test_sent_tokens_leave_out_what_the_server_added(sandbox: Sandbox) -> None:
    with sdk(sandbox, sandbox.issue_key("sent")) as client:
        first = client.responses.create(model=MODEL, input="a rather long first message " * 5)
        client.responses.create(model=MODEL, input="short", previous_response_id=first.id)
    one, two = sandbox.record.since(client="sent")
    assert one.sent_tokens == one.input_tokens
    assert two.sent_tokens is not None
    assert two.input_tokens is not None
    assert two.sent_tokens < two.input_tokens / 3


def test_a_stream_that_its_reader_left_is_recorded_too(sandbox: Sandbox) -> None:
    ended = threading.Event()
    key = sandbox.issue_key("left", lines=[Line("story", "once upon a time " * 100)])
    stop = sandbox.record.follow(lambda one: ended.set() if one.client == "left" else None)
    with (
        bare(sandbox, key) as http,
        http.stream("POST", "responses", json={**HELLO, "input": "story", "stream": True}) as answer,
    ):
        next(answer.iter_raw())
    assert ended.wait(10)
    stop()
    (seen,) = sandbox.record.since(client="left")
    assert seen.streamed
    assert seen.response["status"] == "in_progress"


def test_the_state_shows_what_is_stored_oldest_first() -> None:
    with Sandbox(None) as sandbox, sdk(sandbox, sandbox.issue_key("state")) as client:
        talk = client.conversations.create(
            items=[{"role": "user", "content": "My name is Ada."}], metadata={"a": "b"}
        )
        first = client.responses.create(model=MODEL, input="one", metadata={"c": "d"})
        second = client.responses.create(model=MODEL, input="two", previous_response_id=first.id)
        third = client.responses.create(model=MODEL, input="three", conversation=talk.id)
        client.responses.create(model=MODEL, input="four", store=False)
        state = sandbox.state()
        assert [one.id for one in state.responses] == [first.id, second.id, third.id]
        shown = state.responses[1]
        assert [item.text for item in shown.input] == ["two"]
        assert [item.text for item in shown.output] == [second.output_text]
        assert (shown.previous_response_id, shown.conversation_id) == (first.id, None)
        assert state.responses[0].metadata == {"c": "d"}
        assert state.responses[2].conversation_id == talk.id
        assert second.usage is not None
        assert shown.input_tokens == second.usage.input_tokens
        (conversation,) = state.conversations
        assert (conversation.id, conversation.metadata) == (talk.id, {"a": "b"})
        assert [item.text for item in conversation.items] == ["My name is Ada.", "three", third.output_text]
        assert (state.seen, state.left_out) == (False, 0)
        few = sandbox.state(limit=1)
        assert [one.id for one in few.responses] == [third.id]
        assert few.left_out == 2
        sandbox.reset()
        assert sandbox.state() == type(state)()


def test_state_and_keys_can_be_asked_for_from_any_thread_while_it_answers(sandbox: Sandbox) -> None:
    failures: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(20):
                sandbox.state(limit=5)
                sandbox.revoke_key(sandbox.issue_key("x"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    with bare(sandbox, sandbox.issue_key("busy")) as http:
        statuses = {http.post("responses", json=HELLO).status_code for _ in range(40)}
    for thread in threads:
        thread.join()
    assert statuses == {200}
    assert not failures


def test_a_stopped_sandbox_has_no_state() -> None:
    with pytest.raises(SandboxError, match="not running"):
        Sandbox(None).state()


def test_stopping_ends_open_streams() -> None:
    before = set(threading.enumerate())
    sandbox = Sandbox(None)
    sandbox.start()
    key = sandbox.issue_key("open", lines=[Line("story", "once upon a time " * 500)])
    body: Any = {**HELLO, "input": "story", "stream": True}
    with bare(sandbox, key) as http, http.stream("POST", "responses", json=body) as answer:
        chunks = answer.iter_raw()
        next(chunks)
        sandbox.stop()
        with pytest.raises(httpx2.HTTPError):
            for _ in chunks:
                pass
    assert not set(threading.enumerate()) - before


def test_importing_the_sandbox_loads_no_server_and_no_tokenizer() -> None:
    heavy = {"starlette", "uvicorn", "splintr", "httpx2", "openai"}
    code = f"import sys, academy.sandbox; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_model_names_are_those_of_the_sdk() -> None:
    import typing

    from openai.types.shared.chat_model import ChatModel
    from openai.types.shared.responses_model import ResponsesModel

    from academy.sandbox.models import names

    listed = set(typing.get_args(ChatModel))
    for part in typing.get_args(ResponsesModel):
        listed |= {name for name in typing.get_args(part) if isinstance(name, str)}
    assert listed <= names()


def test_the_parameters_are_those_of_the_sdk() -> None:
    from openai.types.chat import completion_create_params
    from openai.types.responses import response_create_params

    from academy.sandbox import chat_parameters, parameters

    stated = response_create_params.ResponseCreateParamsNonStreaming.__annotations__
    assert set(parameters.KNOWN) == {
        *response_create_params.ResponseCreateParamsBase.__annotations__, *stated,
    }  # fmt: skip
    assert set(chat_parameters.KNOWN) == {
        *completion_create_params.CompletionCreateParamsBase.__annotations__,
        *completion_create_params.CompletionCreateParamsNonStreaming.__annotations__,
    }


def test_a_follower_that_raises_costs_nobody_an_answer(sandbox: Sandbox, http: httpx2.Client) -> None:
    told: list[str] = []

    def broken(exchange: Exchange) -> None:
        told.append(f"broken {exchange.client}")
        raise RuntimeError("the screen is gone")

    def sound(exchange: Exchange) -> None:
        told.append(f"sound {exchange.client}")

    stops = [sandbox.record.follow(broken), sandbox.record.follow(sound)]
    answers = [http.post("/responses", json=HELLO) for _ in range(2)]
    for stop in stops:
        stop()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert told == ["broken http", "sound http", "sound http"]
