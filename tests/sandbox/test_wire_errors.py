"""The error table of the facts file, row by row, over bare HTTP."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx2
import pytest

from academy.sandbox import Sandbox
from tests.sandbox.clients import MODEL, bare, error_of

MANY = {f"k{number}": "v" for number in range(17)}
HELLO: dict[str, Any] = {"model": MODEL, "input": "hello"}
ONE_OF = "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided."


class Row(NamedTuple):
    """What is sent, and what comes back; `message` may be a beginning."""

    name: str
    method: str
    path: str
    body: Any
    status: int
    code: str | None
    param: str | None
    message: str


def create(name: str, body: Any, *expected: Any) -> Row:
    return Row(name, "POST", "responses", body, *expected)


def hello(name: str, more: dict[str, Any], *expected: Any) -> Row:
    return create(name, {**HELLO, **more}, 400, *expected)


ROLE = "Invalid value: ''. Supported values are: 'assistant', 'system', 'developer', and 'user'."
ROWS = [
    hello("unknown previous response", {"previous_response_id": "resp_x"}, "previous_response_not_found",
          "previous_response_id", "Previous response with id 'resp_x' not found."),
    create("unknown conversation", {**HELLO, "conversation": "conv_x"}, 404, None, None,
           "Conversation with id 'conv_x' not found."),
    create("unknown conversation as object", {**HELLO, "conversation": {"id": "conv_x"}}, 404, None, None,
           "Conversation with id 'conv_x' not found."),
    hello("both", {"conversation": "conv_x", "previous_response_id": "resp_x"},
          "mutually_exclusive_parameters", None,
          "Mutually exclusive parameters: ''. "
          "Ensure you are only providing one of: 'previous_response_id' or 'conversation'."),
    Row("get unknown", "GET", "responses/resp_x", None, 404, None, None,
        "Response with id 'resp_x' not found."),
    Row("delete unknown", "DELETE", "responses/resp_x", None, 404, None, None,
        "Response with id 'resp_x' not found."),
    Row("cancel unknown", "POST", "responses/resp_x/cancel", None, 404, None, None,
        "Response with id 'resp_x' not found."),
    Row("input items unknown", "GET", "responses/resp_x/input_items", None, 404, None, None,
        "Response with id 'resp_x' not found."),
    Row("conversation unknown", "GET", "conversations/conv_x", None, 404, None, None,
        "Conversation with id 'conv_x' not found."),
    Row("conversation delete unknown", "DELETE", "conversations/conv_x", None, 404, None, None,
        "Conversation with id 'conv_x' not found."),
    Row("conversation update unknown", "POST", "conversations/conv_x", {"metadata": {}}, 404, None, None,
        "Conversation with id 'conv_x' not found."),
    Row("items unknown", "GET", "conversations/conv_x/items", None, 404, None, None,
        "Conversation with id 'conv_x' not found."),
    create("reference to nothing", {"model": MODEL, "input": [{"type": "item_reference", "id": "rs_x"}]},
           404, None, None,
           "Item with id 'rs_x' not found. Items are not persisted when `store` is set to false."),
    Row("limit too large", "GET", "conversations/conv_x/items?limit=1000", None, 400,
        "integer_above_max_value", "limit",
        "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 1000 instead."),
    Row("limit too small", "GET", "conversations/conv_x/items?limit=0", None, 400,
        "integer_below_min_value", "limit",
        "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead."),
    Row("limit no number", "GET", "responses/resp_x/input_items?limit=many", None, 400, "invalid_type",
        "limit", "Invalid type for 'limit': expected an integer, but got a string instead."),
    Row("order", "GET", "responses/resp_x/input_items?order=up", None, 400, "invalid_value", "order",
        "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
    Row("bad include in query", "GET", "responses/resp_x?include[]=x", None, 400, "invalid_value",
        "include[0]", "Invalid value: 'x'. Supported values are: 'file_search_call.results', "),
    Row("unknown query key", "GET", "responses/resp_x/input_items?befor=x", None, 400, "unknown_parameter",
        "befor", "Unknown parameter: 'befor'."),
    Row("item without role", "POST", "conversations", {"items": [{"content": "x"}]}, 400, "invalid_value",
        "items[0]", ROLE),
    create("input item without role", {"model": MODEL, "input": [{"content": "x"}]}, 400, "invalid_value",
           "input[0]", ROLE),
    Row("too many items", "POST", "conversations", {"items": [{"role": "user", "content": "x"}] * 21}, 400,
        "array_above_max_length", "items", "Invalid 'items': array too long. "),
    Row("empty reasoning", "POST", "conversations", {"items": [{"type": "reasoning", "summary": []}]}, 400,
        "invalid_item", "item", "Invalid item"),
    Row("metadata required", "POST", "conversations/conv_x", {}, 400, "missing_required_parameter",
        "metadata", "Missing required parameter: 'metadata'."),
    Row("items required", "POST", "conversations/conv_x/items", {}, 400, "missing_required_parameter",
        "items", "Missing required parameter: 'items'."),
    hello("17 pairs", {"metadata": MANY}, "object_above_max_properties", "metadata",
          "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, "
          "but got an object with 17 properties instead."),
    hello("long value", {"metadata": {"k": "v" * 513}}, "string_above_max_length", "metadata.k",
          "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, "),
    hello("long key", {"metadata": {"k" * 65: "v"}}, "string_above_max_length", "metadata." + "k" * 64,
          f"Invalid 'metadata.{'k' * 64}': string too long."),
    hello("metadata no text", {"metadata": {"k": 1}}, "invalid_type", "metadata.k",
          "Invalid type for 'metadata.k': expected a string, but got an integer instead."),
    create("no model", {"input": "x"}, 400, "missing_required_parameter", "model",
           "Missing required parameter: 'model'."),
    create("no body", None, 400, "missing_required_parameter", "model",
           "Missing required parameter: 'model'."),
    create("model empty", {"model": "", "input": "x"}, 400, "model_not_found", "model",
           "The requested model '' does not exist."),
    create("model unknown", {"model": "gpt-0", "input": "x"}, 400, "model_not_found", "model",
           "The requested model 'gpt-0' does not exist."),
    create("no input", {"model": MODEL}, 400, "missing_required_parameter", None, ONE_OF),
    create("input empty list", {"model": MODEL, "input": []}, 400, "missing_required_parameter", None, ONE_OF),
    create("input empty text", {"model": MODEL, "input": ""}, 400, "missing_required_parameter", None, ONE_OF),
    hello("unknown key", {"sto": True}, "unknown_parameter", "sto",
          "Unknown parameter: 'sto'. Did you mean 'store'?"),
    hello("unlike any key", {"zzzzzz": True}, "unknown_parameter", "zzzzzz", "Unknown parameter: 'zzzzzz'."),
    hello("messages", {"messages": []}, "unsupported_parameter", None,
          "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'."),
    hello("max_tokens", {"max_tokens": 5}, "unsupported_parameter", None,
          "Unsupported parameter: 'max_tokens'. "
          "In the Responses API, this parameter has moved to 'max_output_tokens'."),
    hello("store text", {"store": "yes"}, "invalid_type", "store",
          "Invalid type for 'store': expected a boolean, but got a string instead."),
    hello("stream number", {"stream": 1}, "invalid_type", "stream",
          "Invalid type for 'stream': expected a boolean, but got an integer instead."),
    hello("input number", {"input": 5}, "invalid_type", "input",
          "Invalid type for 'input': expected one of a string or an array, but got an integer instead."),
    hello("temperature text", {"temperature": "hot"}, "invalid_type", "temperature",
          "Invalid type for 'temperature': expected a decimal, but got a string instead."),
    hello("temperature high", {"temperature": 2.5}, "decimal_above_max_value", "temperature",
          "Invalid 'temperature': decimal above maximum value. Expected a value <= 2.0, but got 2.5 instead."),
    hello("few output tokens", {"max_output_tokens": 0}, "integer_below_min_value", "max_output_tokens",
          "Invalid 'max_output_tokens': integer below minimum value. "
          "Expected a value >= 16, but got 0 instead."),
    hello("bad include", {"include": ["x"]}, "invalid_value", "include[0]",
          "Invalid value: 'x'. Supported values are: 'file_search_call.results', 'web_search_call.results', "),
    hello("truncation", {"truncation": "some"}, "invalid_value", "truncation",
          "Invalid value: 'some'. Supported values are: 'auto' and 'disabled'."),
    Row("no such path", "POST", "respones", {}, 404, None, None, "Invalid URL (POST /v1/respones)"),
    Row("no list", "GET", "responses", None, 404, None, None, "Invalid URL (GET /v1/responses)"),
    Row("no list of conversations", "GET", "conversations", None, 404, None, None,
        "Invalid URL (GET /v1/conversations)"),
    Row("trailing slash", "POST", "responses/", HELLO, 404, None, None, "Invalid URL (POST /v1/responses/)"),
    Row("threads are gone", "POST", "threads", {}, 404, None, None, "Invalid URL (POST /v1/threads)"),
    Row("strange method", "PROPFIND", "responses", None, 404, None, None,
        "Invalid URL (PROPFIND /v1/responses)"),
]  # fmt: skip

# What the real API has and this sandbox has not is refused by name, never passed over in silence.
LIMITS: list[tuple[str, Any]] = [
    ("background", True), ("tools", [{"type": "web_search"}]), ("tool_choice", "required"),
    ("text", {"format": {"type": "json_object"}}), ("prompt", {"id": "pmpt_x"}), ("top_logprobs", 2),
    ("include", ["message.output_text.logprobs"]), ("service_tier", "flex"), ("moderation", {"model": "m"}),
    ("context_management", [{"type": "compaction"}]), ("prompt_cache_options", {"mode": "explicit"}),
    ("access_programs", {}), ("image", {}), ("background_options", {}),
    ("input", [{"type": "function_call_output", "call_id": "c", "output": "o"}]),
    ("input", [{"role": "user", "content": [{"type": "input_image", "image_url": "u"}]}]),
]  # fmt: skip


@pytest.fixture(scope="module")
def http() -> Iterator[httpx2.Client]:
    with Sandbox(None) as sandbox, bare(sandbox, sandbox.issue_key("test")) as client:
        yield client


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_error_is_the_one_of_the_table(http: httpx2.Client, row: Row) -> None:
    content = None if row.body is None else json.dumps(row.body)
    answer = http.request(row.method, row.path, content=content)
    error = error_of(answer)
    assert (answer.status_code, error["code"], error["param"]) == (row.status, row.code, row.param)
    assert error["type"] == "invalid_request_error"
    assert error["message"].startswith(row.message)
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(("name", "value"), LIMITS, ids=lambda value: str(value)[:40])
def test_what_the_sandbox_cannot_do_is_refused_by_name(http: httpx2.Client, name: str, value: Any) -> None:
    answer = http.post("responses", json={**HELLO, name: value})
    error = error_of(answer)
    assert (answer.status_code, error["code"]) == (400, "unsupported_by_sandbox")
    assert error["param"].startswith(name)
    assert "sandbox does not support" in error["message"]


@pytest.mark.parametrize("path", ["responses/compact", "responses/input_tokens"])
def test_endpoints_that_the_sandbox_has_not_are_refused_by_name(http: httpx2.Client, path: str) -> None:
    error = error_of(http.post(path, json=HELLO))
    assert path in error["message"]
    assert error["code"] == "unsupported_by_sandbox"


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"model": "gpt-5.4",}', b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'{"input": "\\ud800"}',
     b'{"a": ' + b"9" * 5_000 + b"}"],
    ids=["cut off", "comma", "no UTF-8", "NaN", "deep", "half a pair", "huge number"],
)  # fmt: skip
def test_a_body_that_is_no_json_is_said_to_be_none(http: httpx2.Client, body: bytes) -> None:
    answer = http.post("responses", content=body)
    error = error_of(answer)
    assert (answer.status_code, error["code"], error["param"]) == (400, "invalid_json", None)
    assert error["message"].startswith("Invalid body: failed to parse JSON value.")


@pytest.mark.parametrize("body", ["[]", "5", '"x"', "null"])
def test_a_body_that_is_no_object_is_refused(http: httpx2.Client, body: str) -> None:
    answer = http.post("responses", content=body)
    assert answer.status_code == 400
    assert "expected an object" in error_of(answer)["message"]


def test_errors_are_found_in_the_order_in_which_the_api_looks(http: httpx2.Client) -> None:
    """Model, then unknown keys, then input, then other checks, then what is stored."""
    body: dict[str, Any] = {
        "model": "gpt-0",
        "sto": True,
        "input": 5,
        "store": "yes",
        "previous_response_id": "resp_x",
    }
    seen = []
    for mended in ({}, {"model": MODEL}, {"sto": None}, {"input": "hello"}, {"store": True}):
        body = {name: value for name, value in {**body, **mended}.items() if value is not None}
        seen.append(error_of(http.post("responses", json=body))["param"])
    assert seen == ["model", "sto", "input", "store", "previous_response_id"]


def test_an_error_before_a_stream_begins_is_plain_json(http: httpx2.Client) -> None:
    answer = http.post("responses", json={**HELLO, "stream": True, "previous_response_id": "resp_x"})
    assert answer.status_code == 400
    assert error_of(answer)["code"] == "previous_response_not_found"


def test_a_stored_response_can_neither_be_cancelled_nor_streamed_again(http: httpx2.Client) -> None:
    made = http.post("responses", json=HELLO).json()["id"]
    cancelled = http.post(f"responses/{made}/cancel")
    assert (cancelled.status_code, error_of(cancelled)["message"]) == (
        400,
        "Cannot cancel a synchronous response.",
    )
    streamed = http.get(f"responses/{made}?stream=true")
    assert (streamed.status_code, error_of(streamed)["param"]) == (400, "stream")


def test_an_item_stands_only_once_in_a_context(http: httpx2.Client) -> None:
    made = http.post("responses", json=HELLO).json()
    item = made["output"][0]["id"]
    twice = {
        "model": MODEL,
        "input": [{"type": "item_reference", "id": item}],
        "previous_response_id": made["id"],
    }
    answer = http.post("responses", json=twice)
    assert answer.status_code == 400
    assert error_of(answer)["message"].startswith(f"Duplicate item found with id {item}.")


def test_a_context_over_the_window_is_refused_unless_it_may_be_truncated(http: httpx2.Client) -> None:
    item = {"role": "user", "content": "one two three four " * 20_000}
    wanted = {"model": MODEL, "store": False, "input": [item] * 6}
    answer = http.post("responses", json=wanted)
    assert answer.status_code == 400
    assert error_of(answer)["code"] == "context_length_exceeded"
    cut = http.post("responses", json={**wanted, "truncation": "auto"}).json()
    assert 0 < cut["usage"]["input_tokens"] <= 400_000
