"""What goes on beside the pages from the first picture on: loading, warming, and following the course's files."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from academy.tui import keys
from academy.tui.reloading import first_problem
from academy.tui.session import SandboxUnavailableError

if TYPE_CHECKING:
    from academy.tui.app import AcademyApp

POLL_SECONDS = 1.0
SETTLE_SECONDS = 0.1  # an editor that writes a file in two steps is done by then


async def settle(app: "AcademyApp", read: keys.KeyMap) -> None:
    """Load the course, say what is wrong with it and with keys.toml, and warm the sandbox."""
    await asyncio.to_thread(lambda: app.session.load)
    await tell(app)
    if read.keys or read.mistakes:
        for mistake in keys.mistakes(keys.path(), read, await asyncio.to_thread(keys.known)):
            app.say(mistake, "warning")
    with suppress(SandboxUnavailableError):  # whoever runs a demo is told
        await app.session.runner()


async def watch(app: "AcademyApp") -> None:
    """Look at the files once a second; that works on every file system."""
    while True:
        await asyncio.sleep(POLL_SECONDS)
        if await asyncio.to_thread(app.session.changed):
            await asyncio.sleep(SETTLE_SECONDS)
            await reload(app, by_hand=False)


async def reload(app: "AcademyApp", *, by_hand: bool) -> None:
    """Read the course again, take what is whole of it, and say what came of it."""
    found = await asyncio.to_thread(app.session.read)
    app.session.adopt(found)
    await tell(app)
    if found.problems:
        kept = " What was there stays as it was." if app.session.course.lessons else ""
        app.say(f"{first_problem(found.problems)}.{kept}", "error")
    else:
        app.say("The course was read again." if by_hand else "The course changed and was read again.")


async def tell(app: "AcademyApp") -> None:
    """Tell every living page of a changed course, after closing those whose lesson is gone."""
    here = {lesson.id for lesson in app.session.course.lessons}
    for gone in set(app.lessons) - here:
        closing = app.lessons.pop(gone)
        if closing is app.page:
            app.say("The file of this sequence is gone. What you did in it is kept.", "warning")
            await app.to_hud()
        app.uninstall_screen(closing)
        await closing.remove()
    for living in {app.page, *app.lessons.values()}:
        if living is not None and living.is_mounted:
            living.course_changed()
