"""A course folder becomes a typed course, whatever else lies in it."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from academy.course import home
from academy.course.loader import LoadResult, load_course
from academy.course.outline import read_outline
from academy.course.source import MAX_BYTES

VALID = Path(__file__).parent / "valid"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the valid course to spoil."""
    return Path(shutil.copytree(VALID, tmp_path / "course"))


def codes(found: LoadResult) -> list[tuple[str, str]]:
    return [(problem.path.name, problem.code) for problem in found.problems]


def test_a_folder_becomes_a_typed_course_in_sequence() -> None:
    found = load_course(VALID)
    assert found.problems == ()
    assert found.course is not None
    assert found.course.info.id == "tiny"
    first, second = found.course.lessons
    assert (first.id, second.id) == ("first-steps", "second-steps")
    assert list(first.demos) == ["say", "remember", "proof"]
    assert [demo.id for demo in first.chain("remember")] == ["say", "remember"]
    assert found.course.quiz_of(first) is found.course.quiz("first-steps")
    assert found.course.quiz_of(second) is None
    assert {path.name for path in found.files} == {
        "course.toml",
        "01-first.toml",
        "02-second.toml",
        "first.toml",
    }


def test_sequences_order_lessons_not_file_names(course: Path) -> None:
    (course / "lessons/02-second.toml").rename(course / "lessons/00-second.toml")
    found = load_course(course).course
    assert found is not None
    assert [lesson.sequence for lesson in found.lessons] == [1, 2]


def test_every_file_says_all_that_is_wrong_with_it_at_once(course: Path) -> None:
    first, second = course / "lessons/01-first.toml", course / "lessons/02-second.toml"
    first.write_text(first.read_text().replace("minutes = 5", "minutes = 0\ntrak = 1"))
    second.write_text(second.read_text().replace('title = "Second steps"', "title = 2"))
    quiz = course / "quizzes/first.toml"
    quiz.write_text(
        quiz.read_text().replace('section = "intro"', 'section = "intra"').replace("correct = true", "", 1)
    )
    (course / "lessons/03.toml").write_text("= 1\n= 2\n")
    found = load_course(course)
    assert codes(found) == [
        ("01-first.toml", "out-of-range"),
        ("01-first.toml", "unknown-key"),
        ("02-second.toml", "wrong-type"),
        ("03.toml", "syntax"),
        ("first.toml", "dangling-reference"),
        ("first.toml", "missing-key"),
    ]


def test_what_is_whole_is_there_beside_what_is_broken(course: Path) -> None:
    (course / "lessons/02-second.toml").write_text("no toml")
    found = load_course(course)
    assert found.course is not None
    assert [lesson.id for lesson in found.course.lessons] == ["first-steps"]
    assert [quiz.id for quiz in found.course.quizzes] == ["first-steps"]
    (course / "lessons/01-first.toml").write_text("no toml")
    found = load_course(course)
    assert found.course is not None
    assert found.course.lessons == ()
    assert found.course.quizzes == ()  # there is nothing that it could verify


def test_a_quiz_may_have_no_lesson(course: Path) -> None:
    quiz = course / "quizzes/first.toml"
    text = quiz.read_text().replace('lesson = "first-steps"\n', "")
    quiz.write_text(re.sub(r'section = ".*"\n', "", text))
    found = load_course(course)
    assert found.problems == ()
    assert found.course is not None
    assert found.course.quiz("first-steps").lesson is None


def test_versions_follow_the_bytes_of_the_files(course: Path) -> None:
    before = load_course(course).versions
    assert set(before) == {"first-steps", "second-steps"}
    path = course / "lessons/02-second.toml"
    path.write_bytes(path.read_bytes() + b"# a remark\n")
    after = load_course(course).versions
    assert after["first-steps"] == before["first-steps"]
    assert after["second-steps"] != before["second-steps"]


def test_windows_line_ends_change_nothing_but_the_version(course: Path) -> None:
    plain = load_course(course)
    for path in course.glob("*/*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    windows = load_course(course)
    assert windows.problems == ()
    assert windows.course == plain.course
    assert windows.versions.keys() == plain.versions.keys()


def test_a_demo_is_located_in_its_file() -> None:
    found = load_course(VALID)
    path, line, column = found.locate("first-steps", "say")
    assert path == VALID / "lessons/01-first.toml"
    assert path.read_text().splitlines()[line - 1][column - 1 :] == '"say"'
    with pytest.raises(KeyError):
        found.locate("first-steps", "nothing")


def test_the_file_of_a_lesson_or_quiz_is_known() -> None:
    found = load_course(VALID)
    assert found.course is not None
    assert found.path(found.course.lesson("second-steps")) == VALID / "lessons/02-second.toml"
    assert found.path(found.course.quiz("first-steps")) == VALID / "quizzes/first.toml"


def test_hidden_and_other_files_are_somebody_elses(course: Path) -> None:
    (course / "lessons/.01-first.toml.swp").write_text("=")
    (course / "lessons/.hidden.toml").write_text("=")
    (course / "lessons/notes.md").write_text("=")
    assert load_course(course).problems == ()


def make_fifo(course: Path) -> None:
    os.mkfifo(course / "lessons/03.toml")


def make_link_loop(course: Path) -> None:
    (course / "lessons/03.toml").symlink_to("04.toml")
    (course / "lessons/04.toml").symlink_to("03.toml")


def make_link_to_nowhere(course: Path) -> None:
    (course / "lessons/03.toml").symlink_to("nowhere")


def make_folder(course: Path) -> None:
    (course / "lessons/03.toml").mkdir()


def make_device(course: Path) -> None:
    (course / "lessons/03.toml").symlink_to("/dev/zero")


def make_large(course: Path) -> None:
    (course / "lessons/03.toml").write_bytes(b"#" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (make_fifo, "unreadable"),
        (make_link_loop, "unreadable"),
        (make_link_to_nowhere, "unreadable"),
        (make_folder, "unreadable"),
        (make_device, "unreadable"),
        (make_large, "too-large"),
    ],
)
def test_what_is_no_readable_file_is_a_problem_of_its_own(
    course: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(course)
    found = load_course(course)
    assert {(problem.code, problem.line, problem.column) for problem in found.problems} == {(code, 1, 1)}
    assert found.course is not None
    assert len(found.course.lessons) == 2


def test_a_folder_that_is_not_one_says_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("id = 1")
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    for path, code in [(tmp_path / "none", "not-found"), (file, "unreadable"), (loop, "unreadable")]:
        found = load_course(path)
        assert [(problem.path, problem.code) for problem in found.problems] == [(path, code)]
        assert found.course is None
        assert found.files == ()


def test_a_lessons_folder_that_leads_back_to_itself_is_a_problem(course: Path) -> None:
    shutil.rmtree(course / "quizzes")
    (course / "quizzes").symlink_to("quizzes")
    assert codes(load_course(course)) == [("quizzes", "unreadable")]


def test_an_empty_folder_lacks_its_course_file(tmp_path: Path) -> None:
    found = load_course(tmp_path)
    assert codes(found) == [("course.toml", "not-found")]
    assert found.course is None


def test_the_shipped_course_is_found_and_another_is_taken_as_given(tmp_path: Path) -> None:
    assert (home.shipped() / "lessons/course.toml").is_file()
    assert home.find(None) == home.shipped()
    assert home.find(str(tmp_path)) == tmp_path
    assert home.find("~no-such-user-here/course") == Path("~no-such-user-here/course")


def test_the_outline_names_what_the_course_holds() -> None:
    for folder in (VALID, home.shipped()):
        outline, course = read_outline(folder), load_course(folder).course
        assert outline is not None
        assert course is not None
        assert (outline.info.id, outline.info.title) == (course.info.id, course.info.title)
        for read, lesson in zip(outline.lessons, course.lessons, strict=True):
            assert read.id == lesson.id
            assert [part.id for part in read.section] == [part.id for part in lesson.section]
            for name in ("title", "sequence", "track", "summary", "minutes", "base_xp"):
                assert getattr(read, name) == getattr(lesson, name)


def test_a_value_of_the_wrong_type_takes_no_place(course: Path) -> None:
    second = course / "lessons/02-second.toml"
    second.write_text(second.read_text().replace("sequence = 2", "sequence = true"))
    assert codes(load_course(course)) == [("02-second.toml", "wrong-type")]
