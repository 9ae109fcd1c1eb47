import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai import OpenAI
from openai.types.conversations import Message

from academy.sandbox import Line, Sandbox
from tests.sandbox.clients import MODEL, async_sdk, sdk

LONG = "all work and no play " * 30


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[OpenAI]:
    with sdk(sandbox, sandbox.issue_key("test", lines=[Line("long story", LONG)])) as made:
        yield made


def texts(client: OpenAI, conversation_id: str) -> list[str]:
    items = client.conversations.items.list(conversation_id, order="asc", limit=100)
    return [item.content[0].to_dict()["text"] for item in items if isinstance(item, Message)]  # type: ignore[misc]


def test_a_conversation_is_made_read_changed_and_deleted(client: OpenAI) -> None:
    made = client.conversations.create(metadata={"topic": "lamp"})
    assert client.conversations.retrieve(made.id).to_dict() == made.to_dict()
    assert made.id.startswith("conv_")
    assert len(made.id) == 53
    changed = client.conversations.update(made.id, metadata={"topic": "desk"})
    assert changed.metadata == {"topic": "desk"}
    assert client.conversations.retrieve(made.id).metadata == {"topic": "desk"}
    gone = client.conversations.delete(made.id)
    assert (gone.id, gone.object, gone.deleted) == (made.id, "conversation.deleted", True)
    for call in (client.conversations.retrieve, client.conversations.delete):
        with pytest.raises(openai.NotFoundError):
            call(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model=MODEL, input="hello", conversation=made.id)


def test_a_response_reads_the_conversation_and_adds_both_sides_of_the_turn(client: OpenAI) -> None:
    made = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}])
    answer = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id)
    assert "Ada" in answer.output_text
    assert answer.conversation is not None
    assert answer.conversation.id == made.id
    assert answer.id[5:21] == made.id[-16:]
    assert texts(client, made.id) == ["My name is Ada.", "What is my name?", answer.output_text]
    second = client.responses.create(
        model=MODEL, input="And who am I?", conversation={"id": made.id}, metadata={"turn": "2"}
    )
    assert second.usage is not None
    assert answer.usage is not None
    assert second.usage.input_tokens > answer.usage.input_tokens
    assert len(texts(client, made.id)) == 5


def test_a_chained_response_makes_no_conversation(client: OpenAI) -> None:
    first = client.responses.create(model=MODEL, input="hello")
    second = client.responses.create(model=MODEL, input="again", previous_response_id=first.id)
    assert first.conversation is None
    assert second.conversation is None


def test_a_response_of_a_conversation_can_be_continued_outside_it(client: OpenAI) -> None:
    made = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}])
    inside = client.responses.create(model=MODEL, input="hello", conversation=made.id)
    before = texts(client, made.id)
    outside = client.responses.create(model=MODEL, input="What is my name?", previous_response_id=inside.id)
    assert "Ada" in outside.output_text
    assert outside.conversation is None
    assert texts(client, made.id) == before


def test_without_store_history_is_read_and_nothing_written(client: OpenAI) -> None:
    made = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}])
    answer = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id, store=False)
    assert "Ada" in answer.output_text
    assert texts(client, made.id) == ["My name is Ada."]
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(answer.id)


def test_items_are_added_read_and_taken_out(client: OpenAI) -> None:
    made = client.conversations.create()
    assert client.conversations.items.list(made.id).data == []
    added = client.conversations.items.create(
        made.id,
        items=[
            {"role": "user", "content": "My name is Ada."},
            {"role": "user", "content": "My dog is Rex."},
        ],
    )
    first, second = (str(item.id) for item in added.data)
    assert (added.first_id, added.last_id, added.has_more) == (first, second, False)
    assert client.conversations.items.retrieve(first, conversation_id=made.id).id == first
    assert client.conversations.items.delete(first, conversation_id=made.id).id == made.id
    with pytest.raises(openai.NotFoundError, match=f"Item with id '{first}' not found in conversation."):
        client.conversations.items.retrieve(first, conversation_id=made.id)
    with pytest.raises(openai.NotFoundError):
        client.conversations.items.delete(first, conversation_id=made.id)
    assert texts(client, made.id) == ["My dog is Rex."]


def test_what_was_taken_out_or_added_by_hand_is_what_the_model_reads(client: OpenAI) -> None:
    made = client.conversations.create(items=[{"role": "user", "content": "My name is Ada."}])
    known = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id)
    assert "Ada" in known.output_text
    for item in client.conversations.items.list(made.id).data:
        client.conversations.items.delete(str(item.id), conversation_id=made.id)
    blank = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id)
    assert "Ada" not in blank.output_text
    client.conversations.items.create(made.id, items=[{"role": "user", "content": "My name is Bo."}])
    renamed = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id)
    assert "Bo" in renamed.output_text


def test_deleting_a_response_leaves_its_conversation_alone(client: OpenAI) -> None:
    made = client.conversations.create()
    answer = client.responses.create(model=MODEL, input="My name is Ada.", conversation=made.id)
    client.responses.delete(answer.id)
    assert texts(client, made.id)[0] == "My name is Ada."
    asked = client.responses.create(model=MODEL, input="What is my name?", conversation=made.id)
    assert "Ada" in asked.output_text


def test_deleting_a_conversation_leaves_its_responses_alone(client: OpenAI) -> None:
    made = client.conversations.create()
    answer = client.responses.create(model=MODEL, input="My name is Ada.", conversation=made.id)
    client.conversations.delete(made.id)
    assert client.responses.retrieve(answer.id).output_text == answer.output_text
    asked = client.responses.create(model=MODEL, input="What is my name?", previous_response_id=answer.id)
    assert "Ada" in asked.output_text


async def test_a_busy_conversation_is_locked_and_shows_nothing_until_the_end(
    sandbox: Sandbox, client: OpenAI
) -> None:
    made = client.conversations.create(items=[{"role": "user", "content": "hello"}])
    key = sandbox.issue_key("busy", lines=[Line("long story", LONG)])
    async with async_sdk(sandbox, key) as other:
        stream = await other.responses.create(
            model=MODEL, input="a long story", conversation=made.id, stream=True
        )
        first = await anext(stream)
        assert first.type == "response.created"
        with pytest.raises(openai.BadRequestError) as caught:
            await other.responses.create(model=MODEL, input="hello", conversation=made.id)
        assert (caught.value.code, caught.value.param) == ("conversation_locked", "conversation")
        assert len((await other.conversations.items.list(made.id)).data) == 1
        assert [event async for event in stream][-1].type == "response.completed"
        assert len((await other.conversations.items.list(made.id)).data) == 3
        await other.responses.create(model=MODEL, input="hello", conversation=made.id)


async def test_of_many_at_once_all_that_are_answered_stand_in_the_conversation_and_the_others_are_locked_out(
    sandbox: Sandbox,
) -> None:
    async with async_sdk(sandbox, sandbox.issue_key("many")) as client:
        made = await client.conversations.create()
        results = await asyncio.gather(
            *(
                client.responses.create(model=MODEL, input=f"My number is {n}.", conversation=made.id)
                for n in range(12)
            ),
            return_exceptions=True,
        )
        answered = [one for one in results if not isinstance(one, BaseException)]
        refused = [one for one in results if isinstance(one, openai.BadRequestError)]
        assert answered
        assert refused
        assert len(answered) + len(refused) == 12
        assert {error.code for error in refused} == {"conversation_locked"}
        items = [item async for item in client.conversations.items.list(made.id, order="asc")]
        assert len(items) == 2 * len(answered)
        assert [item.role for item in items if isinstance(item, Message)] == ["user", "assistant"] * len(
            answered
        )


async def test_a_reader_that_goes_away_leaves_nothing_behind_and_no_lock(sandbox: Sandbox) -> None:
    key = sandbox.issue_key("gone", lines=[Line("long story", LONG)])
    async with async_sdk(sandbox, key) as client:
        made = await client.conversations.create()
        stream = await client.responses.create(
            model=MODEL, input="a long story", conversation=made.id, stream=True
        )
        created = await anext(stream)
        assert created.type == "response.created"
        await stream.close()
        for _ in range(500):
            with contextlib.suppress(openai.BadRequestError):
                await client.responses.create(model=MODEL, input="hello", conversation=made.id)
                break
        else:
            pytest.fail("the conversation stayed locked")
        assert len((await client.conversations.items.list(made.id)).data) == 2
        with pytest.raises(openai.NotFoundError):
            await client.responses.retrieve(created.response.id)


async def test_the_lock_holds_between_two_programs_on_one_file(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "s.db") as one, Sandbox(tmp_path / "s.db") as two:
        writer = async_sdk(one, one.issue_key("one", lines=[Line("long story", LONG)]))
        reader = async_sdk(two, two.issue_key("two"))
        async with writer, reader:
            made = await writer.conversations.create()
            stream = await writer.responses.create(
                model=MODEL, input="a long story", conversation=made.id, stream=True
            )
            await anext(stream)
            with pytest.raises(openai.BadRequestError) as caught:
                await reader.responses.create(model=MODEL, input="hello", conversation=made.id)
            assert caught.value.code == "conversation_locked"
            last = [event async for event in stream][-1]
            assert last.type == "response.completed"
            await reader.responses.create(model=MODEL, input="hello", conversation=made.id)
            assert len((await writer.conversations.items.list(made.id)).data) == 4


async def test_a_conversation_deleted_while_it_is_answered_ends_the_stream_with_an_error(
    sandbox: Sandbox,
) -> None:
    key = sandbox.issue_key("deleted", lines=[Line("long story", LONG)])
    async with async_sdk(sandbox, key) as client:
        made = await client.conversations.create()
        stream = await client.responses.create(
            model=MODEL, input="a long story", conversation=made.id, stream=True
        )
        created = await anext(stream)
        await client.conversations.delete(made.id)
        with pytest.raises(openai.APIError, match="not found"):
            async for _ in stream:
                pass
        assert created.type == "response.created"
        with pytest.raises(openai.NotFoundError):
            await client.responses.retrieve(created.response.id)
