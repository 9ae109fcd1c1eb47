"""The app on a course of the test's own, over a real log in a folder of the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from academy.tui.app import AcademyApp, Start
from academy.tui.screens.hud import HudScreen
from academy.tui.session import Session
from academy.tui.widgets.sequence_list import SequenceList
from tests.tui.quiz_stage import Stage

COURSE = 'id = "tests"\ntitle = "Course of [red]tests[/red]"\n'
LESSON = """
id = "{id}"
sequence = {sequence}
title = "{title}"
track = "Testing"
summary = "Is read by tests."
minutes = {minutes}
base_xp = 250

[[section]]
id = "one"
title = "The first part"
body = "One."

[[section]]
id = "two"
title = "The second part"
body = "Two."
"""
QUIZ = """
id = "{id}"
title = "Quiz of {id}"
lesson = "{id}"

[[question]]
id = "q"
kind = "true-false"
prompt = "Is it so?"
explanation = "It is so."
[[question.option]]
id = "yes"
text = "Yes"
correct = true
feedback = "Yes."
[[question.option]]
id = "no"
text = "No"
correct = false
feedback = "No."
"""


def lesson(name: str, sequence: int, title: str = "", minutes: object = 7) -> str:
    return LESSON.format(id=name, sequence=sequence, title=title or f"Title of {name}", minutes=minutes)


def write_course(root: Path, *lessons: str) -> Path:
    (root / "lessons").mkdir(parents=True)
    (root / "quizzes").mkdir()
    (root / "lessons" / "course.toml").write_text(COURSE)
    for name, text in zip(("alpha", "beta", "gamma"), lessons, strict=False):
        (root / "lessons" / f"{name}.toml").write_text(text)
        (root / "quizzes" / f"{name}.toml").write_text(QUIZ.format(id=name))
    return root


def two_lessons(root: Path) -> Path:
    return write_course(root, lesson("alpha", 1), lesson("beta", 2, "Beta [bold]and[/bold] more"))


@asynccontextmanager
async def opened(
    tmp_path: Path,
    root: Path,
    *,
    size: tuple[int, int] = (80, 24),
    start: Start | None = None,
    env: dict[str, str] | None = None,
) -> AsyncIterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACADEMY_HOME", str(tmp_path / "home"))
        patch.setenv("COLORTERM", "truecolor")
        for name in ("NO_COLOR", "COLORFGBG"):
            patch.delenv(name, raising=False)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        session = Session(root, foreign=True)
        try:
            app = AcademyApp(session, start)
            async with app.run_test(size=size, notifications=True) as pilot:
                there = Stage(app, pilot)
                await there.until(lambda: session.loaded, "the course")
                yield there
        finally:
            await session.close()


def cursor(stage: Stage) -> str | None:
    assert isinstance(stage.app.page, HudScreen)
    return stage.app.page.query_one(SequenceList).at


def said(stage: Stage) -> str:
    return "\n".join(shown.message for shown in stage.app._notifications)
