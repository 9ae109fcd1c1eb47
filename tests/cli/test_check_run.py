"""`academy check --run`: a course's demos and proofs are held against what they say must be seen."""

import json
from pathlib import Path

from tests.cli.academy_process import academy
from tests.cli.test_demo import demo, write_course


def test_the_tests_own_course_proves_itself(tmp_path: Path) -> None:
    done = academy(tmp_path, "check", "--run", Path(__file__).parents[1] / "course" / "valid")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_failed_demo_is_a_problem_in_its_line(tmp_path: Path) -> None:
    root = write_course(
        tmp_path / "c",
        demo("well", "print('as it should')", '{ output = ["as it should"] }')
        + demo("wrong", "print('this')", '{ output = ["that"] }')
        + demo("fails", "1 / 0"),
    )
    done = academy(tmp_path, "check", "--run", "--json", root)
    assert done.returncode == 1
    problems = json.loads(done.stdout)["problems"]
    lines = (root / "lessons" / "one.toml").read_text().splitlines()
    assert [problem["code"] for problem in problems] == ["demo-failed", "demo-failed"]
    assert [lines[problem["line"] - 1] for problem in problems] == ['id = "wrong"', 'id = "fails"']
    assert "that" in problems[0]["message"]
    assert "ZeroDivisionError" in problems[1]["message"]
    assert academy(tmp_path, "check", root).returncode == 0


def test_files_with_problems_are_reported_and_the_rest_is_run(tmp_path: Path) -> None:
    root = write_course(tmp_path / "c", demo("wrong", "print('this')", '{ output = ["that"] }'))
    (root / "lessons" / "two.toml").write_text("id = ")
    done = academy(tmp_path, "check", "--run", "--json", root)
    codes = {problem["code"] for problem in json.loads(done.stdout)["problems"]}
    assert codes == {"demo-failed", "syntax"}
