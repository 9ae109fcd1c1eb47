"""Progress as a pure function of events: whatever order they came in, however often each came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from academy.course.outline import CourseOutline
from academy.log.event import Event
from academy.progress import levels
from academy.progress.facts import FINISHED, OPENED, OPTION, RAN, READ, share, text, texts, unique, whole
from academy.progress.streak import streak

STREAK_OPTION = "streak"

Status = Literal["new", "reading", "passed"]


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a learner is in one lesson.

    `best` is the best fraction of a finished attempt, `attempts` how many were finished, `missed` the ids of
    the questions missed in the last of them, `section` where reading stopped.
    """

    status: Status = "new"
    best: float = 0.0
    xp: int = 0
    section: str | None = None
    demos_run: frozenset[str] = frozenset()
    attempts: int = 0
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that the screens show of a learner.

    `xp` counts all courses, `lessons` and `last` are those of one. The level began at `level_floor` XP and
    ends at `next_level`. `streak` is 0 when it is switched off. `last` is where to continue.
    """

    xp: int = 0
    level: int = 1
    level_floor: int = 0
    next_level: int = levels.floor(2)
    streak: int = 0
    streak_on: bool = True
    lessons: Mapping[str, LessonProgress] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    last: tuple[str, str] | None = None


@dataclass(slots=True)
class Account:
    """What one lesson has earned, over all its attempts: sums and greatest values, so order does not matter."""

    paid: int = 0
    entitled: int = 0
    best: Fraction = Fraction(0)
    flawless_first: bool = False

    @property
    def xp(self) -> int:
        """XP of the lesson: what was paid, but never more than it was ever worth.

        One log cannot pay twice; two that are brought together can have paid for the same thing.
        """
        return min(self.paid, self.entitled)


@dataclass(slots=True)
class _Reading:
    """A lesson in the making."""

    touched: bool = False
    passed: bool = False
    section: str | None = None
    demos_run: set[str] = field(default_factory=set)
    attempts: int = 0
    missed: tuple[str, ...] = ()


def accounts(events: Iterable[Event]) -> dict[tuple[str, str], Account]:
    """The account of every lesson by (course, lesson), over unique events."""
    found: dict[tuple[str, str], Account] = {}
    for event in events:
        if event.kind == FINISHED and (lesson := text(event.data, "lesson")):
            account = found.setdefault((event.course, lesson), Account())
            account.paid += whole(event.data, "xp")
            account.entitled = max(account.entitled, whole(event.data, "entitled"))
            account.best = max(account.best, share(event.data, "fraction"))
            account.flawless_first = account.flawless_first or event.data.get("flawless_first") is True
    return found


def fold(events: Iterable[Event], course: CourseOutline, today: date | None = None) -> Progress:
    """The progress that events make in a course; what is unknown or malformed in them is passed over.

    `today` is the learner's local date, by default that of the latest event.
    """
    ordered = unique(events)
    earned = accounts(ordered)
    reading: dict[str, _Reading] = {}
    options: dict[str, Any] = {}
    days: set[date] = set()
    last: tuple[str, str] | None = None
    sections = {lesson.id: [section.id for section in lesson.section] for lesson in course.lessons}
    for event in ordered:
        if event.kind == OPTION:
            options[event.item] = event.data.get("value")
            continue
        if (day := _day(event.day)) is not None:
            days.add(day)
        if event.course == course.info.id and (lesson := _lesson_of(event)):
            _take(reading.setdefault(lesson, _Reading()), event)
            if event.kind in {OPENED, READ} and lesson in sections:
                last = (lesson, reading[lesson].section or "")
    lessons = {
        lesson: _progress(reading.get(lesson, _Reading()), earned.get((course.info.id, lesson), Account()))
        for lesson in (*sections, *reading)
    }
    xp = sum(account.xp for account in earned.values())
    level = levels.level_of(xp)
    streak_on = options.get(STREAK_OPTION) is not False
    at = today or max(days, default=None)
    return Progress(
        xp=xp,
        level=level,
        level_floor=levels.floor(level),
        next_level=levels.floor(level + 1),
        streak=streak(days, at) if streak_on and at is not None else 0,
        streak_on=streak_on,
        lessons=lessons,
        options=options,
        last=_existing(last, sections),
    )


def _take(lesson: _Reading, event: Event) -> None:
    lesson.touched = True
    part = event.item.partition("#")[2]
    if event.kind == READ:
        lesson.section = part
    elif event.kind == RAN:
        lesson.demos_run.add(part)
    elif event.kind == FINISHED:
        lesson.attempts += 1
        lesson.missed = texts(event.data, "missed")
        lesson.passed = lesson.passed or event.data.get("passed") is True


def _progress(lesson: _Reading, account: Account) -> LessonProgress:
    return LessonProgress(
        status="passed" if lesson.passed else "reading" if lesson.touched else "new",
        best=float(account.best),
        xp=account.xp,
        section=lesson.section,
        demos_run=frozenset(lesson.demos_run),
        attempts=lesson.attempts,
        missed=lesson.missed,
    )


def _lesson_of(event: Event) -> str:
    if event.kind in {OPENED, READ, RAN}:
        return event.item.partition("#")[0]
    return text(event.data, "lesson")


def _existing(last: tuple[str, str] | None, sections: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """Where to continue, in the course as it is now: a section that is gone becomes its lesson's first."""
    if last is None or last[1] in sections[last[0]]:
        return last
    return last[0], sections[last[0]][0]


def _day(text_of_day: str) -> date | None:
    try:
        return date.fromisoformat(text_of_day)
    except ValueError:
        return None
