"""Whatever the body: an answer of the API's shape, never a 500."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.sandbox import Sandbox
from academy.sandbox.chat_parameters import CHECKS as CHAT_CHECKS
from academy.sandbox.parameters import CHECKS
from tests.sandbox.clients import MODEL, bare

FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["user", "message", "assistant", "input_text", "item_reference", "auto", "resp_x"])
)
names = st.sampled_from(["type", "role", "content", "text", "id", "format", "effort", "summary"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(names | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)
parts = st.fixed_dictionaries({}, optional={"type": scalars, "text": values, "refusal": values})
items = st.fixed_dictionaries(
    {}, optional={"type": scalars, "role": scalars, "id": values, "content": values | st.lists(parts)}
)
inputs = values | st.lists(items, max_size=4)
responses = st.fixed_dictionaries(
    {}, optional={"model": st.just(MODEL) | values, "input": inputs, **dict.fromkeys(CHECKS, values)}
)
chats = st.fixed_dictionaries(
    {}, optional={"model": st.just(MODEL), "messages": inputs, **dict.fromkeys(CHAT_CHECKS, values)}
)
conversations = st.fixed_dictionaries({}, optional={"items": inputs, "metadata": values})


@pytest.fixture(scope="module")
def http() -> Iterator[httpx2.Client]:
    with Sandbox(None) as sandbox, bare(sandbox, sandbox.issue_key("fuzz")) as client:
        yield client


@pytest.fixture(scope="module")
def conversation(http: httpx2.Client) -> str:
    return str(http.post("conversations", json={}).json()["id"])


def answered(http: httpx2.Client, method: str, path: str, body: bytes) -> None:
    answer = http.request(method, path, content=body)
    assert answer.status_code in {200, 400, 404}, answer.text
    if answer.status_code == 200:
        return
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


@FUZZ
@given(body=st.one_of(responses, values))
def test_responses(http: httpx2.Client, body: Any) -> None:
    answered(http, "POST", "responses", json.dumps(body).encode())


@FUZZ
@given(items=st.lists(items, min_size=1, max_size=4))
def test_input_items(http: httpx2.Client, items: Any) -> None:
    answered(http, "POST", "responses", json.dumps({"model": MODEL, "input": items}).encode())


@FUZZ
@given(body=st.one_of(chats, values))
def test_chats(http: httpx2.Client, body: Any) -> None:
    answered(http, "POST", "chat/completions", json.dumps(body).encode())


@FUZZ
@given(body=st.one_of(conversations, values))
def test_conversations(http: httpx2.Client, conversation: str, body: Any) -> None:
    raw = json.dumps(body).encode()
    for path in ("conversations", f"conversations/{conversation}", f"conversations/{conversation}/items"):
        answered(http, "POST", path, raw)


@FUZZ
@given(body=st.binary(max_size=200))
def test_bytes(http: httpx2.Client, body: bytes) -> None:
    answered(http, "POST", "responses", body)


@FUZZ
@given(name=st.sampled_from(["limit", "order", "after", "include[]", "x"]), value=st.text(max_size=20))
def test_queries(http: httpx2.Client, conversation: str, name: str, value: str) -> None:
    answer = http.get(f"conversations/{conversation}/items", params={name: value})
    assert answer.status_code in {200, 400, 404}, answer.text


@FUZZ
@given(path=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_paths(http: httpx2.Client, path: str) -> None:
    answer = http.get(f"responses/{httpx2.QueryParams({'x': path})}"[:80])
    assert answer.status_code in {400, 404}, answer.text
