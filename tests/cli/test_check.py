"""`academy check` as authors, editors and CI use it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from academy.cli.main import main
from tests.cli.academy_process import academy

COURSE = Path(__file__).parents[1] / "course"
VALID = COURSE / "valid"
BROKEN = COURSE / "broken"


def check(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = main(["check", *map(str, words)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_nothing_to_say_of_the_shipped_course(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = check(capsys)
    assert (status, out) == (0, "")
    assert re.fullmatch(r"\d+ files checked, nothing to mend\n", err)


def test_a_mistake_is_shown_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    path = BROKEN / "lesson/unknown-key-close.toml"
    status, out, err = check(capsys, path)
    assert status == 1
    assert out.splitlines() == [
        f"{path}:7:1: unknown-key: the file has no key `sumary`",
        ' 7 | sumary = "One mistake is planted in it."',
        "   | ^",
        "   hint: did you mean `summary`?",
        "",
    ]
    assert err == "1 file checked, 1 problem\n"


def test_folders_and_files_are_checked_all_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    course = Path(shutil.copytree(VALID, tmp_path / "course"))
    (course / "lessons/02-second.toml").write_text("=")
    quiz, lesson = BROKEN / "quiz/no-points.toml", BROKEN / "lesson/loop.toml"
    status, out, err = check(capsys, course, quiz, lesson, quiz, tmp_path / "none.toml")
    assert status == 1
    places = re.findall(r"^.*/(\S+):\d+:\d+: ([a-z-]+): ", out, re.MULTILINE)
    assert sorted(places) == [
        ("02-second.toml", "syntax"),
        ("loop.toml", "loop"),
        ("no-points.toml", "out-of-range"),
        ("none.toml", "not-found"),
    ]
    assert err == "6 files checked, 4 problems\n"


def test_json_has_the_shape_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    path = BROKEN / "quiz/unknown-key.toml"
    status, out, err = check(capsys, "--json", path)
    assert status == 1
    assert json.loads(out) == {
        "files": 1,
        "problems": [
            {
                "path": str(path),
                "line": 17,
                "column": 1,
                "code": "unknown-key",
                "message": "this option has no key `feedbak`",
                "hint": "did you mean `feedback`?",
            }
        ],
    }
    assert err == ""
    status, out, _ = check(capsys, "--json", VALID)
    assert (status, json.loads(out)) == (0, {"files": 4, "problems": []})


@pytest.mark.parametrize("kind", ["lesson", "quiz", "course"])
def test_a_schema_is_printed_and_nothing_checked(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    status, out, err = check(capsys, "--schema", kind)
    assert (status, err) == (0, "")
    schema = json.loads(out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"id", "title"} <= set(schema["properties"])


def test_a_schema_with_a_path_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = check(capsys, "--schema", "quiz", VALID)
    assert (status, out) == (2, "")
    assert "--schema checks nothing" in err


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, out, err = check(capsys, tmp_path / "none")
    assert status == 1
    assert f"{tmp_path / 'none'}:1:1: not-found: there is no such file" in out
    assert err == "0 files checked, 1 problem\n"


def test_a_terminal_of_few_letters_shows_what_it_can(tmp_path: Path) -> None:
    lesson = tmp_path / "caf\u00e9.toml"
    lesson.write_text('[[section]]\n"\u6f22\x7f" = 1\n')
    done = academy(tmp_path, "check", lesson, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "caf?.toml:2:" in done.stdout
    assert done.stdout.isascii()


def test_a_course_without_permission_to_write_is_checked_all_the_same(tmp_path: Path) -> None:
    course = Path(shutil.copytree(VALID, tmp_path / "course"))
    for path in [*course.rglob("*"), course]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert academy(tmp_path / "home", "check", course).returncode == 0
        assert not (tmp_path / "home").exists()
    finally:
        for path in (course, *course.rglob("*")):
            path.chmod(0o755)
