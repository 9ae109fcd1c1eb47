"""keys.toml: rebinding, and mistakes in it as sentences with their line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.tui import keys
from academy.tui.keys import KeyMap
from academy.tui.screens.hud import HudScreen
from academy.tui.screens.lesson import LessonScreen
from tests.tui.hud_stage import opened, said, two_lessons


def keys_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "home" / "keys.toml"
    file.parent.mkdir()
    file.write_text(text)
    return file


def mistakes(tmp_path: Path, text: str) -> tuple[str, ...]:
    file = keys_file(tmp_path, text)
    return keys.mistakes(file, keys.read(file), keys.known())


async def test_a_binding_gets_other_keys_and_loses_its_own(tmp_path: Path) -> None:
    keys_file(tmp_path, '[hud]\ncontinue = "x, f6"\n[page]\nabort = "ctrl+b"\n')
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.sees("x Continue", "[x]")
        await stage.press("c")
        assert isinstance(stage.app.screen, HudScreen)
        for key in ("x", "f6"):
            await stage.press(key)
            await stage.until(lambda: isinstance(stage.app.page, LessonScreen), "the lesson")
            await stage.press("escape")
            assert isinstance(stage.app.page, LessonScreen)
            await stage.press("ctrl+b")
            await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")
        assert not said(stage)


async def test_mistakes_are_said_and_nothing_else_is_lost(tmp_path: Path) -> None:
    keys_file(tmp_path, '[hud]\ncontinu = "x"\nsearch = "y"\n')
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.until(lambda: "keys.toml:2: " in said(stage), "the sentence")
        assert "did you mean `hud.continue`?" in said(stage)
        await stage.sees("c Continue", "y Search")


async def test_a_file_that_is_no_toml_is_said_and_our_keys_hold(tmp_path: Path) -> None:
    keys_file(tmp_path, "[hud\n")
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.until(lambda: "keys.toml:1: " in said(stage), "the sentence")
        await stage.sees("c Continue")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[hud]\n\ncontinue = "ctlr+x"\n', "keys.toml:3: `hud.continue` names no key with `ctlr+x`"),
        ('hud.continue = "x,,y"\n', "keys.toml:1: `hud.continue` names no key with ``"),
        ("[hud]\ncontinue = 5\n", "keys.toml:2: `hud.continue` needs keys in quotes"),
        ('continue = "x"\n', "keys.toml:1: there is no binding `continue`; did you mean `hud.continue`?"),
        ('[hud]\ncontinue = "f1"\n', "keys.toml:2: `f1` is `app.help` too"),
        ('[lesson]\nnext = "b"\n', "keys.toml:2: `b` is `lesson.back` too"),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    found = mistakes(tmp_path, text)
    assert any(sentence in each for each in found), found


@pytest.mark.parametrize(
    "key", ["x", "X", "?", "f12", "ctrl+k", "ctrl+shift+left", "question_mark", "comma", "space"]
)
def test_keys_can_be_named_in_all_the_usual_ways(tmp_path: Path, key: str) -> None:
    assert mistakes(tmp_path, f'[hud]\ncontinue = "{key}"\n') == ()


def test_two_bindings_can_change_places(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[lesson]\nnext = "b"\nback = "n"\n') == ()


def test_the_template_changes_nothing_and_every_line_of_it_can_be_used(tmp_path: Path) -> None:
    text = keys.template(keys.known())
    file = keys_file(tmp_path, text)
    assert keys.read(file) == KeyMap({})
    lines = [line.removeprefix("# ") if " = " in line else line for line in text.splitlines()]
    file.write_text("\n".join(lines))
    read = keys.read(file)
    assert set(read.keys) == set(keys.known())
    assert keys.mistakes(file, read, keys.known()) == ()


async def test_the_template_is_written_once(tmp_path: Path) -> None:
    from academy.tui.palette import _write_keys

    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        _write_keys(stage.app)
        file = tmp_path / "home" / "keys.toml"
        await stage.until(lambda: "was written" in said(stage), "the sentence")
        assert 'continue = "c"' in file.read_text()
        file.write_text("# mine\n")
        _write_keys(stage.app)
        await stage.until(lambda: "was left alone" in said(stage), "the other sentence")
        assert file.read_text() == "# mine\n"


def test_every_binding_of_ours_has_a_name() -> None:
    assert {name.partition(".")[0] for name in keys.known()} >= {
        "app",
        "page",
        "hud",
        "lesson",
        "quiz",
        "sheet",
        "confirm",
    }


@given(st.binary(max_size=200))
def test_no_file_breaks_the_start(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "keys.toml"
        file.write_bytes(content)
        keys.mistakes(file, keys.read(file), {})
