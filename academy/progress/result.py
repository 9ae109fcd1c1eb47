"""What is said when an attempt is over, the same words on every screen."""

from dataclasses import dataclass
from typing import Final

from academy.course.models import Course, Lesson, Question, Section
from academy.progress.journal import Award
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import points_text


@dataclass(frozen=True, slots=True)
class Reread:
    """A question that was missed, with its number, and the section that answers it, if the course has it."""

    number: int
    question: Question
    section: Section | None


def verified(attempt: Attempt, course: Course) -> Lesson | None:
    """The lesson that a quiz verifies, if the course has it; without one it pays no XP."""
    return course.lesson_of(attempt.quiz)


NO_LESSON: Final = "This quiz verifies no lesson here, so it pays no XP."


def opening(attempt: Attempt, course: Course) -> tuple[str, ...]:
    """What to know before the first question that is asked."""
    said = []
    if verified(attempt, course) is None:
        said.append(NO_LESSON)
    if attempt.answers and not attempt.finished:
        answered = f"{len(attempt.answers)} of {len(attempt.questions)}"
        said.append(f"Going on with the attempt you began: {answered} answered already.")
    return tuple(said)


def score_text(attempt: Attempt) -> str:
    """Points of all the points there are, as in `2.5/3`."""
    return f"{points_text(attempt.points)}/{attempt.quiz.max_points}"


def score_line(attempt: Attempt, award: Award) -> str:
    """The line that scripts read: `SCORE 3/3 +300 XP`."""
    return f"SCORE {score_text(attempt)} +{award.xp_paid} XP"


def rereads(attempt: Attempt, course: Course) -> tuple[Reread, ...]:
    """What was missed, in the order in which it was asked."""
    lesson = verified(attempt, course)
    sections = {section.id: section for section in lesson.section} if lesson else {}
    missed = set(attempt.missed)
    return tuple(
        Reread(number, question, sections.get(question.section or ""))
        for number, question in enumerate(attempt.questions, 1)
        if question in missed
    )


def sentences(attempt: Attempt, award: Award, course: Course) -> tuple[str, ...]:
    """What an attempt came to: passed or not, what was paid and why, the level."""
    mark = points_text(attempt.quiz.pass_mark * 100)
    passed = "Passed." if attempt.passed else f"Not passed yet: {mark}% of the points are needed."
    said = [passed, *_payment(attempt, award, verified(attempt, course))]
    if award.level_after > award.level_before:
        said.append(f"Level {award.level_after} reached.")
    return tuple(said)


def _payment(attempt: Attempt, award: Award, lesson: Lesson | None) -> tuple[str, ...]:
    if lesson is None:
        return (NO_LESSON,)
    if award.flawless_bonus:
        return (f"{award.flawless_bonus} of the XP for a flawless first attempt.",)
    if attempt.number == 1:
        return () if award.xp_paid else ("No XP this time. A better attempt pays.",)
    if award.xp_paid:
        return ("XP is never paid twice: this attempt pays what it adds to your best.",)
    return ("XP is never paid twice: this attempt adds nothing to your best.",)
