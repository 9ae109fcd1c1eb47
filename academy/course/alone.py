"""Checks whatever path it is given: a course folder, or one file of a course."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from academy.course import references, source
from academy.course.loader import (
    COURSE_FILE,
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

Kind = Literal["lesson", "quiz", "course"]
_MARKS: Mapping[str, Kind] = {"question": "quiz", "section": "lesson"}
_FOLDERS: Mapping[str, Kind] = {"quizzes": "quiz", "lessons": "lesson"}


def load_path(path: Path) -> LoadResult:
    """Load a course folder, or one file by itself. Never raises.

    A lesson or a quiz alone makes a course of one, so that it can be run or taken; a quiz then has no lesson
    to pay for. It is held against the lessons/ beside its folder where there is one; otherwise what it says
    of its lesson is not checked.
    """
    if path.is_dir():
        return load_course(path)
    found = source.read(path)
    if found.data is None:
        assert found.problem is not None
        return _result(path, [found.problem])
    match _kind(path, found.data):
        case "lesson":
            lesson = load_lesson_file(path)
            return _result(path, lesson.problems, lesson)
        case "quiz":
            quiz = load_quiz_file(path)
            _hold_against_lessons(quiz)
            return _result(path, quiz.problems, quiz=quiz)
        case "course":
            return _result(path, load_info_file(path).problems)
    message = "this could be a lesson or a quiz"
    hint = "a lesson has a [[section]], a quiz has a [[question]]"
    return _result(path, [Problem(path, 1, 1, "unclear-kind", message, hint)])


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
    folder = quiz.source.path.absolute().parent.parent / "lessons"
    files, _ = toml_files(folder)
    lessons = [load_lesson_file(path) for path in files if path.name != COURSE_FILE]
    if lessons:
        sections = sections_by_lesson(lessons)
        quiz.add(references.quiz_reference_mistakes(quiz.source.data or {}, ids_of(lessons), sections))


def _result(
    path: Path,
    problems: list[Problem],
    lesson: Loaded[Lesson] | None = None,
    quiz: Loaded[Quiz] | None = None,
) -> LoadResult:
    lessons = {lesson.whole.id: lesson.source} if lesson and lesson.whole else {}
    quizzes = {quiz.whole.id: quiz.source} if quiz and quiz.whole else {}
    only = (lesson and lesson.whole) or (quiz and quiz.whole)
    course = None
    if only:
        course = Course(
            info=CourseInfo(id=only.id, title=only.title),
            lessons=(lesson.whole,) if lesson and lesson.whole else (),
            quizzes=(quiz.whole,) if quiz and quiz.whole else (),
        )
    return LoadResult(
        course=course,
        problems=tuple(sorted(problems, key=order)),
        files=(path,),
        lesson_sources=lessons,
        quiz_sources=quizzes,
    )
