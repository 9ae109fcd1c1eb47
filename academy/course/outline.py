"""What a course holds in outline, read without the models: what a first screen shows while they load.

The models' library takes a third of the time from a command to its first picture. A list of lessons does not
need it: whatever of a file has the wrong shape is left out here, and the loader says a moment later why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from academy.course import source
from academy.course.home import COURSE_FILE
from academy.course.problems import printable
from academy.course.references import tables, text


class Named(Protocol):
    """What has a stable id and a title."""

    @property
    def id(self) -> str:
        """The stable name."""

    @property
    def title(self) -> str:
        """The heading."""


class LessonOutline(Named, Protocol):
    """What a list of lessons shows of one; a `Lesson` is one."""

    @property
    def sequence(self) -> int:
        """The place in the course, from 1."""

    @property
    def track(self) -> str:
        """What the lesson belongs to."""

    @property
    def summary(self) -> str:
        """One sentence about it."""

    @property
    def minutes(self) -> int:
        """How long it takes."""

    @property
    def base_xp(self) -> int:
        """XP for a perfect verification."""

    @property
    def section(self) -> Sequence[Named]:
        """Its parts, at least one."""


class CourseOutline(Protocol):
    """The course by names alone; a `Course` is one."""

    @property
    def info(self) -> Named:
        """The course itself."""

    @property
    def lessons(self) -> Sequence[LessonOutline]:
        """Its lessons in sequence."""


@dataclass(frozen=True, slots=True)
class Name:
    """An id with its title, as read."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson's outline, as read."""

    id: str
    title: str
    sequence: int
    track: str
    summary: str
    minutes: int
    base_xp: int
    section: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ReadCourse:
    """A course's outline, as read."""

    info: Name
    lessons: tuple[ReadLesson, ...]


def read_outline(root: Path) -> CourseOutline | None:
    """The outline of a course folder; None where its course file is unusable. Never raises."""
    folder = root / "lessons"
    info = _named(source.read(folder / COURSE_FILE).data)
    if info is None:
        return None
    try:
        paths = sorted(path for path in folder.glob("*.toml") if path.name != COURSE_FILE)
    except OSError:
        return None
    lessons = [lesson for path in paths if (lesson := _lesson(source.read(path).data))]
    return ReadCourse(info, tuple(sorted(lessons, key=lambda lesson: lesson.sequence)))


def _lesson(data: Mapping[str, Any] | None) -> ReadLesson | None:
    named = _named(data)
    if named is None or data is None:
        return None
    sections = tuple(found for _, table in tables(data, "section") if (found := _named(table)))
    sequence, minutes, base_xp = (data.get(key) for key in ("sequence", "minutes", "base_xp"))
    if not (sections and isinstance(sequence, int) and isinstance(minutes, int) and isinstance(base_xp, int)):
        return None
    return ReadLesson(
        id=named.id,
        title=named.title,
        sequence=sequence,
        track=printable(text(data, "track") or ""),
        summary=printable(text(data, "summary") or ""),
        minutes=minutes,
        base_xp=base_xp,
        section=sections,
    )


def _named(table: Mapping[str, Any] | None) -> Name | None:
    name, title = (text(table or {}, key) for key in ("id", "title"))
    return Name(printable(name), printable(title)) if name and title else None
