"""Code cells through Pilot, with the real SDK in real interpreters against a real sandbox."""

import sys
from pathlib import Path

import pytest
from textual import events

from academy.sandbox import Sandbox
from academy.tui.screens.confirm import Confirm
from academy.tui.widgets.code_view import CodeView
from tests.tui.lesson_stage import LESSON, Stage, stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="demos need fork")
ANY_PRINT = '''
code = """
import time
print("waiting", flush=True)
time.sleep(60)
"""'''


def printing(statement: str) -> str:
    return LESSON.replace(ANY_PRINT, f'\ncode = """\n{statement}\n"""')


def runs(there: Stage) -> list[tuple[str, bool]]:
    events = there.app.session.journal.log.events()
    return [(event.item, event.data["ok"]) for event in events if event.kind == "demo-run"]


async def test_a_demo_runs_streams_its_output_and_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.sees("[ d Run ]", "First [red]step[/red]", "It begins.")
        await there.press("d")
        await there.sees(
            "first says resp_", "✓ As expected.", "simulated: the built-in model answers from stored context"
        )
        await there.until(lambda: runs(there) == [("small#first", True)], "the event")
        await there.sees("▸ Code ◆◇◇")


async def test_predecessors_run_first_and_show_as_rows(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.press("tab", "tab", "d")
        await there.sees("✓ ran first: First [red]step[/red]", "second says Your name is Ada")
        await there.sees("first says resp_")
        both = [("small#first", True), ("small#second", True)]
        await there.until(lambda: runs(there) == both, "both events")


async def test_an_expected_exception_is_shown_as_expected(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.press("tab", "tab", "tab", "d")
        await there.sees("LookupError: nobody here", "✓ As expected: LookupError belongs to it.")


async def test_an_edit_runs_survives_other_sections_and_can_be_undone(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.press("e")
        await there.until(lambda: there.cell("first").editing, "the editor")
        await there.press(
            *["down"] * 9, "end", "enter", *"print", "left_parenthesis", *"6*7", "right_parenthesis", "escape"
        )
        await there.sees("print(6*7)", "edited", "u Restore original")
        await there.press("n")
        await there.sees("Last words.")
        await there.press("b")
        await there.sees("print(6*7)")
        await there.press("d")
        await there.ran("first")
        run = there.sheet("first").run
        assert run is not None
        assert run.edited
        assert run.stdout.endswith("42\n")
        await there.sees("✓ As expected, with your code.")
        await there.press("u")
        await there.until(lambda: "6*7" not in there.text, "the lesson's code")
        assert there.lesson.desk.edits() == {}


async def test_what_is_missing_is_said_mildly_of_edited_code(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.sees("First")
        there.lesson.desk.edit(there.cell("first").demo, "print('mine')")
        await there.press("d")
        await there.sees("mine", "Your code, so anything goes.", "first says resp_")
        await there.until(lambda: runs(there) == [("small#first", False)], "the event")


async def test_escape_leaves_the_editor_and_only_then_the_lesson(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.press("e")
        await there.until(lambda: there.cell("first").editing, "the editor")
        await there.press("n", "d", "v")
        await there.press("escape")
        await there.until(lambda: not there.cell("first").editing, "reading again")
        assert there.lesson.page.section_id == "code"
        assert "ndv" in there.lesson.desk.edits()["first"]


async def test_the_key_after_escape_is_none_of_the_text(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        for language in ("-javascript", ""):
            await there.press("e")
            await there.until(lambda: there.cell("first").editing, "the editor")
            for key in ("escape", "j"):
                there.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await there.until(lambda: not there.cell("first").editing, "reading again")
            await there.until(lambda: bool(there.cell("first").query(".cell-code")), "the code")
            assert there.lesson.desk.edits() == {}, language


async def test_ctrl_r_in_the_editor_runs_what_was_typed(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        there.lesson.desk.edit(there.cell("first").demo, "print('typed')")
        await there.press("e")
        await there.until(lambda: there.cell("first").editing, "the editor")
        await there.press("ctrl+r")
        await there.ran("first")
        await there.sees("typed")


async def test_a_running_demo_is_stopped(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end") as there:
        await there.press("d")
        await there.sees("● running", "[ s Stop ]")
        await there.until(lambda: not there.sheet("waits").transcript.empty, "output")
        await there.press("s")
        await there.sees("■ You stopped it.")
        assert runs(there) == []
        await there.press("d", "s")
        await there.sees("stopped")
        await there.until(lambda: not there.sheet("waits").running, "the end")


async def test_a_demo_goes_on_while_the_reader_is_elsewhere(tmp_path: Path) -> None:
    async with stage(tmp_path, section="end") as there:
        await there.press("d")
        await there.until(lambda: not there.sheet("waits").transcript.empty, "output")
        await there.press("b")
        await there.sees("Cells.")
        assert there.sheet("waits").running
        await there.press("n")
        await there.sees("● running", "waiting")
        await there.press("s")
        await there.sees("■ You stopped it.")


async def test_reset_forgets_the_variables_and_the_output(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.press("d")
        await there.sees("first says resp_")
        await there.press("x")
        await there.until(lambda: "first says resp_" not in there.text, "an empty cell")
        await there.press("tab", "d")
        await there.sees("✓ ran first: First [red]step[/red]")


async def test_javascript_is_shown_beside_and_said_not_to_run(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.sees("Python", "JavaScript, not run here")
        await there.press("j")
        await there.sees("const x = 1;")
        await there.press("d")
        await there.sees("first says resp_")
        await there.press("j")
        await there.sees("from openai import OpenAI")


async def test_output_is_harmless_bounded_and_never_markup(tmp_path: Path) -> None:
    wild = r"print('\\x1b[2J[red]plain[/red] \\x07\\x9b31m'); print('\\n'.join(str(n) for n in range(1000)))"
    async with stage(tmp_path, section="end", lesson=printing(wild)) as there:
        await there.press("d")
        await there.ran("waits")
        await there.press("o", "home")
        await there.sees("earlier lines not shown")
        lines = [line.text for line in there.sheet("waits").transcript.lines()]
        assert lines[-1] == "999"
        assert not any("\x1b" in line or "\x07" in line for line in lines)


async def test_where_no_sandbox_can_start_the_cell_says_so_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Sandbox) -> None:
        raise OSError("no ports left")

    monkeypatch.setattr(Sandbox, "start", refuse)
    async with stage(tmp_path, section="code") as there:
        await there.press("d")
        await there.sees("The sandbox did not start (no ports left)")
        await there.press("n")
        await there.sees("Last words.")


async def test_a_strangers_demos_are_asked_for_once(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", foreign=True) as there:
        await there.press("d")
        await there.until(lambda: isinstance(there.app.screen, Confirm), "the question")
        await there.sees(str(tmp_path / "course")[:20])
        await there.press("n")
        await there.sees("Cells.")
        assert not there.sheet("first").used
        await there.press("d")
        await there.until(lambda: isinstance(there.app.screen, Confirm), "the question again")
        await there.press("y")
        await there.sees("first says resp_")
    async with stage(tmp_path, section="code", foreign=True) as there:
        await there.press("d")
        await there.sees("first says resp_")


async def test_a_stranger_is_asked_about_where_the_log_cannot_be_read(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", foreign=True) as there:
        there.app.session.journal.log.close()
        await there.press("d")
        await there.until(lambda: isinstance(there.app.screen, Confirm), "the question")
        await there.press("y")
        await there.sees("first says resp_")
        assert not any("mistake of ours" in shown.message for shown in there.app._notifications)


async def test_without_a_key_the_real_api_is_explained(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.press("a")
        await there.sees("OPENAI_API_KEY")
        assert there.lesson.desk.forward is None


async def test_the_real_api_is_asked_for_with_its_price_and_never_shows_the_key(tmp_path: Path) -> None:
    with Sandbox(None) as upstream:
        key = upstream.issue_key("learner")
        env = {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": upstream.base_url}
        async with stage(tmp_path, section="code", size=(120, 70), env=env) as there:
            await there.press("d")
            await there.sees("first says resp_")
            await there.press("a")
            await there.until(lambda: isinstance(there.app.screen, Confirm), "the question")
            await there.sees("1 turn", "$")
            await there.press("y")
            await there.sees("REAL API")
            assert not there.sheet("first").used
            await there.press("d")
            await there.ran("first")
            await there.sees("REAL API: answered by the real model", "first says resp_")
            assert len(upstream.record.since()) == 1
            await there.press("t")
            await there.sees("seen on the wire", "user: My name is Ada.")
            assert key not in there.text
            assert all(key not in repr(exchange) for exchange in there.lesson.desk.wire("first"))
            await there.press("a")
            await there.until(lambda: there.lesson.desk.forward is None, "the built-in model again")
            await there.press("d")
            await there.ran("first")
            assert len(upstream.record.since()) == 1
        home = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
        assert key.encode() not in home


async def test_code_that_is_read_is_the_code_that_runs(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=(120, 70)) as there:
        await there.sees("First")
        for demo in there.lesson.lesson.section[1].demo:
            view = there.cell(demo.id).query_one(CodeView)
            assert str(view.visual).strip() == demo.code.strip()
