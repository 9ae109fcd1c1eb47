from collections.abc import Iterator

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import OpenAI

from academy.sandbox import Sandbox
from academy.sandbox.paging import Page
from tests.sandbox.clients import MODEL, async_sdk, bare, sdk


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[OpenAI]:
    with sdk(sandbox, sandbox.issue_key("test")) as made:
        yield made


def filled(client: OpenAI, count: int) -> tuple[str, list[str]]:
    made = client.conversations.create()
    ids: list[str] = []
    while len(ids) < count:
        more = client.conversations.items.create(
            made.id,
            items=[
                {"role": "user", "content": f"item {len(ids) + at}"}
                for at in range(min(20, count - len(ids)))
            ],
        )
        ids += [str(item.id) for item in more.data]
    return made.id, ids


def test_the_sdk_walks_through_all_pages_in_both_orders(client: OpenAI) -> None:
    conversation, ids = filled(client, 47)
    for limit in (1, 7, 20, 47, 100):
        up = [item.id for item in client.conversations.items.list(conversation, order="asc", limit=limit)]
        down = [item.id for item in client.conversations.items.list(conversation, limit=limit)]
        assert up == ids
        assert down == ids[::-1]


def test_a_page_names_its_first_and_last_and_whether_there_is_more(sandbox: Sandbox, client: OpenAI) -> None:
    conversation, ids = filled(client, 25)
    with bare(sandbox, sandbox.issue_key("bare")) as http:
        path = f"conversations/{conversation}/items"
        default = http.get(path).json()
        assert [item["id"] for item in default["data"]] == ids[:-21:-1]
        assert (default["first_id"], default["last_id"], default["has_more"]) == (ids[-1], ids[5], True)
        last = http.get(path, params={"after": ids[5]}).json()
        assert [item["id"] for item in last["data"]] == ids[4::-1]
        assert last["has_more"] is False
        end = http.get(path, params={"after": ids[0]}).json()
        assert (end["data"], end["first_id"], end["last_id"], end["has_more"]) == ([], None, None, False)
        assert http.get(path, params={"after": "msg_x"}).status_code == 404


def test_input_items_give_the_newest_first_and_the_history_with_them(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="one")
    second = client.responses.create(model=MODEL, input="two", previous_response_id=first.id)
    newest = client.responses.input_items.list(second.id).data
    said = [item.content[0].to_dict()["text"] for item in newest if item.type == "message"]
    assert said == ["two", first.output_text, "one"]
    one_by_one = list(client.responses.input_items.list(second.id, order="asc", limit=1))
    assert [item.id for item in one_by_one] == [item.id for item in newest][::-1]
    with pytest.raises(openai.NotFoundError):
        client.responses.input_items.list(second.id, after="msg_x")


async def test_the_asynchronous_client_walks_too(sandbox: Sandbox, client: OpenAI) -> None:
    conversation, ids = filled(client, 9)
    async with async_sdk(sandbox, sandbox.issue_key("async")) as other:
        found = other.conversations.items.list(conversation, order="asc", limit=2)
        assert [item.id async for item in found] == ids


@given(count=st.integers(0, 40), limit=st.integers(1, 15), descending=st.booleans())
def test_pages_that_follow_their_cursor_are_the_list(count: int, limit: int, descending: bool) -> None:
    items = [{"id": str(at)} for at in range(count)]
    seen: list[str] = []
    after, more = None, True
    while more:
        page = Page(after, limit, descending).of(items)
        seen += [item["id"] for item in page["data"]]
        after, more = page["last_id"], page["has_more"]
    assert seen == [item["id"] for item in (items[::-1] if descending else items)]
