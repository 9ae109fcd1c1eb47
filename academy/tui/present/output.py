"""The Output tab in lines: what ran first, what was printed, who answered."""

from typing import TYPE_CHECKING

from academy.course.models import Lesson
from academy.demo.run import Run
from academy.tui.present.verdict import REAL, SIMULATED
from academy.tui.present.wire import took
from academy.tui.present.words import Piece, Tone, Words, counted

if TYPE_CHECKING:
    from academy.tui.desk import Sheet


def origin(sheet: "Sheet") -> Words:
    """Who answers, and whether it still runs."""
    who = Piece(REAL, "bad") if sheet.real else Piece(SIMULATED, "dim")
    return (Piece("● running  ", "mark"), who) if sheet.running else (who,)


def before_lines(lesson: Lesson, sheet: "Sheet") -> tuple[Words, ...]:
    """The demos that had to run first, one a row."""
    return tuple(_before(_title(lesson, demo), run) for demo, run in sheet.before.items())


def output_lines(sheet: "Sheet") -> tuple[Words, ...]:
    """What was printed; errors in another colour, unless they are what the demo is about."""
    lines: list[Words] = []
    if sheet.transcript.cut:
        lines.append((Piece(f"… {counted(sheet.transcript.cut, 'earlier line')} not shown", "dim"),))
    wrong: Tone = "dim" if sheet.run is not None and sheet.run.ok else "bad"
    lines += [
        (Piece(line.text, "plain" if line.stream == "stdout" else wrong),)
        for line in sheet.transcript.lines()
    ]
    if sheet.run is not None and sheet.transcript.empty:
        lines.append((Piece("It printed nothing.", "dim"),))
    return tuple(lines)


def _title(lesson: Lesson, demo_id: str) -> str:
    demo = lesson.demos.get(demo_id)
    return demo_id if demo is None else demo.title


def _before(title: str, run: Run | None) -> Words:
    if run is None:
        return (Piece("● ", "mark"), Piece(f"runs first: {title}", "dim"))
    mark = Piece("✓ ", "good") if run.ok else Piece("✗ ", "mild" if run.edited else "bad")
    return (mark, Piece(f"ran first: {title}  {took(run.seconds)}", "dim"))
