"""Draw the README's pictures: the real app, driven by keys through a pilot, exported as SVG.

python -m bench.screenshots FOLDER
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from academy.tui.app import AcademyApp
from academy.tui.session import Session

SIZE = (110, 38)
SECONDS = 60.0
RIGHT_ANSWERS = ("2", "2", "4")


async def _until(pilot: Pilot[Any], done: Callable[[str], bool]) -> None:
    for _ in range(int(SECONDS / 0.05)):
        strips = pilot.app.screen._compositor.render_strips()
        if done("\n".join("".join(segment.text for segment in strip) for strip in strips)):
            return
        await pilot.pause(0.05)
    raise TimeoutError("the screen never came to it")


async def _sees(pilot: Pilot[Any], *texts: str) -> None:
    await _until(pilot, lambda screen: all(text in screen for text in texts))


def _draw(pilot: Pilot[Any], path: Path) -> None:
    svg = pilot.app.export_screenshot(title="academy")
    # Textual numbers each picture's styles at random: a picture that did not change must not change in git.
    path.write_text(re.sub(r"terminal-\d+", f"terminal-{path.stem}", svg), encoding="utf-8")
    print(path)


async def draw(folder: Path) -> None:
    """Walk through a lesson once, drawing it, a query and the HUD with what was earned."""
    session = Session.open()
    try:
        app = AcademyApp(session)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await _sees(pilot, "SEQ. 1", "BEGIN")
            await pilot.press("enter")
            await _sees(pilot, "What is the Conversations API?")
            for title in ("Why it exists", "Relationship to the Responses API", "API usage patterns"):
                await pilot.press("n")
                await _sees(pilot, title)
            await pilot.press("d")
            await _sees(pilot, "Happy to help")
            await pilot.press("w")
            await _sees(pilot, "POST", "/v1/responses")
            _draw(pilot, folder / "lesson.svg")
            await pilot.press("v")
            for number, key in enumerate(RIGHT_ANSWERS, 1):
                await _sees(pilot, f"QUERY {number} // 3")
                await pilot.press(key, "enter")
                await _sees(pilot, "Right.")
                if number == 2:
                    _draw(pilot, folder / "quiz.svg")
                await pilot.press("enter")
            await _sees(pilot, "+300 XP")
            await pilot.press("escape")
            await _sees(pilot, "PASSED")
            _draw(pilot, folder / "hud.svg")
    finally:
        await session.close()


def main() -> None:
    """Draw into the folder that the command line names, with a state of its own."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ACADEMY_HOME"] = home
        os.environ["COLORTERM"] = "truecolor"
        os.environ.pop("NO_COLOR", None)
        os.environ.pop("OPENAI_API_KEY", None)
        asyncio.run(draw(folder))


if __name__ == "__main__":
    main()
