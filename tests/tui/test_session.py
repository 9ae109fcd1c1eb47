"""The session: what it loads when, what it keeps, what it closes."""

import asyncio
from pathlib import Path

import pytest

from academy.course.loader import load_course
from academy.course.outline import read_outline
from academy.log.error import LogError
from academy.tui.reloading import first_problem, kept, stamps
from academy.tui.session import Session
from tests.tui.hud_stage import lesson, two_lessons, write_course


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_HOME", str(tmp_path / "home"))


async def test_the_outline_shows_what_the_course_shows(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    session = Session(root, foreign=True)
    assert not session.loaded
    before = [(each.id, each.title, each.base_xp, len(each.section)) for each in session.outline.lessons]
    assert session.load.problems == ()
    after = [(each.id, each.title, each.base_xp, len(each.section)) for each in session.outline.lessons]
    assert before == after
    await session.close()


@pytest.mark.parametrize(
    "text", ["", "id = 5", "[[", 'id = "x"\ntitle = "X"', 'id = "a"\ntitle = "A\\u001b[31m"\nsection = 5']
)
def test_an_outline_leaves_out_what_it_cannot_read(tmp_path: Path, text: str) -> None:
    root = write_course(tmp_path / "course", lesson("alpha", 1), text)
    found = read_outline(root)
    assert found is not None
    assert [each.id for each in found.lessons] == ["alpha"]


def test_no_control_character_of_an_outline_reaches_the_terminal(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course", lesson("alpha", 1, "A\\u001b[31m"))
    found = read_outline(root)
    assert found is not None
    assert found.lessons[0].title.isprintable()


async def test_progress_is_there_before_the_course_and_stays_the_same(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    first = Session(root, foreign=True)
    first.journal.reading("beta", "two")
    await first.close()
    second = Session(root, foreign=True)
    early = second.progress
    assert not second.loaded
    assert early.last == ("beta", "two")
    assert second.journal.state == early
    await second.close()
    with pytest.raises(LogError):
        _ = second.progress
    assert second.last_progress.last == ("beta", "two")


async def test_a_change_is_noticed_once(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    session = Session(root, foreign=True)
    journal = session.journal
    assert not session.changed()
    (root / "lessons" / "gamma.toml").write_text(lesson("gamma", 3))
    assert session.changed()
    session.reload()
    assert not session.changed()
    assert session.journal is journal
    assert [each.id for each in journal.course.lessons] == ["alpha", "beta", "gamma"]
    await session.close()


def test_what_is_broken_now_stays_as_it_was_with_its_quiz(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    old = load_course(root)
    (root / "lessons" / "alpha.toml").write_text("[[")
    (root / "lessons" / "beta.toml").write_text(lesson("beta", 2, "New"))
    found = load_course(root)
    now = kept(old, found)
    assert now.course is not None
    assert [each.title for each in now.course.lessons] == ["Title of alpha", "New"]
    assert {each.id for each in now.course.quizzes} == {"alpha", "beta"}
    assert now.problems == found.problems
    assert first_problem(now.problems).startswith("alpha.toml:1:")


def test_what_is_gone_is_gone(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    old = load_course(root)
    (root / "lessons" / "alpha.toml").unlink()
    (root / "quizzes" / "alpha.toml").unlink()
    now = kept(old, load_course(root))
    assert now.course is not None
    assert [each.id for each in now.course.lessons] == ["beta"]


def test_a_folder_that_is_not_there_has_no_stamps(tmp_path: Path) -> None:
    assert stamps(tmp_path / "nowhere") == {}


async def test_the_sandbox_starts_once_for_all_and_ends_with_the_session(tmp_path: Path) -> None:
    session = Session(two_lessons(tmp_path / "course"), foreign=True)
    one, other = await asyncio.gather(session.runner(), session.runner())
    assert one is other
    assert session.sandbox is not None
    await session.close()
    assert session.sandbox is None


async def test_a_session_can_be_left_while_it_still_starts(tmp_path: Path) -> None:
    session = Session(two_lessons(tmp_path / "course"), foreign=True)
    starting = asyncio.create_task(session.runner())
    await asyncio.sleep(0)
    await session.close()
    await asyncio.gather(starting, return_exceptions=True)
    assert session.sandbox is None
