"""From a session to a running app and back: whatever ends the app, what it started is closed."""

import asyncio
import contextlib
import signal
from functools import partial

from academy.tui.app import AcademyApp, Start
from academy.tui.session import Session

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")  # SIGHUP is the terminal's window closing


def launch(session: Session, start: Start) -> int:
    """Run the app and close the session; the exit status, 128 + n where signal n ended it.

    Raises whatever made the app fail.
    """
    return asyncio.run(play(session, start))


async def play(session: Session, start: Start) -> int:
    """Run the app until it ends, by itself or by a signal, and close the session in any case."""
    try:
        app = AcademyApp(session, start)
        loop = asyncio.get_running_loop()
        for name in _ENDING:
            number = getattr(signal, name, None)
            with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
                if number is not None:
                    loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
        await app.run_async()
    finally:
        await session.close()
    if app.failed is not None:
        raise app.failed
    return app.return_code or 0
