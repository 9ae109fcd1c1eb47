"""Progress is a pure function of events: any order, any repetition, anything malformed among them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.log.codec import timestamp
from academy.log.event import Event
from academy.progress.attempts import attempts_of
from academy.progress.fold import Progress, fold
from tests.log.making import BEGIN, event
from tests.progress.making import NOON, Clock, journal, take
from tests.quiz.making import course, question, quiz

QUIZ = quiz(question("one", "a"), question("two", "b"))
COURSE = course([QUIZ])
KINDS = (
    "lesson-opened", "section-read", "demo-run", "attempt-started", "answer", "attempt-finished", "option-set", "new"
)  # fmt: skip
JUNK = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
VALUES = st.one_of(
    JUNK,
    st.lists(JUNK, max_size=3),
    st.sampled_from(["1/2", "5/6", "7/5", "1/0", "1e999999999", "a-lesson", "x", "one", "a"]),
    st.integers(0, 300),
)
NAMES = (
    "lesson", "xp", "entitled", "fraction", "flawless_first", "passed", "missed", "attempt", "number",
    "questions", "response", "value", "ok",
)  # fmt: skip
DATA = st.dictionaries(st.sampled_from(NAMES), VALUES)
DAYS = st.sampled_from(["2026-05-09", "2026-05-10", "2026-05-11", "2026-13-99", "someday"])
ITEMS = st.sampled_from(["a-lesson", "a-lesson#one", "a-quiz", "a-quiz#one", "gone#gone", "streak", "", "#"])
EVENTS = st.lists(
    st.builds(
        Event,
        id=st.uuids().map(str),
        at=st.integers(0, 3).map(lambda n: event(n).at),
        day=DAYS,
        learner=st.just("me"),
        course=st.sampled_from(["a-course", "another", ""]),
        kind=st.sampled_from(KINDS),
        item=ITEMS,
        version=st.just(""),
        data=DATA,
    ),
    max_size=12,
    unique_by=lambda each: each.id,
)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, ...]:
    """What a learner did on three days."""
    clock = Clock()
    with journal(tmp_path_factory.mktemp("history") / "log.db", COURSE, clock=clock) as one:
        one.opened("a-lesson")
        one.reading("a-lesson", "two")
        one.ran_demo("a-lesson", "a-demo", True)
        for responses in (("a", "c"), ("c", "c"), ("a", "b")):
            take(one, *responses)
            clock.move(days=1)
        one.set_option("theme", "dark")
        one.reading("another-lesson", "three")
        return one.log.events()


def test_nothing_done_is_level_one() -> None:
    assert fold([], COURSE) == Progress(lessons=fold([], COURSE).lessons)
    assert {name: lesson.status for name, lesson in fold([], COURSE).lessons.items()} == {
        "a-lesson": "new",
        "another-lesson": "new",
    }


def test_a_history(history: tuple[Event, ...]) -> None:
    progress = fold(history, COURSE, NOON.date())
    assert (progress.xp, progress.level, progress.level_floor, progress.next_level) == (250, 2, 200, 600)
    assert progress.options == {"theme": "dark"}
    assert progress.last == ("another-lesson", "three")
    lesson = progress.lessons["a-lesson"]
    assert (lesson.status, lesson.best, lesson.xp, lesson.section) == ("passed", 1.0, 250, "two")
    assert (lesson.demos_run, lesson.attempts, lesson.missed) == (frozenset({"a-demo"}), 3, ())
    assert progress.lessons["another-lesson"].status == "reading"


@given(data=st.data())
def test_order_and_repetition_do_not_matter(history: tuple[Event, ...], data: st.DataObject) -> None:
    again = data.draw(st.permutations([*history, *data.draw(st.lists(st.sampled_from(history)))]))
    assert fold(again, COURSE) == fold(history, COURSE)
    assert attempts_of(again, "a-course", "a-quiz") == attempts_of(history, "a-course", "a-quiz")


@given(EVENTS, st.data())
def test_whatever_stands_in_events_folds_to_the_same_in_any_order(
    events: list[Event], data: st.DataObject
) -> None:
    progress = fold(events, COURSE, date(2026, 5, 11))
    assert fold(data.draw(st.permutations(events)), COURSE, date(2026, 5, 11)) == progress
    assert progress.level_floor <= progress.xp < progress.next_level
    assert progress.xp >= 0
    assert all(0 <= lesson.best <= 1 for lesson in progress.lessons.values())
    for record in attempts_of(events, "a-course", "a-quiz"):
        assert 0 <= record.attempt(QUIZ).share <= 1


def test_what_happened_in_one_moment_has_one_order_too() -> None:
    one, two = (
        Event(name, timestamp(BEGIN), "2026-05-11", "me", "a-course", "section-read", f"a-lesson#{name}")
        for name in ("one", "two")
    )
    assert fold([one, two], COURSE) == fold([two, one], COURSE)


@given(EVENTS, EVENTS)
def test_more_events_never_make_it_less(events: list[Event], more: list[Event]) -> None:
    before, after = fold(events, COURSE), fold([*events, *more], COURSE)
    assert after.xp >= before.xp
    for name, lesson in before.lessons.items():
        assert after.lessons[name].xp >= lesson.xp
        assert after.lessons[name].best >= lesson.best
        assert after.lessons[name].attempts >= lesson.attempts
        assert lesson.status != "passed" or after.lessons[name].status == "passed"


def test_one_continues_at_what_there_still_is() -> None:
    read = Event("1", timestamp(BEGIN), "2026-05-11", "me", "a-course", "section-read", "a-lesson#gone")
    assert fold([read], COURSE).last == ("a-lesson", "one")
    gone = Event("2", event(1).at, "2026-05-11", "me", "a-course", "section-read", "gone#gone")
    assert fold([read, gone], COURSE).last == ("a-lesson", "one")
    assert fold([gone], COURSE).last is None


def test_a_lesson_that_is_gone_keeps_its_xp(tmp_path: Path, history: tuple[Event, ...]) -> None:
    bare = course([]).model_copy(update={"lessons": ()})
    progress = fold(history, bare)
    assert progress.xp == progress.lessons["a-lesson"].xp == 250
