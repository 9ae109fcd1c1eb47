"""Checks whatever path it is given: a course folder, or one file of a course."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from academy.course import references, source
from academy.course.home import COURSE_FILE
from academy.course.loader import (
    Loaded,
    LoadResult,
    ids_of,
    load_course,
    load_info_file,
    load_lesson_file,
    load_quiz_file,
    sections_by_lesson,
    toml_files,
)
from academy.course.models import Course, CourseInfo, Lesson, Quiz
from academy.course.problems import Problem, did_you_mean, order
from academy.course.source import Source

Kind = Literal["lesson", "quiz", "course"]
_MARKS: Mapping[str, Kind] = {"question": "quiz", "section": "lesson"}
_FOLDERS: Mapping[str, Kind] = {"quizzes": "quiz", "lessons": "lesson"}


def load_path(path: Path) -> LoadResult:
    """Load a course folder, or one file by itself. Never raises.

    A lesson or a quiz alone makes a course of one, so that it can be run or taken; a quiz then has no lesson
    to pay for. A quiz of a quizzes/ folder is held against the lessons/ beside it where there is one;
    otherwise what it says of its lesson is not checked.
    """
    if source.folder_problem(path) is None:
        return load_course(path)
    found = source.read(path)
    if found.data is None:
        assert found.problem is not None
        return _refused(path, [found.problem])
    match _kind(path, found.data):
        case "lesson":
            return _lone_lesson(load_lesson_file(path))
        case "quiz":
            quiz = load_quiz_file(path)
            _hold_against_lessons(quiz)
            return _lone_quiz(quiz)
        case "course":
            return _refused(path, load_info_file(path).problems)
    message = "this could be a lesson or a quiz"
    hint = "a lesson has a [[section]], a quiz has a [[question]]"
    return _refused(path, [Problem(path, 1, 1, "unclear-kind", message, hint)])


def _kind(path: Path, data: Mapping[str, Any]) -> Kind | None:
    """What a file is: by its name, its content, its folder, or by what its content nearly says."""
    if path.name == COURSE_FILE:
        return "course"
    marks = [kind for mark, kind in _MARKS.items() if mark in data]
    if len(marks) == 1:
        return marks[0]
    if kind := _FOLDERS.get(path.absolute().parent.name):
        return kind
    close = {_MARKS[mark] for key in data if (mark := did_you_mean(key, _MARKS))}
    return close.pop() if len(close) == 1 else None


def _hold_against_lessons(quiz: Loaded[Quiz]) -> None:
    folder = quiz.source.path.absolute().parent
    files, _ = toml_files(folder.parent / "lessons") if folder.name == "quizzes" else ([], [])
    lessons = [load_lesson_file(path) for path in files if path.name != COURSE_FILE]
    if lessons:
        sections = sections_by_lesson(lessons)
        quiz.add(references.quiz_reference_mistakes(quiz.source.data or {}, ids_of(lessons), sections))


def _lone_lesson(loaded: Loaded[Lesson]) -> LoadResult:
    if (lesson := loaded.whole) is None:
        return _refused(loaded.source.path, loaded.problems)
    course = Course(info=CourseInfo(id=lesson.id, title=lesson.title), lessons=(lesson,))
    return _whole(loaded.source, course)


def _lone_quiz(loaded: Loaded[Quiz]) -> LoadResult:
    if (quiz := loaded.whole) is None:
        return _refused(loaded.source.path, loaded.problems)
    course = Course(info=CourseInfo(id=quiz.id, title=quiz.title), quizzes=(quiz,))
    return _whole(loaded.source, course)


def _whole(found: Source, course: Course) -> LoadResult:
    return LoadResult(
        course=course,
        problems=(),
        files=(found.path,),
        lesson_sources={lesson.id: found for lesson in course.lessons},
        quiz_sources={quiz.id: found for quiz in course.quizzes},
    )


def _refused(path: Path, problems: list[Problem]) -> LoadResult:
    return LoadResult(
        course=None,
        problems=tuple(sorted(problems, key=order)),
        files=(path,),
        lesson_sources={},
        quiz_sources={},
    )
