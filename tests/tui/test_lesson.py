"""A lesson through Pilot: what is shown at four sizes, sections, positions that are kept, reloading."""

from pathlib import Path

import pytest

from academy.tui.screens.hud import HudScreen
from academy.tui.screens.lesson import LessonScreen
from academy.tui.screens.quiz import QuizScreen
from academy.tui.widgets.section_end import RelatedLink
from tests.tui.lesson_stage import LESSON, stage, write_course

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_head_says_what_the_lesson_is_and_what_it_brought(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, size=size) as there:
        await there.sees(
            "[ ABORT TO HUD ]", "SEQ. 1", "Small", "Testing", "5 min", "100 BASE XP", "0 XP earned"
        )
        await there.sees("Words", "The end of words.")


@pytest.mark.parametrize("size", SIZES)
async def test_every_section_can_be_reached_and_is_remembered(tmp_path: Path, size: tuple[int, int]) -> None:
    async with stage(tmp_path, size=size) as there:
        for name, words in (("code", "Cells."), ("end", "Last words.")):
            await there.press("n")
            await there.sees(words)
            kept = ("small", name)
            await there.until(lambda: there.lesson.progress.last == kept, "kept")  # noqa: B023 - awaited here
        await there.press("n")
        await there.sees("Last words.")
        await there.press("b")
        await there.sees("Cells.")


async def test_keys_that_come_faster_than_sections_change_are_done_in_their_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        there.lesson.action_next_section()
        there.lesson.action_demo("run")
        there.lesson.action_next_section()
        await there.sees("Last words.")
        await there.until(lambda: there.sheet("first").run is not None, "the demo of the section between")


async def test_a_lesson_goes_on_where_reading_stopped(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.until(lambda: there.lesson.progress.last == ("small", "code"), "kept")
    async with stage(tmp_path) as there:
        await there.sees("Cells.")


async def test_sections_are_listed_beside_a_wide_page_and_in_one_line_over_a_narrow_one(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, size=(120, 40), section="code") as there:
        await there.sees("▸ Code ◇◇◇", "SYNAPSE VERIFICATION")
        assert not there.lesson.query_one(".lesson-place").display
        await there.pilot.resize_terminal(80, 24)
        await there.sees("2/3 Code ◇◇◇")
        assert not there.lesson.query_one("#rail").display
        await there.pilot.resize_terminal(120, 40)
        await there.sees("▸ Code ◇◇◇")


async def test_a_click_on_a_section_goes_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.sees("The end of words.")
        lines = there.text.split("\n")
        row = next(number for number, line in enumerate(lines) if line.lstrip().startswith("End "))
        await there.pilot.click(offset=(4, row))
        await there.sees("Last words.")


async def test_text_is_markdown_and_never_markup_and_only_web_links_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.sees(
            "Plain [bold]not markup[/bold] with code, a good link and a [bad one](javascript:alert)."
        )
        lines = there.text.split("\n")
        row = next(number for number, line in enumerate(lines) if "good link" in line)
        await there.pilot.click(offset=(lines[row].index("good link") + 1, row))
        await there.until(lambda: there.opened == ["https://example.org/a"], "the link opened")
        there.lesson.action_open_link("javascript:alert")
        assert there.opened == ["https://example.org/a"]


async def test_the_last_section_leads_on_to_the_verification_and_to_related_pages(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end", size=(120, 60)) as there:
        await there.sees("[ v ] SYNAPSE VERIFICATION", "RELATED", "Elsewhere", "More.")
        there.lesson.query_one(RelatedLink).focus()
        await there.press("enter")
        assert there.opened == ["https://example.org/elsewhere"]
        await there.press("v")
        await there.until(lambda: isinstance(there.app.page, QuizScreen), "the quiz")


async def test_a_field_check_shows_verdict_fact_source_date_and_evidence(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end", size=(120, 60)) as there:
        await there.sees("FIELD CHECK FALSE", "“It is [bold]so[/bold].”", "It is not so.", "Source: A book")
        await there.sees(
            "Verified: 2026-11-22", "a proof that runs against the sandbox", "First [red]step[/red]"
        )
        await there.sees("FIELD CHECK OUT OF DATE", "nothing offline can settle it")


async def test_the_proof_of_a_field_check_runs_where_it_stands(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end", size=(120, 60)) as there:
        await there.sees("[ run the proof ]")
        lines = there.text.split("\n")
        row = next(number for number, line in enumerate(lines) if "[ run the proof ]" in line)
        await there.pilot.click(offset=(lines[row].index("[ run") + 3, row))
        await there.sees("Cells.", "first says resp_")


async def test_the_way_on_at_the_foot_of_a_section_can_be_clicked(tmp_path: Path) -> None:
    async with stage(tmp_path) as there:
        await there.sees("[ n ] Next: Code")
        lines = there.text.split("\n")
        row = next(number for number, line in enumerate(lines) if "[ n ] Next: Code" in line)
        await there.pilot.click(offset=(lines[row].index("Next"), row))
        await there.sees("Cells.")


async def test_keys_scroll_a_section_that_is_longer_than_the_screen(tmp_path: Path) -> None:
    long = LESSON.replace(
        'body = "Cells."', 'body = """\n' + "\n\n".join(f"Line {n}." for n in range(80)) + '\n"""'
    )
    async with stage(tmp_path, section="code", lesson=long, size=(80, 24)) as there:
        await there.sees("Line 0.")
        for key, seen in (
            ("pagedown", "Line 10."),
            ("down", "Line 11."),
            ("end", "[ n ] Next: End"),
            ("home", "Line 0."),
        ):
            await there.press(key)
            await there.sees(seen)


async def test_escape_goes_to_the_hud_and_the_lesson_lives_on(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.sees("Cells.")
        page = there.lesson
        await there.press("escape")
        await there.until(lambda: isinstance(there.app.page, HudScreen), "the HUD")
        there.app.open_lesson("small")
        await there.until(lambda: there.app.page is page, "the same page")
        await there.sees("Cells.")


async def test_a_changed_file_is_shown_where_the_reader_is(tmp_path: Path) -> None:
    long = LESSON.replace(
        'body = "Cells."', 'body = """\n' + "\n\n".join(f"Line {n}." for n in range(80)) + '\n"""'
    )
    async with stage(tmp_path, section="code", lesson=long) as there:
        await there.sees("Line 0.")
        there.lesson.page.scroll_to(y=50, animate=False)
        await there.sees("Line 30.")
        write_course(tmp_path / "course", long.replace("Line 30.", "Line thirty."))
        await there.press("f5")
        await there.sees("Line thirty.")
        assert there.lesson.page.scroll_offset.y == 50
        assert there.lesson.page.section_id == "code"


async def test_a_section_that_is_gone_leaves_the_reader_at_its_neighbour(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end") as there:
        await there.sees("Last words.")
        head, rest = LESSON.split('[[section]]\nid = "end"')
        write_course(tmp_path / "course", head + rest[rest.index("[[related]]") :])
        await there.press("f5")
        await there.until(lambda: there.lesson.page.section_id == "code", "the neighbour")
        await there.sees("Cells.")


async def test_reading_goes_on_when_the_log_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path) as there:
        await there.sees("The end of words.")
        log = tmp_path / "home"
        await there.until(lambda: there.lesson.progress.last == ("small", "words"), "kept")
        there.app.session.journal.log.close()
        for path in log.glob("log*"):
            path.unlink()
        (log / "log.db").mkdir()
        await there.press("n")
        await there.sees("Cells.")
        assert isinstance(there.app.page, LessonScreen)
