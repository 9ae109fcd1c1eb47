"""A quiz on a screen of a given size, over a real log in a folder of the test."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from academy.course.alone import load_path
from academy.progress.fold import Progress
from academy.progress.journal import Journal
from academy.tui.app import AcademyApp, Start
from academy.tui.session import Session

QUIZ = "persistent-multi-turn-state"
TURNS = 2000


class Stage:
    """The running app; what is waited for is waited for a bounded number of turns."""

    def __init__(self, app: AcademyApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def journal(self) -> Journal:
        return self.app.session.journal

    @property
    def progress(self) -> Progress:
        return self.journal.state

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())

    async def until(self, done: Callable[[], bool], what: str) -> None:
        for _ in range(TURNS):
            if done():
                return
            await self.pilot.pause(0.01)
        pytest.fail(f"never: {what}\n{self.text}")

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in self.flat for text in texts), f"{texts} on the screen")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def answer(self, number: int) -> None:
        await self.press(str(number), "enter")

    async def go_on(self, to: str) -> None:
        await self.press("enter")
        await self.sees(to)


@asynccontextmanager
async def stage(
    home: Path, *, root: Path | None = None, quiz: str = QUIZ, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_HOME", str(home))
        session = Session.over(root, load_path(root)) if root else Session.open()
        try:
            app = AcademyApp(session, Start(quiz=quiz))
            async with app.run_test(size=size) as pilot:
                yield Stage(app, pilot)
        finally:
            await session.close()
