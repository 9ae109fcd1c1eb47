"""What becomes of a course when its files change: noticing it, and keeping what is broken now as it was."""

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    # the session notes the stamps before it loads the models
    from collections.abc import Mapping

    from academy.course.loader import LoadResult
    from academy.course.models import Lesson, Quiz
    from academy.course.problems import Problem
    from academy.course.source import Source

Item = TypeVar("Item", "Lesson", "Quiz")
Stamps = dict[Path, tuple[int, int]]


def stamps(root: Path) -> Stamps:
    """Modification time and size of every file of a course folder, or of the one file that stands alone.

    What is not there has none.
    """
    found: Stamps = {}
    with contextlib.suppress(OSError):
        if root.is_file():
            status = root.stat()
            return {root: (status.st_mtime_ns, status.st_size)}
    for folder in (root / "lessons", root / "quizzes"):
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.name.endswith(".toml"):
                    status = entry.stat()
                    found[Path(entry.path)] = (status.st_mtime_ns, status.st_size)
    return found


def kept(old: "LoadResult", new: "LoadResult") -> "LoadResult":
    """The new course, with the old lessons and quizzes of files that are broken now."""
    from academy.course.models import Course  # noqa: PLC0415

    if new.course is None:
        return replace(
            new, course=old.course, lesson_sources=old.lesson_sources, quiz_sources=old.quiz_sources
        )
    if old.course is None:
        return new
    broken = {problem.path for problem in new.problems}
    lessons, lesson_sources = _stand_in(
        old.course.lessons, old.lesson_sources, new.course.lessons, new.lesson_sources, broken
    )
    here = {lesson.id for lesson in lessons}
    standing_in = here - {lesson.id for lesson in new.course.lessons}
    # A quiz is left out with its lesson, so the lesson that stands in brings its quiz back.
    left_out = {
        old.quiz_sources[quiz.id].path for quiz in old.course.quizzes if quiz.lesson in standing_in
    } & set(new.files)
    quizzes, quiz_sources = _stand_in(
        tuple(quiz for quiz in old.course.quizzes if quiz.lesson is None or quiz.lesson in here),
        old.quiz_sources,
        new.course.quizzes,
        new.quiz_sources,
        broken | left_out,
    )
    ordered = tuple(sorted(lessons, key=lambda lesson: lesson.sequence))
    course = Course.model_construct(info=new.course.info, lessons=ordered, quizzes=quizzes)
    return replace(new, course=course, lesson_sources=lesson_sources, quiz_sources=quiz_sources)


def _stand_in(
    old: "tuple[Item, ...]",
    old_sources: "Mapping[str, Source]",
    new: "tuple[Item, ...]",
    new_sources: "Mapping[str, Source]",
    kept_files: set[Path],
) -> "tuple[tuple[Item, ...], dict[str, Source]]":
    names = {item.id for item in new}
    stay = tuple(item for item in old if item.id not in names and old_sources[item.id].path in kept_files)
    sources = {**{item.id: old_sources[item.id] for item in stay}, **new_sources}
    return new + stay, sources


def first_problem(problems: "tuple[Problem, ...]") -> str:
    """The first problem as one line, `file:line:column: message`, and how many more there are."""
    problem = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problem.path.name}:{problem.line}:{problem.column}: {problem.message}{more}"
