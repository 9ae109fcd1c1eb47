"""What ships: the wheel carries the content, and the tree carries nothing of the machine it was made on."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_lessons_quizzes_and_styles(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "academy/content/lessons/course.toml" in names
    assert "academy/content/lessons/01-persistent-multi-turn-state.toml" in names
    assert "academy/content/quizzes/persistent-multi-turn-state.toml" in names
    assert "academy/tui/academy.tcss" in names
    assert "academy/py.typed" in names
    assert not any(name.startswith(("tests/", "bench/")) for name in names)


def test_the_unpacked_wheel_finds_its_own_content(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", "from academy.course.home import shipped; print(shipped())"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path / "academy" / "content"


def test_every_dependency_has_an_upper_bound_that_the_constraints_meet() -> None:
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
    for line in requires("academy") or ():
        requirement = Requirement(line)
        assert "<" in str(requirement.specifier), line
        assert requirement.specifier.contains(pinned[requirement.name]), line


def test_constraints_name_no_place() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+-]+", line), line


def test_no_source_file_outgrows_its_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "academy").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
    assert len((ROOT / "academy/tui/app.py").read_text(encoding="utf-8").splitlines()) < 250
