"""Locks between programs: one file that several share, or one has alone."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 15.0
_STEP_SECONDS = 0.005


class LockedError(Exception):
    """Another program kept the lock for longer than anybody should."""


class FileLock:
    """A lock on a file beside the thing it guards; the system lets go of it when its holder dies.

    Not for two threads through one instance: hold a lock of your own around it.
    """

    def __init__(self, path: Path, wait: float = WAIT_SECONDS) -> None:
        """Open or make the lock file; OSError when that is impossible. Who waits longer gets LockedError."""
        self._wait = wait
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold it together with others that share it."""
        yield from self._hold(alone=False)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it while nobody else does."""
        yield from self._hold(alone=True)

    def _hold(self, *, alone: bool) -> Iterator[None]:
        deadline = time.monotonic() + self._wait
        while not _try(self._file, alone=alone):
            if time.monotonic() > deadline:
                raise LockedError
            time.sleep(_STEP_SECONDS)
        try:
            yield
        finally:
            _release(self._file)


if sys.platform == "win32":
    import msvcrt

    def _try(file: int, *, alone: bool) -> bool:  # noqa: ARG001 - Windows has no shared kind here
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(file: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
