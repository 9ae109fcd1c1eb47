"""What ships: the wheel carries the content, and the tree carries nothing of the machine it was made on."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


# A home folder, ours or another machine's.
MACHINE = re.compile(rb"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w")


def build(target: str, source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_carries_lessons_quizzes_and_styles(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "academy/content/lessons/course.toml" in names
    assert "academy/content/lessons/01-persistent-multi-turn-state.toml" in names
    assert "academy/content/quizzes/persistent-multi-turn-state.toml" in names
    assert "academy/tui/academy.tcss" in names
    assert "academy/py.typed" in names
    assert not any(name.startswith(("tests/", "bench/")) for name in names)


def test_an_installed_wheel_finds_and_checks_its_own_content(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target"]
    subprocess.run([*pip, str(tmp_path / "site"), str(wheel)], check=True, capture_output=True)
    done = subprocess.run(
        [str(tmp_path / "site/bin/academy"), "doctor", "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "ACADEMY_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=True,
    )
    [course] = [finding for finding in json.loads(done.stdout) if finding["what"] == "course"]
    assert course["state"] == "ok"
    assert course["detail"].startswith(str(tmp_path / "site/academy/content"))
    done = subprocess.run(
        [str(tmp_path / "site/bin/academy"), "check"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.endswith("files checked, nothing to mend\n")


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", ROOT, tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.glob("academy-*")
    assert (source / "tests/course/broken").is_dir()
    again = build("wheel", source, tmp_path / "wheel")
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="a source distribution has no list of its files")
def test_nothing_in_the_tree_names_a_folder_of_the_machine_it_was_made_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    here = bytes(ROOT) + b"/"
    telling = [
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file() and (MACHINE.search(content := path.read_bytes()) or here in content)
    ]
    assert telling == []


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
