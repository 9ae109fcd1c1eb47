"""Who may import whom, proved in processes of their own: what a command loads is what people wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Only here is the SDK loaded, and only by the child that runs demos.
CHILD = {"academy.demo.rehearsal"}
# What people wait for before the program answers at all.
WEIGHTY = {
    "pydantic",
    "textual",
    "openai",
    "starlette",
    "uvicorn",
    "tomli",
    "sqlite3",
    "asyncio",
    "platformdirs",
}
HEADLESS = [
    "academy.course.loader",
    "academy.quiz.scoring",
    "academy.log.store",
    "academy.progress.journal",
    "academy.sandbox",
    "academy.demo.runner",
    "academy.plain.quiz",
    "academy.plain.lesson",
    "academy.cli.check",
    "academy.cli.demo",
    "academy.cli.doctor",
    "academy.cli.open",
    "academy.cli.progress",
    "academy.cli.quiz",
    "academy.cli.sandbox",
]


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("module", HEADLESS)
def test_the_headless_side_loads_neither_textual_nor_the_sdk(module: str) -> None:
    assert not {"textual", "rich", "openai"} & loaded_after(f"import {module}")


def test_of_all_modules_only_the_screens_load_textual_and_only_the_demo_child_the_sdk() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "academy").rglob("*.py")
        if path.relative_to(ROOT).parts[1] != "tui" and path.name != "__main__.py"
    }
    assert names >= CHILD
    statement = (
        f"from importlib import import_module\nfor name in {sorted(names - CHILD)}: import_module(name)"
    )
    loaded = loaded_after(statement)
    assert {"starlette", "pydantic", "tomli"} <= loaded
    assert not {"textual", "rich", "openai"} & loaded


def test_a_course_without_mistakes_needs_nothing_that_explains_them() -> None:
    loaded = loaded_after(
        "from academy.course import home\n"
        "from academy.course.loader import load_course\n"
        "assert not load_course(home.shipped()).problems"
    )
    assert not {"difflib", "tree_sitter", "tree_sitter_toml"} & loaded


def test_the_screens_do_not_load_the_sdk_nor_a_server() -> None:
    loaded = loaded_after("import academy.tui.app, academy.tui.screens.hud, academy.tui.screens.lesson")
    assert "textual" in loaded
    assert not {"openai", "starlette", "uvicorn", "httpx2"} & loaded


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_version_and_help_load_nothing_of_weight(flag: str) -> None:
    statement = (
        "from academy.cli.main import main\n"
        f"try: main([{flag!r}])\n"
        "except SystemExit as end: assert end.code == 0"
    )
    assert not WEIGHTY & loaded_after(statement)


def test_grading_needs_no_sdk_until_a_demo_runs() -> None:
    assert "splintr" not in loaded_after("import academy.sandbox, academy.demo.runner")
