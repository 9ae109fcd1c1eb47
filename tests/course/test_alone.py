"""One file by itself is checked as what it is, and can be run or taken."""

import shutil
from pathlib import Path

import pytest

from academy.course.alone import load_path

VALID = Path(__file__).parent / "valid"
BROKEN = Path(__file__).parent / "broken"


def test_a_lesson_alone_makes_a_course_of_one() -> None:
    found = load_path(VALID / "lessons/01-first.toml")
    assert found.problems == ()
    assert found.course is not None
    assert [lesson.id for lesson in found.course.lessons] == ["first-steps"]
    assert set(found.lesson_sources) == set(found.versions) == {"first-steps"}


def test_a_quiz_alone_can_be_taken_wherever_it_lies(tmp_path: Path) -> None:
    quiz = Path(shutil.copy(VALID / "quizzes/first.toml", tmp_path / "mine.toml"))
    (tmp_path.parent / "lessons").mkdir(exist_ok=True)
    shutil.copy(VALID / "lessons/02-second.toml", tmp_path.parent / "lessons")
    found = load_path(quiz)
    assert found.problems == ()
    assert found.course is not None
    assert found.course.quiz("first-steps").lesson == "first-steps"
    assert found.course.lessons == ()


def test_a_quiz_of_a_course_is_held_against_the_lessons_beside_it(tmp_path: Path) -> None:
    course = Path(shutil.copytree(VALID, tmp_path / "course"))
    quiz = course / "quizzes/first.toml"
    assert load_path(quiz).problems == ()
    quiz.write_text(quiz.read_text().replace('section = "intro"', 'section = "intra"'))
    problem = load_path(quiz).problems[0]
    assert (problem.code, problem.hint) == ("dangling-reference", "did you mean `intro`?")


def test_a_course_file_alone_is_checked_as_such(tmp_path: Path) -> None:
    assert load_path(VALID / "lessons/course.toml").problems == ()
    path = tmp_path / "course.toml"
    path.write_text('id = "a"')
    assert [problem.code for problem in load_path(path).problems] == ["missing-key"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unclear-kind"),
        ("[[section]]\n[[question]]\n", "unclear-kind"),
        ("[[sections]]\n", "missing-key"),
        ("[[questions]]\n", "missing-key"),
        ("[[question\n", "syntax"),
    ],
)
def test_what_a_file_nearly_is_decides_how_it_is_checked(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "some.toml"
    path.write_text(text)
    assert code in [problem.code for problem in load_path(path).problems]


def test_an_empty_file_in_a_folder_of_lessons_is_a_lesson(tmp_path: Path) -> None:
    path = tmp_path / "lessons/01.toml"
    path.parent.mkdir()
    path.write_text("")
    assert "sequence" in load_path(path).problems[0].hint


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in load_path(tmp_path / "none.toml").problems] == ["not-found"]
    assert [problem.code for problem in load_path(tmp_path / "a\0b").problems] == ["unreadable"]
