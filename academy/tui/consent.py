"""What is asked before it is done: running a stranger's demos, and spending money on the real API."""

import os
from typing import TYPE_CHECKING

from academy.tui.screens.confirm import Confirm
from academy.tui.session import SandboxUnavailableError

if TYPE_CHECKING:
    from academy.sandbox.forward import Forward
    from academy.tui.desk import Desk
    from academy.tui.screens.lesson import LessonScreen

NO_KEY = (
    "There is no key for the real API here. To use it: quit, set OPENAI_API_KEY in your shell, start academy again. "
    "Demos see only a key of the sandbox, never yours."
)
BACK = "The built-in model answers again. All cells start fresh."
THERE = "The real API answers now, on your key. All cells start fresh."


async def may_run(screen: "LessonScreen") -> bool:
    """Whether demos of this course may run; asks once per folder of somebody else's."""
    from academy.demo import trust  # noqa: PLC0415 - nothing of demos before the first picture

    session = screen.session
    if not session.foreign or trust.trusted(screen.progress.options, session.root):
        return True
    ask = Confirm("Somebody else's code", trust.question(session.root), yes="Run them", no="Only read")
    agreed = await screen.app.push_screen_wait(ask)
    if agreed:
        screen.note(lambda: session.journal.set_option(trust.option(session.root), agreed))
    return bool(agreed)


async def switch_api(screen: "LessonScreen", desk: "Desk", demo_id: str) -> None:
    """Go over to the real API after an estimate and a question; back without one."""
    from academy.demo.real import real_api  # noqa: PLC0415

    if desk.forward is not None:
        await desk.switch(None)
        screen.tell(BACK)
    elif (forward := real_api(os.environ)) is None:
        screen.tell(NO_KEY)
    else:
        text = await _price(screen, desk, demo_id, forward)
        ask = Confirm("Switch to the real API?", text, yes="Use it", no="Stay with the built-in model")
        agreed = bool(text) and await screen.app.push_screen_wait(ask)
        if agreed:
            await desk.switch(forward)
            screen.tell(THERE)
    screen.show_progress()


async def _price(screen: "LessonScreen", desk: "Desk", demo_id: str, forward: "Forward") -> str:
    """What to ask, with the price in it; empty where there is no sandbox to find it out with."""
    from academy.demo.estimate import sentence  # noqa: PLC0415 - loads the prices, which few ask for

    title = desk.lesson.demos[demo_id].title
    screen.tell(f"Working out what “{title}” would cost…")
    try:
        notebook = await desk.notebook()
        estimate = await notebook.estimate(demo_id, code=desk.edits())
    except SandboxUnavailableError as error:
        screen.tell(str(error))
        return ""
    return (
        f"“{title}”, with what it continues, would take {sentence(estimate)}.\n\n"
        f"From now on every demo of this lesson that you run goes to {forward.base_url} with your key and is billed to "
        "it, until you switch back. Chains start fresh: the ids of the sandbox mean nothing there."
    )
