"""Wire, State and Ledger through Pilot, over what a real run brought."""

import sys
from pathlib import Path

import pytest

from tests.tui.lesson_stage import stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="demos need fork")
TALL = (120, 90)


async def test_wire_shows_each_exchange_and_unfolds_to_request_and_response(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("d")
        await there.ran("first")
        await there.press("w")
        await there.sees("POST /v1/responses 200", "request,", 'input: "My name is Ada."', "response,")
        await there.press("home", "left")
        await there.until(lambda: "My name is Ada." not in there.text.split("Ledger")[1], "a folded exchange")
        await there.press("right", "down", "left")
        await there.sees("request,", "response,")


async def test_state_shows_this_run_unfolded_and_what_was_there_before_folded(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("d")
        await there.ran("first")
        await there.press("t")
        await there.sees("In the sandbox", "● resp_", "user: My name is Ada.", "assistant:")
        assert "earlier" not in there.text
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("tab", "tab", "d")
        await there.ran("second")
        await there.press("t")
        await there.sees(
            "● chain of 2 responses", "user: What is my name?", "○ earlier: 1 chain or conversation"
        )


async def test_ledger_shows_tokens_of_each_turn_beside_resending_and_who_pays(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("tab", "tab", "d")
        await there.ran("second")
        await there.press("l")
        await there.sees(
            "turn 1 gpt-5.4",
            "turn 2 gpt-5.4",
            "by hand",
            "sum 2 turns:",
            "about $0.00",
            "The bill is on the tokens in",
        )
        turns = [x.input_tokens for x in there.lesson.desk.chain("second")]
        assert None not in turns
        assert turns == sorted(turns, key=lambda tokens: tokens or 0)


async def test_each_cell_remembers_which_tab_was_open(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("tab", "tab", "d")
        await there.ran("second")
        await there.press("w")
        await there.sees("POST /v1/responses 200")
        await there.press("n")
        await there.sees("Last words.")
        await there.press("b")
        await there.sees("POST /v1/responses 200", "first says resp_")
        assert there.sheet("second").tab == "wire"
        assert there.sheet("first").tab == "output"


async def test_tab_walks_from_cell_to_cell_and_a_tabs_key_steps_into_it(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("d")
        await there.ran("first")
        await there.press("tab")
        await there.until(lambda: there.app.focused is there.cell("second"), "the next cell")
        await there.press("shift+tab", "w")
        await there.sees("POST /v1/responses 200")
        await there.until(
            lambda: there.app.focused is there.cell("first").query_one(".result-body"), "the tree"
        )
        await there.press("tab")
        await there.until(lambda: there.app.focused is there.cell("second"), "the next cell again")


async def test_tabs_of_a_cell_that_did_not_run_say_what_to_do(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code") as there:
        await there.press("w")
        await there.sees("run the demo first")


@pytest.mark.parametrize(("width", "beside"), [(120, False), (200, True)])
async def test_tabs_stand_beside_the_code_where_there_is_room(
    tmp_path: Path, width: int, beside: bool
) -> None:
    async with stage(tmp_path, section="code", size=(width, 50)) as there:
        await there.press("d")
        await there.sees("As expected.")
        code = there.cell("first").query_one(".cell-code").region
        result = there.cell("first").result.region
        assert (result.x >= code.right) is beside
        assert (result.y >= code.bottom) is not beside


async def test_a_store_that_fails_is_a_sentence_and_not_the_end(tmp_path: Path) -> None:
    async with stage(tmp_path, section="code", size=TALL) as there:
        await there.press("d")
        await there.ran("first")
        sandbox = there.app.session.sandbox
        assert sandbox is not None
        sandbox.stop()
        await there.press("t")
        await there.sees("the sandbox is not running; start it first.")
        assert "Nothing is stored" not in there.text
        assert not there.app._notifications
        await there.press("o")
        await there.sees("first says")
