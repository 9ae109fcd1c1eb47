"""What is said about an answer: a mark for every option, and a verdict."""

import pytest

from academy.course.models import QuestionKind
from academy.quiz.attempt import Attempt
from academy.quiz.feedback import heading, how_to_answer, marked, verdict
from tests.quiz.making import question, quiz

QUIZ = quiz(
    question("one", "a", points=2),
    question("two", "ab", kind="multiple", options=4, points=2),
    question("three", "a", kind="true-false", options=2),
)


def test_every_option_has_its_mark_and_the_chosen_ones_their_feedback() -> None:
    attempt = Attempt(QUIZ, "id", 1, {"two": ("a", "c")})
    assert [(each.number, each.mark, each.says) for each in marked(attempt, QUIZ.question[1])] == [
        (1, "right", "You chose a."),
        (2, "missed", ""),
        (3, "wrong", "You chose c."),
        (4, "none", ""),
    ]


def test_marks_stand_in_the_order_that_was_shown() -> None:
    attempt = Attempt(QUIZ, "id", 2, {"one": ("a",)})
    shown = attempt.options(QUIZ.question[0])
    assert [each.option for each in marked(attempt, QUIZ.question[0])] == list(shown)


@pytest.mark.parametrize(
    ("number", "response", "said"),
    [
        (0, "a", "Right."),
        (0, "b", "Not right."),
        (1, "ab", "Right."),
        (1, "a", "Partly right: 1 of 2 points."),
        (1, "c", "Not right."),
    ],
)
def test_the_verdict(number: int, response: str, said: str) -> None:
    asked = QUIZ.question[number]
    assert verdict(Attempt(QUIZ, "id", 1, {asked.id: tuple(response)}), asked) == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [("single", "Choose one."), ("multiple", "Choose all that are right."), ("true-false", "True or false?")],
)
def test_how_to_answer(kind: QuestionKind, said: str) -> None:
    assert how_to_answer(question("q", "a", kind=kind, options=2)) == said


def test_the_heading_counts_in_the_order_of_the_attempt() -> None:
    attempt = Attempt(QUIZ, "id", 1, {}, ("three", "one", "two"))
    assert heading(attempt, QUIZ.question[2]) == "QUERY 1 // 3"
    assert heading(attempt, QUIZ.question[1]) == "QUERY 3 // 3"
