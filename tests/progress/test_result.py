"""What is said when an attempt is over."""

from pathlib import Path

from academy.progress.result import NO_LESSON, opening, rereads, score_line, sentences
from academy.quiz.attempt import Attempt
from tests.progress.making import journal, take
from tests.quiz.making import course, question, quiz

QUIZ = quiz(
    question("one", "a").model_copy(update={"section": "two"}),
    question("two", "b"),
    question("three", "abc", kind="multiple", options=4),
)
COURSE = course([QUIZ, quiz(question("one", "a"), name="alone", lesson=None)])


def test_a_flawless_first_attempt(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        attempt, award = take(one, "a", "b", "abc")
    assert score_line(attempt, award) == "SCORE 3/3 +300 XP"
    assert sentences(attempt, award, COURSE) == (
        "Passed.",
        "50 of the XP for a flawless first attempt.",
        "Level 2 reached.",
    )
    assert rereads(attempt, COURSE) == ()


def test_what_was_missed_comes_with_its_number_and_section(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        attempt, award = take(one, "c", "b", "a")
    assert score_line(attempt, award) == "SCORE 1.33/3 +111 XP"
    assert sentences(attempt, award, COURSE) == ("Not passed yet: 60 % of the points are needed.",)
    assert [
        (each.number, each.section.id if each.section else None) for each in rereads(attempt, COURSE)
    ] == [
        (1, "two"),
        (3, None),
    ]


def test_later_attempts_say_why_they_pay_what_they_pay(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        attempt, award = take(one, "c", "c", "d")
        assert "No XP this time. A better attempt pays." in sentences(attempt, award, COURSE)
        attempt, award = take(one, "a", "b", "abc")
        assert any("adds to your best" in said for said in sentences(attempt, award, COURSE))
        attempt, award = take(one, "a", "b", "abc")
        assert any("adds nothing to your best" in said for said in sentences(attempt, award, COURSE))


def test_a_quiz_without_a_lesson_says_so(tmp_path: Path) -> None:
    with journal(tmp_path / "log.db", COURSE) as one:
        attempt, award = take(one, "a", quiz="alone")
    assert NO_LESSON in sentences(attempt, award, COURSE)
    assert opening(attempt, COURSE) == (NO_LESSON,)


def test_an_attempt_that_goes_on_says_so() -> None:
    fresh = Attempt(QUIZ, "id", 1)
    assert opening(fresh, COURSE) == ()
    assert opening(fresh.answer("a"), COURSE) == (
        "Going on with the attempt you began: 1 of 3 answered already.",
    )
