"""From a command line to a running app: the terminal is looked at, the session opened, and closed again."""

import asyncio

from academy.tui.app import AcademyApp, Start
from academy.tui.session import Session


async def play(session: Session, start: Start) -> int:
    """Run the app until it ends and close the session, whatever happens."""
    app = AcademyApp(session, start)
    try:
        await app.run_async()
    finally:
        await session.close()
    return app.return_code or 0


def launch(course: str | None, start: Start) -> int:
    """Open the session and run the app; its exit status."""
    return asyncio.run(play(Session.open(course), start))
