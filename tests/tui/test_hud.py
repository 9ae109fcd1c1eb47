"""The HUD: what there is, how far one is, and the way on."""

from pathlib import Path

import pytest

from academy.progress.fold import Progress
from academy.tui.present.sequences import packed
from academy.tui.present.words import Piece, plain
from academy.tui.screens.hud import HudScreen
from academy.tui.screens.lesson import LessonScreen
from academy.tui.screens.too_small import TooSmall
from academy.tui.widgets.level_bar import line
from tests.tui.hud_stage import cursor, lesson, opened, said, two_lessons, write_course
from tests.tui.quiz_stage import Stage


async def shows_lesson(stage: Stage, lesson_id: str, section: int) -> None:
    def there() -> bool:
        page = stage.app.page
        return isinstance(page, LessonScreen) and page.lesson_id == lesson_id and page.at == section

    await stage.until(there, f"section {section} of {lesson_id}")


def earn(stage: Stage, quiz: str, option: str) -> None:
    attempt, _ = stage.journal.answer(stage.journal.start_attempt(quiz), [option])
    stage.journal.finish(attempt)


async def test_the_very_first_start_lists_what_there_is(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.sees(
            "LEVEL 1", "0 XP · 200 to LEVEL 2", "SEQ. 1 Title of alpha", "7 min", "250 BASE XP", "NEW"
        )
        assert "Course of [red]tests[/red]" in stage.flat
        assert "Beta [bold]and[/bold] more" in stage.flat
        assert "▶ BEGIN SEQ. 1 // The first part" in stage.flat
        assert "STREAK" not in stage.flat


async def test_arrows_and_enter_open_and_escape_comes_back_to_the_same_row(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.press("down", "enter")
        await shows_lesson(stage, "beta", 0)
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")
        await stage.sees("READING", "CONTINUE SEQ. 2 // The first part")
        assert cursor(stage) == "beta"


async def test_continue_goes_to_the_exact_section(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        stage.journal.opened("beta")
        stage.journal.reading("beta", "two")
    async with opened(tmp_path, root) as stage:
        await stage.sees("CONTINUE SEQ. 2 // The second part")
        assert cursor(stage) == "beta"
        await stage.press("c")
        await shows_lesson(stage, "beta", 1)


async def test_what_was_earned_shows_with_level_and_streak(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        earn(stage, "alpha", "yes")
    async with opened(tmp_path, root, size=(120, 40)) as stage:
        await stage.sees("LEVEL 2", "300 XP · 300 to LEVEL 3", "STREAK 1 day", "PASSED", "300 XP earned")
        assert "Verification: best 100% in 1 attempt" in stage.flat


async def test_a_folder_without_a_course_says_what_it_needs_and_takes_it_when_it_comes(
    tmp_path: Path,
) -> None:
    root = tmp_path / "course"
    root.mkdir()
    async with opened(tmp_path, root) as stage:
        await stage.sees(
            "There is no sequence to show yet", "lessons/course.toml", "academy check", "1 problem"
        )
        await stage.press("enter", "c")
        assert isinstance(stage.app.screen, HudScreen)
        write_course(tmp_path / "made", lesson("alpha", 1)).rename(tmp_path / "later")
        for folder in ("lessons", "quizzes"):
            (tmp_path / "later" / folder).rename(root / folder)
        await stage.press("f5")
        await stage.sees("Title of alpha", "BEGIN")


async def test_problems_of_files_are_counted_and_shown_with_their_place(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course", lesson("alpha", 1), lesson("beta", 2, minutes=0))
    async with opened(tmp_path, root) as stage:
        await stage.sees("1 problem in the course's files: beta.toml:7:11:", "File problems")
        assert "Title of alpha" in stage.text
        assert "Title of beta" not in stage.text
        await stage.press("f")
        await stage.sees("PROBLEMS IN THE COURSE'S FILES", "7 | minutes = 0", "hint:")
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HudScreen), "the HUD")


async def test_without_problems_there_is_no_key_for_them(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.sees("Search")
        assert "File problems" not in stage.text
        await stage.press("f")
        assert isinstance(stage.app.screen, HudScreen)


@pytest.mark.parametrize("columns", [60, 79, 99, 100, 140, 200])
async def test_nothing_is_cut_at_any_width(tmp_path: Path, columns: int) -> None:
    title = "A title that is long enough to need more than one line where the window is narrow"
    async with opened(
        tmp_path, write_course(tmp_path / "course", lesson("alpha", 1, title)), size=(columns, 20)
    ) as stage:
        await stage.sees(
            *title.split(), "NEW", "7 min", "250 BASE XP", "Testing", "Is read by tests.", "f1 Keys"
        )
        screen = stage.app.screen
        assert all(not widget.show_horizontal_scrollbar for widget in screen.query("*"))
        assert all(screen.region.contains_region(widget.region) for widget in screen.query("#hud > *"))


async def test_the_rows_are_laid_out_anew_while_the_window_changes(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course"), size=(140, 40)) as stage:
        await stage.sees("The second part")
        await stage.press("down")
        await stage.pilot.resize_terminal(60, 20)
        await stage.until(lambda: "The second part" not in stage.text, "the short form")
        assert cursor(stage) == "beta"


async def test_a_window_that_becomes_too_small_is_covered_until_it_is_larger(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.pilot.resize_terminal(50, 15)
        await stage.sees("50 x 15 is too small")
        await stage.press("enter")
        assert isinstance(stage.app.screen, TooSmall)
        await stage.pilot.resize_terminal(120, 30)
        await stage.until(lambda: isinstance(stage.app.screen, HudScreen), "the HUD")
        await stage.sees("Title of alpha", "The second part")


async def test_a_click_on_the_way_on_opens_it(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.sees("BEGIN")
        await stage.pilot.click("#way-on", offset=(5, 0))
        await shows_lesson(stage, "alpha", 0)


async def test_notices_of_the_start_are_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "log.db").write_bytes(b"this is no database" * 100)
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.until(lambda: "!" in stage.text, "a notice")
        assert stage.app.session.notices[0].split()[0] in stage.flat
        assert not said(stage)


@pytest.mark.parametrize("width", [20, 40, 58, 80, 118])
@pytest.mark.parametrize("streak", [0, 1, 12])
def test_the_level_line_fits_and_its_bar_is_as_full_as_the_level(width: int, streak: int) -> None:
    progress = Progress(xp=350, level=2, level_floor=200, next_level=600, streak=streak)
    shown = line(progress, width)
    assert shown.cell_length <= width
    assert "350 XP" in shown.plain
    heavy, light = shown.plain.count("━"), shown.plain.count("─")
    assert heavy == (heavy + light) * 150 // 400


def test_facts_stay_whole_and_lines_fit() -> None:
    facts = [Piece("aaaa"), Piece(""), Piece("bbbb"), Piece("cccccccc")]
    assert [plain(each) for each in packed(facts, 12)] == ["aaaa · bbbb", "cccccccc"]
