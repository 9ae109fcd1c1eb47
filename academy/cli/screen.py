"""Opening the screen, for every command that shows one: whether there is a terminal, and what can go wrong."""

import argparse
import gc
import os
import shutil
import sys
from typing import TYPE_CHECKING

from academy.cli.errors import CommandError
from academy.system.terminal import MIN_COLUMNS, MIN_ROWS, too_small

if TYPE_CHECKING:
    from pathlib import Path

    from academy.course.loader import LoadResult


def show(
    args: argparse.Namespace,
    *,
    plain: str,
    found: "tuple[Path, LoadResult] | None" = None,
    lesson: str | None = None,
    section: str | None = None,
    quiz: str | None = None,
) -> int:
    """Show the screen until it is left: the HUD, or what is named. `plain` is the command that needs none.

    `found` is a course with its folder, where one was loaded already.
    CommandError where there is no terminal for it (3), no usable log (3), or where the screen itself failed (1).
    """
    require_terminal(plain)
    # Nothing that is made before the first picture is garbage: looking for some takes a twentieth of the
    # time until then. The app turns it on again.
    gc.disable()
    from academy.log.error import LogError
    from academy.tui.app import Start
    from academy.tui.failure import sentence
    from academy.tui.launch import launch
    from academy.tui.session import Session

    try:
        session = Session.open(args.course) if found is None else Session.over(*found)
        return launch(session, Start(lesson, section, quiz))
    except LogError as error:
        raise CommandError(error.message, error.remedy, status=3) from error
    except Exception as error:
        raise CommandError(*sentence(error), status=1) from error


def require_terminal(plain: str) -> None:
    """Do nothing where the screen can be shown; CommandError (3) with the `plain` command where it cannot."""
    remedy = f"`{plain}` gives the same line by line"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("this needs a terminal, and there is none here", remedy, status=3)
    if os.environ.get("TERM") == "dumb":
        raise CommandError("this terminal says that it is dumb (TERM=dumb)", remedy, status=3)
    # Shells and CI export the size of another moment or terminal, and both we and Textual would believe it.
    for stale in ("COLUMNS", "LINES"):
        os.environ.pop(stale, None)
    columns, rows = shutil.get_terminal_size()
    if too_small(columns, rows):
        raise CommandError(
            f"this terminal has {columns} columns and {rows} rows; {MIN_COLUMNS} and {MIN_ROWS} are needed",
            f"make it larger, or: {remedy}",
            status=3,
        )
