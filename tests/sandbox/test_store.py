"""What outlives a program, and what two of them on one file see of each other."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.sandbox import Sandbox, SandboxError
from academy.sandbox.storage.conversations import Conversations, LeaseLostError
from academy.sandbox.storage.leases import SECONDS, Leases
from academy.sandbox.storage.responses import Responses
from academy.sandbox.storage.store import Store, empty
from academy.sandbox.storage.turns import Item, ParentGoneError, Turn
from tests.sandbox.clients import MODEL, sdk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "sandbox.db"


def item(name: str) -> Item:
    return {"id": name, "type": "message", "role": "user", "content": []}


def body(name: str) -> dict[str, object]:
    return {"id": name, "created_at": 1.0}


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_a_chain_begun_yesterday_continues_today(path: Path) -> None:
    with Sandbox(path) as yesterday, sdk(yesterday, yesterday.issue_key("a")) as client:
        first = client.responses.create(model=MODEL, input="My name is Ada.")
        second = client.responses.create(model=MODEL, input="hello", previous_response_id=first.id)
        talk = client.conversations.create(items=[{"role": "user", "content": "My dog is Rex."}])
        client.responses.create(model=MODEL, input="hello", conversation=talk.id)
    with Sandbox(path) as today, sdk(today, today.issue_key("b")) as client:
        assert client.responses.retrieve(first.id).to_dict() == first.to_dict()
        third = client.responses.create(model=MODEL, input="What is my name?", previous_response_id=second.id)
        assert "Ada" in third.output_text
        assert third.usage is not None
        assert second.usage is not None
        assert third.usage.input_tokens > second.usage.input_tokens
        asked = client.responses.create(model=MODEL, input="What is my dog?", conversation=talk.id)
        assert "Rex" in asked.output_text
        assert len(today.state().responses) == 5


def test_two_programs_on_one_file_continue_each_others_chains(path: Path) -> None:
    with (
        Sandbox(path) as one,
        Sandbox(path) as two,
        sdk(one, one.issue_key("one")) as left,
        sdk(two, two.issue_key("two")) as right,
    ):
        last = left.responses.create(model=MODEL, input="My name is Ada.")
        for client in (right, left, right):
            last = client.responses.create(model=MODEL, input="hello", previous_response_id=last.id)
        assert (
            "Ada"
            in left.responses.create(
                model=MODEL, input="What is my name?", previous_response_id=last.id
            ).output_text
        )
        right.responses.delete(last.id)
        with pytest.raises(openai.BadRequestError) as caught:
            left.responses.create(model=MODEL, input="and?", previous_response_id=last.id)
        assert caught.value.code == "previous_response_not_found"


def test_programs_that_write_at_once_lose_nothing(path: Path) -> None:
    with Sandbox(path) as one, Sandbox(path) as two:
        clients = [(one, one.issue_key("x")), (two, two.issue_key("x"))] * 3

        def write(at: int) -> list[str]:
            sandbox, key = clients[at]
            previous: str | None = None
            made = []
            with sdk(sandbox, key) as client:
                for turn in range(10):
                    previous = client.responses.create(
                        model=MODEL, input=f"turn {turn}", previous_response_id=previous
                    ).id
                    made.append(previous)
            return made

        with ThreadPoolExecutor(6) as pool:
            made = {name for names in pool.map(write, range(6)) for name in names}
        assert {one.id for one in one.state().responses} == made == {one.id for one in two.state().responses}


def test_resetting_one_program_empties_the_other_and_both_go_on(path: Path) -> None:
    with (
        Sandbox(path) as one,
        Sandbox(path) as two,
        sdk(one, one.issue_key("one")) as left,
        sdk(two, two.issue_key("two")) as right,
    ):
        first = left.responses.create(model=MODEL, input="My name is Ada.")
        two.reset()
        with pytest.raises(openai.NotFoundError):
            left.responses.retrieve(first.id)
        fresh = right.responses.create(model=MODEL, input="hello")
        asked = left.responses.create(model=MODEL, input="What is my name?", previous_response_id=fresh.id)
        assert "Ada" not in asked.output_text


def test_a_store_in_memory_ends_with_its_sandbox() -> None:
    sandbox = Sandbox(None)
    with sandbox, sdk(sandbox, sandbox.issue_key("a")) as client:
        client.responses.create(model=MODEL, input="hello")
        assert len(sandbox.state().responses) == 1
    with sandbox:
        assert sandbox.state().responses == ()


def test_a_file_that_is_no_store_is_named_with_its_remedy(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("this is no database, and it is long enough to be looked at as one" * 20)
    with pytest.raises(SandboxError, match="damaged") as caught:
        Sandbox(path).start()
    assert str(path) in caught.value.message
    assert "--reset" in caught.value.remedy
    aside = empty(path)
    assert aside is not None
    assert aside.read_text().startswith("this is no database")
    with Sandbox(path) as sandbox:
        assert sandbox.state().responses == ()
    assert empty(path) is None


def test_a_file_from_the_future_and_a_place_that_cannot_be_written_are_named(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SandboxError, match="later academy"):
        Sandbox(path).start()
    with pytest.raises(SandboxError, match="cannot"):
        Sandbox(path / "below a file" / "s.db").start()
    with pytest.raises(SandboxError, match="cannot open"):
        Sandbox(path.parent).start()


def test_a_first_start_that_was_killed_half_way_is_taken_up(path: Path) -> None:
    path.parent.mkdir()
    sqlite3.connect(path).close()
    with Sandbox(path) as sandbox:
        assert sandbox.state().responses == ()


def test_turns_that_nothing_needs_go_and_those_that_are_continued_stay(path: Path) -> None:
    with closing(Store(path)) as store:
        responses = Responses(store)
        one = responses.add(body("one"), Turn(None, (item("a"),), (item("b"),)))
        two = responses.add(body("two"), Turn(one, (item("c"),)))
        branch = responses.add(body("branch"), Turn(one, (item("d"),)))
        assert responses.delete("one")
        assert not responses.delete("one")
        assert [found["id"] for found in responses.context(two)] == ["a", "b", "c"]
        assert responses.delete("two")
        assert [found["id"] for found in responses.context(branch)] == ["a", "b", "d"]
        assert count(path, "turn") == 2
        assert responses.delete("branch")
        assert (count(path, "turn"), count(path, "item")) == (0, 0)
        with pytest.raises(ParentGoneError):
            responses.add(body("late"), Turn(two, (item("e"),)))
        assert count(path, "response") == 0


def test_the_number_of_a_turn_is_never_used_again(path: Path) -> None:
    with closing(Store(path)) as store:
        responses = Responses(store)
        first = responses.add(body("one"), Turn(None, (item("a"),)))
        responses.delete("one")
        second = responses.add(body("two"), Turn(None, (item("a"),)))
        store.reset()
        third = responses.add(body("three"), Turn(None, (item("a"),)))
        assert first < second < third


def test_a_lease_is_for_one_and_runs_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(path)) as store, closing(Store(path)) as other:
        mine, theirs = Leases(store), Leases(other)
        assert mine.take("conv_a", "me")
        assert mine.take("conv_a", "me")
        assert not theirs.take("conv_a", "you")
        assert theirs.take("conv_b", "you")
        theirs.give_back("conv_a", "you")
        assert not theirs.take("conv_a", "you")
        mine.give_back("conv_a", "me")
        assert theirs.take("conv_a", "you")
        import time

        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + SECONDS + 1)
        assert mine.take("conv_a", "me")
        monkeypatch.setattr(time, "time", lambda: now - 3_600)
        assert theirs.take("conv_a", "you")


def test_who_lost_the_lease_writes_nothing(path: Path) -> None:
    with closing(Store(path)) as store:
        conversations, leases = Conversations(store), Leases(store)
        conversations.add("conv_a", 1.0, {}, ())
        turn = Turn(None, (item("a"),), (item("b"),))
        with pytest.raises(LeaseLostError):
            conversations.add_response("conv_a", "me", body("one"), turn)
        leases.take("conv_a", "me")
        conversations.delete("conv_a")
        with pytest.raises(LeaseLostError):
            conversations.add_response("conv_a", "me", body("one"), turn)
        assert (count(path, "response"), count(path, "conversation_item")) == (0, 0)


def test_items_that_come_while_the_model_speaks_are_not_lost(path: Path) -> None:
    with closing(Store(path)) as store:
        conversations, leases, responses = Conversations(store), Leases(store), Responses(store)
        conversations.add("conv_a", 1.0, {}, ())
        leases.take("conv_a", "me")
        assert conversations.head("conv_a") is None
        conversations.append("conv_a", [item("between")])
        conversations.add_response("conv_a", "me", body("one"), Turn(None, (item("a"),), (item("b"),)))
        assert [found["id"] for found in conversations.items("conv_a")] == ["between", "a", "b"]
        head = conversations.head("conv_a")
        assert head is not None
        assert [found["id"] for found in responses.context(head)] == ["between", "a", "b"]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 3)),
        st.tuples(st.just("respond"), st.integers(0, 2)),
        st.tuples(st.just("delete"), st.integers(0, 20)),
        st.tuples(st.just("forget"), st.integers(0, 20)),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(steps=steps)
def test_the_context_of_a_conversation_is_always_its_items(steps: list[tuple[str, int]]) -> None:
    """Whatever was appended, answered or taken out, in whatever order: what the model reads is what is listed."""
    with closing(Store(None)) as store:
        conversations, leases, responses = Conversations(store), Leases(store), Responses(store)
        conversations.add("conv_a", 1.0, {}, ())
        leases.take("conv_a", "me")
        expected: list[str] = []
        answered: list[str] = []
        for at, (kind, number) in enumerate(steps):
            names = [f"{at}-{one}" for one in range(number)]
            if kind == "append":
                conversations.append("conv_a", [item(name) for name in names])
                expected += names
            elif kind == "respond":
                parent = conversations.head("conv_a")
                turn = Turn(parent, tuple(item(name) for name in names), (item(f"{at}-out"),))
                conversations.add_response("conv_a", "me", body(f"resp_{at}"), turn)
                expected += [*names, f"{at}-out"]
                answered.append(f"resp_{at}")
            elif kind == "delete" and expected:
                gone = expected.pop(number % len(expected))
                assert conversations.delete_item("conv_a", gone)
            elif kind == "forget" and answered:
                assert responses.delete(answered.pop(number % len(answered)))
        head = conversations.head("conv_a")
        context = [] if head is None else [found["id"] for found in responses.context(head)]
        assert context == expected == [found["id"] for found in conversations.items("conv_a")]
