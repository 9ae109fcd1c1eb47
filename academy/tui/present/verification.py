"""What the quiz screen says, as words without colours."""

from typing import Final

from academy.progress.journal import Award
from academy.progress.result import score_text
from academy.quiz.attempt import Attempt
from academy.quiz.feedback import MARKS, Mark, Marked, heading, how_to_answer, verdict
from academy.tui.present.words import Piece, Tone, Words
from academy.tui.sitting import Sitting

TONES: Final[dict[Mark, Tone]] = {"right": "good", "wrong": "bad", "missed": "good", "none": "dim"}
SIGNS: Final[dict[Mark, str]] = {"right": "✓", "wrong": "✗", "missed": "✓", "none": " "}
CURSOR: Final = "▸ "


def place(sitting: Sitting, title: str) -> Words:
    """`QUERY 1 // 3`, a mark a question (filled where it is answered), and what is verified."""
    attempt, question = sitting.attempt, sitting.question
    if question is None:
        return (Piece("RESULT", "mark"), Piece(f"  {title}", "dim"))
    marks = "".join("◆" if each.id in attempt.answers else "◇" for each in attempt.questions)
    return (Piece(heading(attempt, question), "mark"), Piece(f"  {marks}  {title}", "dim"))


def cursor(*, here: bool) -> Piece:
    """The mark of the row that space and enter act on, and its room elsewhere."""
    return Piece(CURSOR if here else " " * len(CURSOR), "mark")


def lead(sitting: Sitting, number: int) -> Words:
    """What stands before an option that can still be chosen: cursor, number, and whether it is chosen."""
    question = sitting.question
    assert question is not None, "options belong to a question"
    chosen = sitting.attempt.options(question)[number - 1].id in sitting.chosen
    left, right = "[]" if question.kind == "multiple" else "()"
    return (
        cursor(here=sitting.at == number - 1),
        Piece(f"{number} ", "key"),
        Piece(f"{left}{'●' if chosen else ' '}{right} ", "mark" if chosen else "dim"),
    )


def answered_lead(marked: Marked) -> Words:
    """What stands before an option after the answer."""
    return (
        Piece("  "),
        Piece(f"{marked.number} ", "dim"),
        Piece(f" {SIGNS[marked.mark]}  ", TONES[marked.mark]),
    )


def remark(marked: Marked) -> Words:
    """What is said under an option after the answer, in two or three words."""
    return (Piece(MARKS[marked.mark], TONES[marked.mark]),)


def judged(sitting: Sitting) -> Words:
    """The verdict on the answer."""
    question = sitting.question
    assert question is not None, "feedback belongs to a question"
    score = sitting.attempt.score_of(question)
    tone: Tone = "good" if score.correct else "mild" if score.points else "bad"
    return (Piece(verdict(sitting.attempt, question).upper(), tone),)


def hint(sitting: Sitting, *, asked: bool) -> Words:
    """How to answer; said more plainly once somebody asked to go on without a choice."""
    question = sitting.question
    assert question is not None, "a hint belongs to a question"
    if asked and not sitting.ready:
        return (Piece(f"Nothing is chosen yet: press 1 to {len(question.option)}, or space.", "mild"),)
    return (Piece(how_to_answer(question), "dim"),)


def score(attempt: Attempt, award: Award) -> Words:
    """The score, and what was paid for it."""
    tone: Tone = "good" if attempt.passed else "mild"
    return (Piece(f"SCORE {score_text(attempt)}", tone), Piece("   "), Piece(f"+{award.xp_paid} XP", "mark"))
