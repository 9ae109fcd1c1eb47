"""The learner's log for the time of one command."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from academy.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from academy.log.store import EventLog


@contextmanager
def opened_log() -> "Iterator[EventLog]":
    """Open the log, say on stderr what had to be mended, and close it; CommandError when it cannot be used."""
    from academy.log.error import LogError
    from academy.log.store import EventLog
    from academy.system import paths

    try:
        log = EventLog.open(paths.log_path(), lambda notice: print(notice, file=sys.stderr))
        try:
            yield log
        finally:
            log.close()
    except LogError as error:
        raise CommandError(error.message, error.remedy, status=3) from error
