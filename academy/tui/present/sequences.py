"""The sequences as the HUD lists them, as lines of words that fit a width."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from academy.course.outline import CourseOutline, LessonOutline
from academy.progress.fold import LessonProgress, Progress, Status
from academy.tui.present.words import Piece, Words, counted

STATES: dict[Status, Piece] = {
    "new": Piece("○ NEW", "dim"),
    "reading": Piece("◐ READING", "mark"),
    "passed": Piece("● PASSED", "good"),
}
_DOT = Piece(" · ", "dim")


def row(lesson: LessonOutline, progress: LessonProgress, width: int, digits: int = 1) -> tuple[Words, ...]:
    """A sequence in the list: number and title, then state, minutes and XP, as many lines as the width needs.

    `digits` is how many the longest number of the list has.
    """
    number = f"SEQ. {lesson.sequence:<{digits}}  "
    indent = Piece(" " * len(number))
    room = max(12, width - len(number))
    titles = [
        (Piece(number, "key") if at == 0 else indent, Piece(text, "strong"))
        for at, text in enumerate(_broken(lesson.title, room))
    ]
    earned = (Piece(f"{progress.xp} XP earned", "good"),) if progress.xp else ()
    facts = (
        STATES[progress.status],
        Piece(f"{lesson.minutes} min"),
        Piece(f"{lesson.base_xp} BASE XP"),
        *earned,
        Piece(lesson.track, "dim"),
    )
    return (*titles, *((indent, *line) for line in packed(facts, room)))


def packed(facts: Iterable[Piece], width: int) -> list[Words]:
    """Facts with dots between them, in as many lines as the width needs; none is broken unless it must be."""
    lines: list[list[Piece]] = []
    room = 0
    for fact in facts:
        if not fact.text:
            continue
        if lines and len(fact.text) + len(_DOT.text) <= room:
            lines[-1] += [_DOT, fact]
            room -= len(fact.text) + len(_DOT.text)
        else:
            lines.append([fact])
            room = width - len(fact.text)
    return [tuple(line) for line in lines]


def detail(lesson: LessonOutline, progress: LessonProgress, width: int, *, whole: bool) -> tuple[Words, ...]:
    """What the sequence under the cursor is about, and how far one is in it; `whole` with its sections."""
    done = packed((Piece(verification(progress)), Piece(demos(progress), "dim")), width)
    marked = progress.section if progress.status != "new" else None
    sections: list[Words] = []
    for section in lesson.section:
        here = section.id == marked
        for at, text in enumerate(_broken(section.title, width - 2)):
            mark = Piece("▸ " if here and at == 0 else "  ", "mark")
            sections.append((mark, Piece(text, "strong" if here else "plain")))
    return (
        (Piece(lesson.summary),),
        (),
        *((*sections, ()) if whole else ()),
        *done,
    )


def verification(progress: LessonProgress) -> str:
    """How the quiz of a sequence went so far."""
    if not progress.attempts:
        return "Verification not taken yet"
    missed = (
        f", {counted(len(progress.missed), 'query', 'queries')} missed last time" if progress.missed else ""
    )
    return f"Verification: best {progress.best:.0%} in {counted(progress.attempts, 'attempt')}{missed}"


def demos(progress: LessonProgress) -> str:
    """How many demos of a sequence were run."""
    return f"{counted(len(progress.demos_run), 'demo')} run" if progress.demos_run else "No demo run yet"


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where `continue` leads, and how to say it: a verb and a place."""

    lesson_id: str
    section_id: str
    verb: str
    place: str


def way_on(course: CourseOutline, progress: Progress) -> WayOn | None:
    """To the section where reading stopped, or to the first of all; None where the course has no lesson."""
    if not course.lessons:
        return None
    first = course.lessons[0]
    lesson_id, section_id = progress.last or (first.id, first.section[0].id)
    lesson = next((each for each in course.lessons if each.id == lesson_id), first)
    section = next((each for each in lesson.section if each.id == section_id), lesson.section[0])
    verb = "CONTINUE" if progress.last else "BEGIN"
    return WayOn(lesson.id, section.id, verb, f"SEQ. {lesson.sequence} // {section.title}")


def _broken(text: str, width: int) -> list[str]:
    return wrap(text, width) or [text]
