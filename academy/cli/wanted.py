"""Finds what a command line names, and says so helpfully when it is not there."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from academy.cli.errors import CommandError

if TYPE_CHECKING:
    from academy.course.loader import LoadResult
    from academy.course.models import Course, Lesson, Quiz


def find_quiz(wanted: str, folder: str | None) -> "tuple[Path, LoadResult, Quiz]":
    """Where the course is, the course, and its quiz that was named: by its id, or by the path of its file.

    A file that belongs to a course folder brings its course along; any other makes a course of its own,
    without a lesson to pay XP for. CommandError when there is no such quiz, or when it has a problem.
    """
    from academy.course import home
    from academy.course.loader import load_course

    root = home.find(folder)
    found = load_course(root)
    quizzes = found.course.quizzes if found.course else ()
    for quiz in quizzes:
        if quiz.id == wanted:
            return root, found, quiz
    path = Path(wanted).expanduser()
    if path.is_file():
        return _quiz_in(path)
    if path.suffix == ".toml" or os.sep in wanted or path.exists():
        raise CommandError(f"{wanted} is no file", "name a quiz of the course, or the TOML file of a quiz")
    whole_course(found, root)
    raise unknown("quiz", wanted, (quiz.id for quiz in quizzes), found, root)


def find_lesson(
    wanted: str, folder: str | None, section: str | None = None
) -> "tuple[Path, LoadResult, Lesson, str | None]":
    """Where the course is, the course, its lesson that was named (LESSON or LESSON#SECTION), the section's id.

    CommandError when the course has no such lesson or section.
    """
    from academy.course import home
    from academy.course.loader import load_course

    root = home.find(folder)
    found = load_course(root)
    course = whole_course(found, root)
    name, _, part = wanted.partition("#")
    part = section or part
    for lesson in course.lessons:
        if lesson.id == name:
            sections = [each.id for each in lesson.section]
            if part and part not in sections:
                raise unknown("section", part, sections, found, root)
            return root, found, lesson, part or None
    raise unknown("lesson", name, (lesson.id for lesson in course.lessons), found, root)


def whole_course(found: "LoadResult", root: Path) -> "Course":
    """The course of a folder; CommandError with its first problem when its course file is unusable."""
    if found.course is None:
        raise _broken(found, f"academy check {root}")
    return found.course


def unknown(kind: str, wanted: str, known: Iterable[str], found: "LoadResult", root: Path) -> CommandError:
    """What to say about an id that is not there: what was probably meant, or all there are."""
    from academy.course.problems import did_you_mean, quoted

    ids = list(known)
    close = did_you_mean(wanted, ids)
    remedy = (
        f"did you mean `{close}`?" if close else f"there are: {', '.join(ids)}" if ids else "there is none"
    )
    if found.problems:
        remedy += f"; some files of the course have problems: academy check {root}"
    return CommandError(f"the course has no {kind} {quoted(wanted)}", remedy)


def _quiz_in(path: Path) -> "tuple[Path, LoadResult, Quiz]":
    from academy.course.alone import load_path
    from academy.course.loader import load_course

    around = path.resolve().parent.parent
    if (around / "lessons" / "course.toml").is_file():
        found = load_course(around)
        for quiz in found.course.quizzes if found.course else ():
            if found.path(quiz).resolve() == path.resolve():
                return around, found, quiz
    found = load_path(path)
    if found.course is None:
        raise _broken(found, f"academy check {path}")
    if not found.course.quizzes:
        raise CommandError(f"{path} is a lesson, not a quiz", "academy open shows lessons")
    return path, found, found.course.quizzes[0]


def _broken(found: "LoadResult", check: str) -> CommandError:
    from academy.course import source
    from academy.course.problems import render

    first = found.problems[0]
    return CommandError(render(first, source.read(first.path).text), f"{check} shows every problem", status=1)
