"""What is the same on all pages: commands, help, looks, and how the app ends when something fails."""

from pathlib import Path

import pytest
from textual.color import Color
from textual.command import CommandPalette

from academy.cli.errors import CommandError
from academy.cli.screen import require_terminal
from academy.log.error import LogError
from academy.tui import failure, themes
from academy.tui.app import AcademyApp, Start
from academy.tui.screens.confirm import Confirm
from academy.tui.screens.hud import HudScreen
from academy.tui.screens.lesson import LessonScreen
from academy.tui.screens.quiz import QuizScreen
from academy.tui.screens.sheet import Sheet
from tests.tui.hud_stage import opened, said, two_lessons
from tests.tui.quiz_stage import Stage


async def choose(stage: Stage, words: str) -> None:
    await stage.press("ctrl+p")
    await stage.until(lambda: isinstance(stage.app.screen, CommandPalette), "the palette")
    await stage.press(*words)
    await stage.sees(words)
    await stage.pilot.pause(0.3)  # the palette gathers what it finds before it takes enter
    await stage.press("enter")
    await stage.until(lambda: not isinstance(stage.app.screen, CommandPalette), "the palette closed")


async def test_the_palette_goes_to_a_section(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await choose(stage, "SEQ. 2 // The second")
        await stage.until(lambda: isinstance(stage.app.page, LessonScreen), "the lesson")
        assert isinstance(stage.app.page, LessonScreen)
        assert (stage.app.page.lesson_id, stage.app.page.at) == ("beta", 1)


async def test_the_palette_goes_to_a_quiz_and_back_to_the_hud(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await choose(stage, "Quiz of alpha")
        await stage.until(lambda: isinstance(stage.app.page, QuizScreen), "the quiz")
        await stage.sees("[ ABORT TO HUD ]")
        await choose(stage, "HUD")
        await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")


async def test_the_palette_does_what_keys_do_on_the_page(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course"), size=(100, 40)) as stage:
        stage.app.open_lesson("beta")
        await stage.sees("[ ABORT TO HUD ]")
        await choose(stage, "Next")
        await stage.until(lambda: getattr(stage.app.page, "at", 0) == 1, "the second section")
        await stage.press("ctrl+p")
        await stage.sees("Real API, or back", "here, the same as a")
        assert "Cursor" not in stage.text


async def test_slash_searches_places_alone(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course"), size=(100, 40)) as stage:
        await stage.press("slash")
        await stage.sees("SEQ. 1 // The first part", "Beta [bold]and[/bold] more")
        assert "Theme" not in stage.text


async def test_a_look_is_kept_for_the_next_time(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        assert stage.app.theme == themes.DARK
        await choose(stage, "Theme: light")
        await stage.until(lambda: stage.app.theme == themes.LIGHT, "the light theme")
    async with opened(tmp_path, root) as stage:
        assert stage.app.theme == themes.LIGHT
    async with opened(tmp_path, root, env={"NO_COLOR": "1"}) as stage:
        assert stage.app.theme == themes.ANSI


async def test_the_streak_can_be_switched_off_and_on(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        stage.journal.opened("alpha")
        await choose(stage, "Streak: off")
        await stage.until(lambda: not stage.progress.streak_on, "the streak is off")
        assert "STREAK" not in stage.text
        await choose(stage, "Streak: on")
        await stage.sees("STREAK 1 day")


async def test_without_colour_nothing_is_coloured_and_the_cursor_still_shows(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root, env={"NO_COLOR": "1"}) as stage:
        await stage.sees("Title of alpha")
        filters = stage.app.get_line_filters()
        turned = []
        for strip in stage.app.screen._compositor.render_strips():
            for segment in strip.apply_filter(filters[0], Color(0, 0, 0)):
                style = segment.style
                assert style is None or all(
                    color is None or color.is_default for color in (style.color, style.bgcolor)
                )
                if style and style.reverse:
                    turned.append(segment.text)
        assert "Title of alpha" in turned


async def test_help_shows_the_keys_of_each_page_with_their_names(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course"), size=(100, 60)) as stage:
        await stage.press("f1")
        await stage.sees("hud.continue", "hud.open", "app.commands", "keys.toml")
        assert "lesson.next" not in stage.text
        await stage.press("f1")
        await stage.until(lambda: not isinstance(stage.app.screen, Sheet), "the help closed")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.page, LessonScreen), "the lesson")
        await stage.press("f1")
        await stage.sees("lesson.next", "page.abort")
        assert "hud.continue" not in stage.text


@pytest.mark.parametrize(
    ("keys", "answer"), [(["y"], True), (["n"], False), (["escape"], False), (["enter"], False)]
)
async def test_a_question_is_answered_by_keys_and_no_is_where_the_cursor_stands(
    tmp_path: Path, keys: list[str], answer: bool
) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        answers: list[bool | None] = []
        stage.app.push_screen(Confirm("Run [red]it[/red]?", "A [bold]detail[/bold]."), answers.append)
        await stage.sees("Run [red]it[/red]?", "A [bold]detail[/bold].", "[y] Yes", "[n] No")
        await stage.press(*keys)
        await stage.until(lambda: answers == [answer], "the answer")


async def test_a_lesson_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        stage.app.open_lesson("nowhere")
        stage.app.open_quiz("nowhere")
        await stage.until(
            lambda: "no such sequence" in said(stage) and "no such verification" in said(stage), "both"
        )
        assert isinstance(stage.app.page, HudScreen)


async def test_a_log_that_takes_nothing_is_a_sentence_and_the_page_stays(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        stage.journal.log.close()
        stage.app.set_option("theme", themes.LIGHT)
        await stage.until(lambda: "the log is closed" in said(stage), "the sentence")
        page = stage.app.page
        assert isinstance(page, HudScreen)
        page.progress_changed()
        await stage.sees("Title of alpha")


async def test_a_mistake_of_ours_ends_the_app_without_a_traceback(tmp_path: Path) -> None:
    ended: list[AcademyApp] = []

    def stumble() -> None:
        raise RuntimeError("over its own feet")

    async def play() -> None:
        async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
            ended.append(stage.app)
            stage.app.call_later(stumble)
            await stage.until(lambda: stage.app.failed is not None, "the failure")

    with pytest.raises(RuntimeError, match="own feet"):  # the pilot raises what the program reports
        await play()
    assert isinstance(ended[0].failed, RuntimeError)
    assert ended[0].return_code == 1
    assert not ended[0]._exit_renderables


def test_what_is_said_then_names_the_log_and_the_way_to_see_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_HOME", str(tmp_path))
    message, remedy = failure.sentence(RuntimeError("two\nlines"))
    assert "RuntimeError: two lines" in message
    assert str(tmp_path / "log.db") in remedy
    assert "--debug" in remedy
    assert failure.sentence(LogError("the disk is full", "free some")) == ("the disk is full", "free some")


def test_without_a_terminal_there_is_a_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError) as refused:
        require_terminal("academy open x --plain")
    assert refused.value.status == 3
    assert "academy open x --plain" in refused.value.remedy


async def test_the_app_starts_in_a_lesson_with_nothing_under_it(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root, start=Start(lesson="beta", section="two")) as stage:
        await stage.until(lambda: isinstance(stage.app.page, LessonScreen), "the lesson")
        assert len(stage.app.screen_stack) == 1
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")
        assert len(stage.app.screen_stack) == 1
