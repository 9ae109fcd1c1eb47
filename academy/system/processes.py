"""Process trees: who descends from whom, what they take together, and how all of them end.

Linux tells all of it in /proc. Elsewhere a tree is what stays in its process group, and its memory is not
known. This module imports next to nothing, because the guard of a demo lives by it (academy/demo/guard.py).
"""

import contextlib
import os
import signal
import sys
import time

LINUX = sys.platform == "linux"
_PATIENCE_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_GONE = (ProcessLookupError, PermissionError)


def adopt_orphans() -> None:
    """From now on whatever loses its parent below this process becomes its child, on Linux."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the thread that started this process ends, on Linux; it survives an exec."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def descendants(root: int) -> list[int]:
    """The living processes below `root`, nearest first; empty where the system does not tell."""
    below: dict[int, list[int]] = {}
    for pid, parent in _parents().items():
        below.setdefault(parent, []).append(pid)
    found = [root]
    for pid in found:
        found += below.get(pid, ())
    return found[1:]


def memory(pids: list[int], enough: int) -> int:
    """Bytes that these processes hold together, pages that they share counted once.

    Counting shared pages is dear, so the plain sum is given where that is not above `enough`.
    """
    resident = sum(_resident(pid) for pid in pids)
    return resident if resident <= enough else sum(_proportional(pid) for pid in pids)


def kill_below(root: int, spare: int | None = None) -> None:
    """Kill everything below `root` but `spare`; the dead among its own children are reaped.

    All are stopped first: what is stopped cannot start another while the list is read. Gives up after some
    seconds, so that a process which cannot be killed (it waits for a device) hangs nobody.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        stopped: set[int] = set()
        while fresh := [pid for pid in descendants(root) if pid != spare and pid not in stopped]:
            for pid in fresh:
                _send(pid, signal.SIGSTOP)
            stopped.update(fresh)
            if time.monotonic() > deadline:
                break
        for pid in stopped:
            _send(pid, signal.SIGKILL)
        if root == os.getpid() and spare is None:
            reap()
        if not stopped or time.monotonic() > deadline:
            return


def reap() -> dict[int, int]:
    """Take note of this process's dead children: wait status by process id."""
    dead: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            dead[found[0]] = found[1]
    return dead


def kill_marked(mark: str) -> None:
    """Kill every process of this user that was started with `mark` in its environment, on Linux."""
    wanted = mark.encode()
    for pid in _parents():
        with contextlib.suppress(OSError), open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
            if wanted in file.read():
                _send(pid, signal.SIGKILL)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(*_GONE):
        os.kill(pid, number)


def _parents() -> dict[int, int]:
    """Parent by process id, of all that are not yet dead."""
    found: dict[int, int] = {}
    if not LINUX:
        return found
    for name in os.listdir("/proc"):  # noqa: PTH208 - pathlib is dear to a process that starts often
        if not name.isdigit():
            continue
        fields = _read(f"/proc/{name}/stat").rpartition(b")")[2].split()
        # A main thread that has ended shows as a zombie while its other threads go on.
        if len(fields) > 17 and (fields[0] not in b"ZX" or int(fields[17]) > 1):
            found[int(name)] = int(fields[1])
    return found


def _resident(pid: int) -> int:
    fields = _read(f"/proc/{pid}/statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _proportional(pid: int) -> int:
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return _resident(pid)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def _prctl(option: int, value: int) -> None:
    if LINUX:
        import ctypes  # noqa: PLC0415 - only where it is used

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
