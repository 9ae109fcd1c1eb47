"""What a learner does becomes events, and what is paid is paid once."""

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.progress import levels, xp
from academy.progress.facts import ANSWERED, FINISHED, STARTED
from academy.quiz.attempt import Attempt
from tests.progress.making import NOON, Clock, journal, take
from tests.quiz.making import course, question, quiz, quizzes, responses

QUIZ = quiz(question("one", "a"), question("two", "b"), question("three", "ab", kind="multiple"))
COURSE = course([QUIZ, quiz(question("one", "a"), name="alone", lesson=None)])


def test_a_flawless_first_attempt_pays_everything_and_the_bonus(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        _, award = take(one, "a", "b", "ab")
        assert (award.xp_paid, award.flawless_bonus, award.fraction) == (300, 50, 1.0)
        assert (award.level_before, award.level_after) == (1, 2)
        _, again = take(one, "a", "b", "ab")
        assert (again.xp_paid, again.flawless_bonus) == (0, 0)
        assert one.state.xp == one.state.lessons["a-lesson"].xp == 300
        assert one.state.lessons["a-lesson"].status == "passed"
        assert one.state.lessons["a-lesson"].attempts == 2


def test_a_better_attempt_pays_the_difference_and_a_worse_one_nothing(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        assert take(one, "a", "c", "c")[1].xp_paid == 83
        assert take(one, "a", "b", "a")[1].xp_paid == 208 - 83
        assert take(one, "c", "c", "c")[1].xp_paid == 0
        assert take(one, "a", "b", "ab")[1].xp_paid == 250 - 208
        state = one.state.lessons["a-lesson"]
        assert (state.xp, state.best, state.status, state.missed) == (250, 1.0, "passed", ())


def test_the_last_attempt_says_what_was_missed_and_the_best_one_counts(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        take(one, "a", "b", "ab")
        take(one, "a", "c", "a")
        state = one.state.lessons["a-lesson"]
        assert (state.missed, state.best, state.status) == (("two", "three"), 1.0, "passed")


def test_a_quiz_without_a_lesson_pays_nothing(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        assert take(one, "a", quiz="alone")[1].xp_paid == 0
        assert one.state.xp == 0
        assert set(one.state.lessons) == {"a-lesson", "another-lesson"}


def test_finishing_twice_pays_once(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one, journal(tmp_path / "log.db", COURSE) as other:
        attempt, _ = take(one, "a", "b", "ab")
        assert one.finish(attempt).xp_paid == 0
        assert other.finish(attempt).xp_paid == 0
        assert other.state.xp == 300
        assert [each.kind for each in one.log.events()].count(FINISHED) == 1


def test_an_open_attempt_cannot_be_finished(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one, pytest.raises(ValueError, match="open questions"):
        one.finish(one.start_attempt("a-quiz"))


def test_an_unknown_quiz_is_a_keyerror(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one, pytest.raises(KeyError):
        one.start_attempt("no-quiz")


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_xp_never_falls_and_nothing_is_paid_twice(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    asked = data.draw(quizzes())
    base_xp = data.draw(st.integers(0, 400))
    best, flawless, total = 0, False, 0
    with journal(tmp_path_factory.mktemp("log") / "log.db", course([asked], base_xp=base_xp)) as one:
        for number in range(1, data.draw(st.integers(1, 5)) + 1):
            attempt = one.start_attempt(asked.id)
            assert attempt.number == number
            while (current := attempt.current) is not None:
                attempt, _ = one.answer(attempt, data.draw(responses(current)))
            award = one.finish(attempt)
            best = max(best, xp.round_half_up(base_xp * attempt.share))
            flawless = flawless or (number == 1 and attempt.flawless)
            assert award.xp_paid >= 0
            assert total + award.xp_paid == best + (50 if flawless else 0)
            assert award.level_before == levels.level_of(total)
            total += award.xp_paid
            assert award.level_after == one.state.level == levels.level_of(total)
            assert one.state.xp == total


def test_a_lesson_that_is_worth_less_now_takes_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        take(one, "a", "b", "ab")
    with journal(path, course([QUIZ], base_xp=100)) as one:
        assert take(one, "a", "b", "ab")[1].xp_paid == 0
        assert one.state.xp == 300
    with journal(path, course([QUIZ], base_xp=400)) as one:
        assert take(one, "c", "c", "c")[1].xp_paid == 150
        assert one.state.xp == 450


def test_two_machines_brought_together_are_not_paid_for_the_same_thing(tmp_path: Path) -> None:
    with (
        journal(tmp_path / "one.db", COURSE) as one,
        journal(tmp_path / "two.db", COURSE, clock=Clock()) as two,
    ):
        take(one, "a", "b", "ab")
        take(two, "a", "c", "c")
        before = one.state.xp
        one.log.absorb(two.log.events())
        assert one.state.xp == before == 300
        two.log.absorb(one.log.events())
        assert two.state.xp == 300


def test_an_interrupted_attempt_is_taken_up_at_the_same_question(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        attempt, _ = one.answer(one.start_attempt("a-quiz"), "a")
    with journal(path, COURSE) as one:
        resumed = one.start_attempt("a-quiz")
        assert resumed == attempt
        assert resumed.current == QUIZ.question[1]
        for response in ("b", "ab"):
            resumed, _ = one.answer(resumed, response)
        assert one.finish(resumed).flawless_bonus == 50
        assert one.start_attempt("a-quiz").number == 2


def test_all_answered_but_not_closed_is_taken_up_too(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        attempt = one.start_attempt("a-quiz")
        for response in ("a", "b", "ab"):
            attempt, _ = one.answer(attempt, response)
        resumed = one.start_attempt("a-quiz")
        assert resumed.finished
        assert one.finish(resumed).xp_paid == 300


def test_an_answer_given_in_another_window_first_stands(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one, journal(tmp_path / "log.db", COURSE) as other:
        mine, theirs = one.start_attempt("a-quiz"), other.start_attempt("a-quiz")
        assert mine == theirs
        mine, score = one.answer(mine, "c")
        theirs, other_score = other.answer(theirs, "a")
        assert mine.answers == theirs.answers == {"one": ("c",)}
        assert not score.correct
        assert not other_score.correct
        theirs, _ = other.answer(theirs, "b")
        mine, _ = one.answer(mine, "b")
        assert mine.answers == theirs.answers == {"one": ("c",), "two": ("b",)}
        assert [each.kind for each in one.log.events()] == [STARTED, ANSWERED, ANSWERED]


def test_options_that_are_gone_after_an_edit_are_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        attempt = one.start_attempt("a-quiz")
        for response in ("c", "b"):
            attempt, _ = one.answer(attempt, response)
    edited = quiz(question("one", "a", options=2), *QUIZ.question[1:])
    with journal(path, course([edited])) as one:
        resumed = one.start_attempt("a-quiz")
        assert resumed.answers == {"two": ("b",)}
        assert resumed.current == edited.question[0]
        resumed, score = one.answer(resumed, "a")
        assert score.correct
        resumed, _ = one.answer(resumed, "ab")
        assert one.finish(resumed).xp_paid == 300


def test_a_reset_in_another_window_costs_no_answer_its_feedback(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one, journal(tmp_path / "log.db", COURSE) as other:
        attempt, _ = one.answer(one.start_attempt("a-quiz"), "a")
        other.log.set_aside()
        attempt, score = one.answer(attempt, "b")
        assert score.correct
        assert attempt.current == QUIZ.question[2]


def test_shuffled_options_stay_where_they_were_when_resumed(tmp_path: Path) -> None:
    six = quiz(question("one", "a", options=6), question("two", "a"))
    path = tmp_path / "log.db"
    with journal(path, course([six])) as one:
        take(one, "a", "a")
        second = one.start_attempt("a-quiz")
    with journal(path, course([six])) as one:
        resumed = one.start_attempt("a-quiz")
        assert [resumed.options(each) for each in six.question] == [
            second.options(each) for each in six.question
        ]


def test_events_carry_learner_course_version_and_item(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE, versions={"a-quiz": "abc"}) as one:
        one.opened("a-lesson")
        one.reading("a-lesson", "two")
        one.ran_demo("a-lesson", "a-demo", True)
        take(one, "a", "c", "a")
        events = one.log.events()
        assert {(each.learner, each.course, each.day) for each in events} == {
            (one.log.learner, "a-course", "2026-05-11")
        }
        assert [(each.kind, each.item, each.version) for each in events] == [
            ("lesson-opened", "a-lesson", ""),
            ("section-read", "a-lesson#two", ""),
            ("demo-run", "a-lesson#a-demo", ""),
            ("attempt-started", "a-quiz", "abc"),
            ("answer", "a-quiz#one", "abc"),
            ("answer", "a-quiz#two", "abc"),
            ("answer", "a-quiz#three", "abc"),
            ("attempt-finished", "a-quiz", "abc"),
        ]
        answer, finished = events[-2].data, events[-1].data
        assert (answer["response"], answer["points"], answer["max_points"]) == (["a"], 0.5, 1)
        assert answer["attempt"] == finished["attempt"]
        assert (finished["fraction"], finished["xp"], finished["entitled"]) == ("1/2", 125, 125)
        assert (finished["missed"], finished["passed"], finished["base_xp"]) == (["two", "three"], False, 250)


def test_where_reading_stopped_is_written_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        one.opened("a-lesson")
        assert one.state.last == ("a-lesson", "one")
        for section in ("one", "one", "two", "two"):
            one.reading("a-lesson", section)
        assert len(one.log.events()) == 3
        one.opened("another-lesson")
        one.reading("another-lesson", "one")
        one.reading("a-lesson", "two")
        assert one.state.last == ("a-lesson", "two")
    with journal(path, COURSE) as one:
        assert one.state.last == ("a-lesson", "two")
        assert one.state.lessons["another-lesson"].section == "one"
        assert one.state.lessons["a-lesson"].status == "reading"


def test_a_clock_put_back_changes_no_order(tmp_path: Path) -> None:
    clock = Clock()
    with journal(tmp_path / "log.db", COURSE, clock=clock) as one:
        one.reading("a-lesson", "one")
        clock.move(days=-30)
        one.reading("a-lesson", "three")
        attempt, _ = one.answer(one.start_attempt("a-quiz"), "a")
        clock.move(hours=-1)
        attempt, _ = one.answer(attempt, "b")
        assert one.start_attempt("a-quiz") == attempt
        assert one.state.last == ("a-lesson", "three")
        assert one.log.events()[-1].day == "2026-04-11"


def test_the_streak_counts_local_dates_and_can_be_switched_off(tmp_path: Path) -> None:
    clock = Clock()
    clock.moment = NOON.astimezone(timezone(timedelta(hours=13)))
    with journal(tmp_path / "log.db", COURSE, clock=clock) as one:
        for section in ("one", "two", "three"):
            one.reading("a-lesson", section)
            clock.move(days=1)
        assert one.log.events()[0].day == "2026-05-12"
        assert (one.state.streak, one.state.streak_on) == (3, True)
        one.set_option("streak", False)
        assert (one.state.streak, one.state.streak_on) == (0, False)
        clock.move(days=2)
        one.set_option("streak", True)
        assert one.state.streak == 0
        one.opened("a-lesson")
        assert one.state.streak == 1


def test_options_are_kept_for_every_course(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        one.set_option("theme", "dark")
        one.set_option("theme", {"name": "light"})
        with pytest.raises(ValueError, match="JSON"):
            one.set_option("theme", object())
    with journal(path, course([], name="another")) as one:
        assert one.state.options == {"theme": {"name": "light"}}


def test_a_course_has_its_own_lessons_and_all_courses_one_level(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with journal(path, COURSE) as one:
        take(one, "a", "b", "ab")
    with journal(path, course([QUIZ], name="another")) as one:
        assert (one.state.xp, one.state.lessons["a-lesson"].xp, one.state.last) == (300, 0, None)
        assert one.start_attempt("a-quiz").number == 1


def test_the_state_is_folded_anew_only_when_something_happened(tmp_path: Path) -> None:
    clock = Clock()
    with (
        journal(tmp_path / "log.db", COURSE, clock=clock) as one,
        journal(tmp_path / "log.db", COURSE) as other,
    ):
        before = one.state
        assert one.state is before
        other.opened("a-lesson")
        assert one.state.last == ("a-lesson", "one")


def test_an_attempt_is_a_value(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        first = one.start_attempt("a-quiz")
        one.answer(first, "a")
        assert first == Attempt(QUIZ, first.attempt_id, 1, {}, ("one", "two", "three"))
