"""Each broken fixture has the one mistake that it says it has, in the place that it says, and nothing else."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from academy.course import home, source
from academy.course.alone import load_path
from academy.course.problems import Problem, render

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
FILES = sorted([*BROKEN.glob("lesson/*.toml"), *BROKEN.glob("quiz/*.toml")])
FOLDERS = sorted(path.parent for path in BROKEN.glob("course/*/expect.txt"))
PLACE = re.compile(r"(?P<code>[a-z-]+) (?P<line>\d+):(?P<column>\d+)")


@dataclass(frozen=True)
class Expected:
    """The planted mistake; `hint` is a part of the hint, empty where there is none."""

    path: Path
    code: str
    line: int
    column: int
    hint: str


def expected(fixture: Path) -> Expected:
    """What a file says in its first two lines, and a folder in its expect.txt."""
    if fixture.is_dir():
        first, *rest = (fixture / "expect.txt").read_text(encoding="utf-8").splitlines()
        path, first = first.split(" ", 1)
        hints = rest
    else:
        # The planted mistake may be that the rest is no text.
        head, second = fixture.read_bytes().split(b"\n")[:2]
        first = head.decode().removeprefix("# expect: ")
        path, hints = "", [second.decode().removeprefix("# ").rstrip("\r")]
    place = PLACE.fullmatch(first.rstrip("\r"))
    assert place, f"{fixture} does not say what is wrong with it"
    hint = next((line.removeprefix("hint: ") for line in hints if line.startswith("hint: ")), "")
    return Expected(fixture / path, place["code"], int(place["line"]), int(place["column"]), hint)


def only_problem(fixture: Path) -> Problem:
    problems = load_path(fixture).problems
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize("fixture", [*FILES, *FOLDERS], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_exactly_the_planted_mistake_is_found(fixture: Path) -> None:
    planted = expected(fixture)
    found = only_problem(fixture)
    assert (found.path, found.code, found.line, found.column) == (
        planted.path,
        planted.code,
        planted.line,
        planted.column,
    )
    assert planted.hint in found.hint
    assert bool(planted.hint) <= bool(found.hint)


@pytest.mark.parametrize("fixture", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_mistake_is_shown_with_its_line_and_a_caret(fixture: Path) -> None:
    found = only_problem(fixture)
    text = source.read(fixture).text
    shown = render(found, text).splitlines()
    assert shown[0].startswith(f"{fixture}:{found.line}:{found.column}: {found.code}: ")
    assert shown[1].startswith(f" {found.line} | ")
    assert shown[2].rstrip().endswith("^")
    assert shown[2].count("^") == 1
    assert (len(shown) == 4) == bool(found.hint)


def test_there_are_enough_fixtures_of_enough_kinds() -> None:
    assert len(FILES) + len(FOLDERS) >= 40
    kinds = {expected(fixture).code for fixture in [*FILES, *FOLDERS]}
    assert kinds >= {
        "syntax",
        "unknown-key",
        "missing-key",
        "wrong-type",
        "out-of-range",
        "dangling-reference",
        "duplicate-id",
        "wrong-key-count",
        "loop",
    }


@pytest.mark.parametrize("folder", [HERE / "valid", home.shipped()], ids=["valid", "shipped"])
def test_nothing_is_found_in_whole_courses(folder: Path) -> None:
    assert load_path(folder).problems == ()
