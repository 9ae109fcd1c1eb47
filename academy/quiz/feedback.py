"""What is said about an answer, the same words on every screen: each option's mark, and a verdict."""

from dataclasses import dataclass
from typing import Final, Literal

from academy.course.models import Option, Question
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import points_text

Mark = Literal["right", "wrong", "missed", "none"]

OVERTAKEN: Final = "Another window answered this question first. That answer counts."
MARKS: Final[dict[Mark, str]] = {
    "right": "your answer, right",
    "wrong": "your answer, wrong",
    "missed": "right, not chosen",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """An option after the answer: its number on the screen from 1, and whether it was chosen and right."""

    number: int
    option: Option
    mark: Mark

    @property
    def says(self) -> str:
        """The option's feedback where it was chosen: it is written for those who choose it."""
        return self.option.feedback if self.mark in {"right", "wrong"} else ""


def heading(attempt: Attempt, question: Question) -> str:
    """Which question of how many, as in `QUERY 1 // 3`."""
    return f"QUERY {attempt.questions.index(question) + 1} // {len(attempt.questions)}"


def how_to_answer(question: Question) -> str:
    """How many options are to be chosen."""
    if question.kind == "multiple":
        return "Choose all that are right."
    return "True or false?" if question.kind == "true-false" else "Choose one."


def marked(attempt: Attempt, question: Question) -> tuple[Marked, ...]:
    """The options of an answered question in the order in which they are shown."""
    chosen = attempt.answers.get(question.id, ())
    return tuple(
        Marked(number, option, _mark(option, option.id in chosen))
        for number, option in enumerate(attempt.options(question), 1)
    )


def verdict(attempt: Attempt, question: Question) -> str:
    """How the answer did, in a few words."""
    score = attempt.score_of(question)
    if score.correct:
        return "Right."
    if score.points:
        unit = "point" if score.max_points == 1 else "points"
        return f"Partly right: {points_text(score.points)} of {score.max_points} {unit}."
    return "Not right."


def _mark(option: Option, chosen: bool) -> Mark:
    if chosen:
        return "right" if option.correct else "wrong"
    return "missed" if option.correct else "none"
