"""The lines at the head of a lesson: what it is, and what it has brought so far."""

from collections.abc import Sequence

from academy.course.models import Lesson, Section
from academy.progress.fold import LessonProgress
from academy.tui.present.words import Piece, Words

DONE, OPEN = "◆", "◇"


def facts(lesson: Lesson, progress: LessonProgress) -> Words:
    """Track, minutes, BASE XP, and what was earned of it."""
    earned = Piece(f"{progress.xp} XP earned", "good") if progress.xp else Piece("0 XP earned", "dim")
    return (
        Piece(lesson.track, "key"),
        Piece(" · ", "dim"),
        Piece(f"{lesson.minutes} min"),
        Piece(" · ", "dim"),
        Piece(f"{lesson.base_xp} BASE XP", "mark"),
        Piece(" · ", "dim"),
        earned,
        *((Piece(" ✓ passed", "good"),) if progress.status == "passed" else ()),
    )


def demo_marks(section: Section, ran: frozenset[str]) -> str:
    """One mark a demo, filled once it was run."""
    return "".join(DONE if demo.id in ran else OPEN for demo in section.demo)


def place(sections: Sequence[Section], at: int, ran: frozenset[str]) -> Words:
    """Where one is, in one line: number, title, and a mark for each section."""
    section = sections[at]
    marks = demo_marks(section, ran)
    return (
        Piece(f"{at + 1}/{len(sections)} ", "mark"),
        Piece(section.title, "strong"),
        Piece(f"  {marks}" if marks else "", "good"),
    )
