"""What the documents say to type, and where they lead, is there."""

import re
import shlex
from pathlib import Path

import pytest

from academy.cli.main import parse
from academy.course import models
from academy.course.schema import MODELS
from tests.cli.academy_process import academy

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SPAN = re.compile(r"`((?:academy|make)(?: [^`]*)?)`")
LINE = re.compile(
    r"^(?:\$ )?(?:.*&& \.venv/bin/|pipx run --spec \. |uvx --from \. )?((?:academy|make)(?: .*)?)$",
    re.MULTILINE,
)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def commands(document: Path) -> list[str]:
    """Each line and each piece of code that begins with one of our commands."""
    text = document.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return sorted({*SPAN.findall(text), *LINE.findall(code)})


COMMANDS = sorted({command for document in DOCUMENTS for command in commands(document)})


def test_the_readme_says_what_to_type_first() -> None:
    said = commands(ROOT / "README.md")
    assert {"make run", "make test", "academy"} <= {command.split("  ")[0] for command in said}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("academy")])
def test_every_command_that_a_document_names_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status: int | str | None = 0
    try:
        parse(shlex.split(command, comments=True)[1:])
    except SystemExit as end:
        status = end.code
    # Prose may name a command without what it is to be given.
    assert status == 0 or "the following arguments are required" in capsys.readouterr().err


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("make")])
def test_every_target_that_a_document_names_is_one(command: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert shlex.split(command, comments=True)[1] in targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_leads_to_is_there(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.fixture(scope="module")
def written_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course that the page for authors writes, each file named in its first line."""
    root = tmp_path_factory.mktemp("course")
    page = (ROOT / "docs/writing-a-course.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"^```toml\n# (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_course_that_authors_are_shown_checks_and_runs(written_course: Path, tmp_path: Path) -> None:
    done = academy(tmp_path, "check", written_course, "--run")
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def test_authors_are_shown_every_key(written_course: Path) -> None:
    files = {
        "lesson": "lessons/01-memory.toml",
        "quiz": "quizzes/memory.toml",
        "course": "lessons/course.toml",
    }
    for kind, model in MODELS.items():
        shown = (written_course / files[kind]).read_text(encoding="utf-8")
        tables = [model.__name__, *model.model_json_schema().get("$defs", ())]
        keys = {key for table in tables for key in getattr(models, table).model_fields}
        assert {key for key in keys if not re.search(rf"\b{key}( =|\]\])", shown)} == set()
