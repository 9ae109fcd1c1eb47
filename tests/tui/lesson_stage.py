"""A lesson on a screen of a given size, over a real log, with real interpreters and a real sandbox."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from academy.tui.app import AcademyApp, Start
from academy.tui.desk import Sheet
from academy.tui.screens.lesson import LessonScreen
from academy.tui.session import Session
from academy.tui.widgets.cell import Cell

TURNS = 500
COURSE = 'id = "tests"\ntitle = "Tests"\n'
LESSON = '''
id = "small"
sequence = 1
title = "Small"
track = "Testing"
summary = "Is read by tests."
minutes = 5
base_xp = 100

[[section]]
id = "words"
title = "Words"
body = """
Plain [bold]not markup[/bold] with `code`, a [good link](https://example.org/a)
and a [bad one](javascript:alert). The end of words.
"""

[[section]]
id = "code"
title = "Code"
body = "Cells."

[[section.demo]]
id = "first"
title = "First [red]step[/red]"
about = "It *begins*."
javascript = "const x = 1;"
code = """
from openai import OpenAI

client = OpenAI()
a = client.responses.create(model="gpt-5.4", input="My name is Ada.")
print("first says", a.id[:5])
"""
[section.demo.expect]
output = ["first says resp_"]

[[section.demo]]
id = "second"
title = "Second step"
continues = "first"
code = """
b = client.responses.create(model="gpt-5.4", input="What is my name?", previous_response_id=a.id)
print("second says", b.output_text)
"""
[section.demo.expect]
output = ["Ada"]

[[section.demo]]
id = "raises"
title = "It raises"
code = """
raise LookupError("nobody here")
"""
[section.demo.expect]
error = "LookupError"

[[section]]
id = "end"
title = "End"
body = "Last words."

[[section.demo]]
id = "waits"
title = "It waits"
code = """
import time
print("waiting", flush=True)
time.sleep(60)
"""
[section.demo.expect]
output = ["waiting"]

[[section.claim]]
id = "said"
said = "It is [bold]so[/bold]."
verdict = "false"
fact = "It is *not* so."
source = "A book"
verified = 2026-11-22
evidence = "sandbox"
proof = "first"

[[section.claim]]
id = "cited"
said = "It cost nothing."
verdict = "stale"
fact = "It did."
source = "A page"
verified = 2026-11-21
evidence = "cited"

[[related]]
title = "Elsewhere"
url = "https://example.org/elsewhere"
about = "More."
'''
QUIZ = """
id = "small-quiz"
title = "Small quiz"
lesson = "small"
[[question]]
id = "q"
kind = "true-false"
prompt = "Is it?"
explanation = "It is."
[[question.option]]
id = "yes"
text = "Yes"
correct = true
feedback = "Right."
[[question.option]]
id = "no"
text = "No"
correct = false
feedback = "Wrong."
"""


def write_course(root: Path, lesson: str = LESSON) -> Path:
    (root / "lessons").mkdir(parents=True, exist_ok=True)
    (root / "quizzes").mkdir(exist_ok=True)
    (root / "lessons" / "course.toml").write_text(COURSE)
    (root / "lessons" / "small.toml").write_text(lesson)
    (root / "quizzes" / "small.toml").write_text(QUIZ)
    return root


class Stage:
    """The running app; what is waited for is waited for a bounded number of turns."""

    def __init__(self, app: AcademyApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.opened: list[str] = []

    @property
    def lesson(self) -> LessonScreen:
        page = self.app.page
        assert isinstance(page, LessonScreen)
        return page

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())

    def sheet(self, demo_id: str) -> Sheet:
        return self.lesson.desk.sheet(demo_id)

    def cell(self, demo_id: str) -> Cell:
        return self.lesson.query_one(f"#cell-{demo_id}", Cell)

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

    async def ran(self, demo_id: str) -> None:
        await self.until(lambda: self.sheet(demo_id).run is not None, f"{demo_id} ran")


@asynccontextmanager
async def stage(
    tmp_path: Path,
    *,
    section: str | None = None,
    size: tuple[int, int] = (120, 40),
    foreign: bool = False,
    lesson: str = LESSON,
    env: dict[str, str] | None = None,
) -> AsyncIterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_HOME", str(tmp_path / "home"))
        patch.setenv("COLORTERM", "truecolor")
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "NO_COLOR"):
            patch.delenv(name, raising=False)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        session = Session(write_course(tmp_path / "course", lesson), foreign=foreign)
        try:
            app = AcademyApp(session, Start(lesson="small", section=section))
            async with app.run_test(size=size, notifications=True) as pilot:
                there = Stage(app, pilot)
                patch.setattr(app, "open_url", lambda url, **_: there.opened.append(url))
                await there.until(lambda: isinstance(app.page, LessonScreen), "the lesson")
                await there.until(lambda: there.lesson.page.complete, "the whole page")
                yield there
        finally:
            await session.close()
