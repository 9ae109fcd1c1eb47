"""What ctrl+p offers of the page that is shown: what its keys do, and its links."""

from pathlib import Path

from textual.command import CommandPalette

from academy.tui import palette
from academy.tui.app import AcademyApp
from academy.tui.palette import Command
from tests.tui.hud_stage import opened, two_lessons
from tests.tui.lesson_stage import LESSON, Stage, stage

CITED = LESSON.replace('source = "A page"', 'source = "The page https://example.org/b, and responses.py"')


def offered(app: AcademyApp) -> list[Command]:
    assert app.page is not None
    return [*palette._here(app, app.page), *palette._links(app, app.page)]


def names(app: AcademyApp) -> list[str]:
    return [command.name for command in offered(app)]


async def choose(there: Stage, words: str) -> None:
    await there.press("ctrl+p")
    await there.until(lambda: isinstance(there.app.screen, CommandPalette), "the palette")
    await there.press(*words)
    await there.sees(words)
    await there.pilot.pause(0.3)  # the palette gathers what it finds before it takes enter
    await there.press("enter")
    await there.until(lambda: not isinstance(there.app.screen, CommandPalette), "the palette closed")


def rebind(tmp_path: Path, text: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "keys.toml").write_text(text)


async def test_a_link_of_the_text_is_opened_by_keys(tmp_path: Path) -> None:
    async with stage(tmp_path, section="words") as there:
        assert [name for name in names(there.app) if "Open" in name] == ["Open https://example.org/a"]
        await choose(there, "example.org/a")
        await there.until(lambda: there.opened == ["https://example.org/a"], "the browser")


async def test_addresses_of_sources_and_of_what_is_related_are_links_too(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end", lesson=CITED, size=(120, 70)) as there:
        await there.sees("Source: The page https://example.org/b, and responses.py")
        links = [name for name in names(there.app) if "Open" in name]
        assert links == ["Open https://example.org/b", "Open https://example.org/elsewhere"]


async def test_what_keys_do_is_offered_once_with_all_of_them_and_moving_is_not(tmp_path: Path) -> None:
    rebind(tmp_path, '[lesson]\nnext = "f6, right"\nscroll-up = "y"\nrun = "left_square_bracket"\n')
    async with stage(tmp_path, section="code") as there:
        about = {command.name: command.about for command in offered(there.app)}
        assert len(about) == len(offered(there.app))
        assert about["Next"].endswith("f6, →")
        assert about["Run"].endswith("\\[")
        assert {"Edit", "Wire", "Ledger", "Verify", "Real API, or back"} <= about.keys()
        assert not any("Scroll" in name for name in about)
        assert not about.keys() & {"Stop", "Restore original", "Quit", "Keys"}
        await there.press("ctrl+p")
        await there.sees("here, the same as [", "here, the same as f6, →")


async def test_moving_about_in_a_quiz_is_not_offered_under_any_key(tmp_path: Path) -> None:
    rebind(tmp_path, '[quiz]\nchoose-1 = "y"\nup = "k"\nsubmit = "f6"\n')
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as there:
        there.app.open_quiz("alpha")
        await there.sees("Is it so?")
        assert names(there.app) == []
        await there.press("y", "f6")
        await there.sees("[ GO ON ]")
        await there.press("f6")
        await there.sees("WHERE TO")
        assert names(there.app) == ["Again", "Lesson"]


async def test_the_editor_names_the_keys_that_leave_it_now(tmp_path: Path) -> None:
    rebind(tmp_path, '[editor]\nrun = "f6"\nleave = "f7"\n')
    async with stage(tmp_path, section="code") as there:
        await there.press("e")
        await there.sees("editing: f7 leaves and keeps it, f6 runs it")
        assert names(there.app)[:2] == ["Leave the editor", "Run"]
        there.app.screen.set_focus(None)
        await there.sees("editing: what you type is kept")
        assert names(there.app).count("Run") == 1
