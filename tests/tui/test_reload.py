"""Files that change while they are shown: taken in place, and what is broken stays as it was."""

from pathlib import Path

from academy.tui.screens.hud import HudScreen
from academy.tui.screens.lesson import LessonScreen
from tests.tui.hud_stage import cursor, lesson, opened, said, two_lessons


def write(root: Path, name: str, text: str) -> None:
    """As editors do: a new file that takes the place of the old one."""
    new = root / "lessons" / f"{name}.new"
    new.write_text(text)
    new.replace(root / "lessons" / f"{name}.toml")


async def test_a_changed_file_is_taken_by_itself_and_the_cursor_stays(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        await stage.press("down")
        write(root, "beta", lesson("beta", 2, "Beta anew"))
        await stage.sees("Beta anew")
        assert cursor(stage) == "beta"
        assert "was read again" in said(stage)


async def test_f5_reads_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, two_lessons(tmp_path / "course")) as stage:
        await stage.press("f5")
        await stage.until(lambda: "The course was read again." in said(stage), "the sentence")


async def test_a_broken_file_keeps_what_was_there_and_says_where(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        write(root, "beta", lesson("beta", 2, "Beta anew", minutes=0))
        await stage.until(lambda: "beta.toml:7:11: " in said(stage), "the problem")
        assert "What was there stays as it was" in said(stage)
        await stage.sees("Beta [bold]and[/bold] more", "1 problem in the course's files")
        write(root, "beta", lesson("beta", 2, "Beta mended"))
        await stage.sees("Beta mended")
        assert "1 problem" not in stage.text


async def test_a_reader_stays_in_the_section_while_its_text_changes(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        stage.app.open_lesson("beta", "two")
        await stage.sees("The second part", "Two.")
        write(root, "beta", lesson("beta", 2).replace('body = "Two."', 'body = "Two, told anew."'))
        await stage.sees("Two, told anew.")
        page = stage.app.page
        assert isinstance(page, LessonScreen)
        assert page.at == 1


async def test_a_lesson_whose_file_is_gone_is_left_for_the_hud(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        stage.app.open_lesson("beta")
        await stage.until(lambda: isinstance(stage.app.page, LessonScreen), "the lesson")
        (root / "quizzes" / "beta.toml").unlink()
        (root / "lessons" / "beta.toml").unlink()
        await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")
        assert "is gone" in said(stage)
        await stage.until(
            lambda: "SEQUENCES" in stage.text and "Beta" not in stage.text, "the list without it"
        )


async def test_a_hidden_lesson_has_changed_when_one_comes_back_to_it(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        stage.app.open_lesson("beta", "two")
        await stage.sees("Two.")
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.page, HudScreen), "the HUD")
        write(root, "beta", lesson("beta", 2).replace('body = "Two."', 'body = "Two, told anew."'))
        await stage.until(lambda: "was read again" in said(stage), "it was read")
        await stage.press("c")
        await stage.sees("Two, told anew.")


async def test_a_folder_that_vanishes_keeps_the_course(tmp_path: Path) -> None:
    root = two_lessons(tmp_path / "course")
    async with opened(tmp_path, root) as stage:
        root.rename(tmp_path / "elsewhere")
        await stage.until(lambda: "What was there stays as it was" in said(stage), "the problem")
        await stage.sees("Title of alpha")
