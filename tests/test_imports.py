"""Who may import whom, proved in processes of their own: what a command loads is what people wait for."""

import subprocess
import sys

import pytest

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
    assert not {"pydantic", "textual", "openai", "starlette", "tomli", "sqlite3", "asyncio"} & loaded_after(
        statement
    )


def test_grading_needs_no_sdk_until_a_demo_runs() -> None:
    assert "splintr" not in loaded_after("import academy.sandbox, academy.demo.runner")
