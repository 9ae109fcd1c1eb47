"""The guard: a small process between the program and one interpreter, which ends the interpreter's whole tree.

It holds one end of a pipe. When the program ends, however that happens, the pipe ends and the guard kills
all that the interpreter started; orphans become the guard's children first, so a double fork hides nobody.
It runs as `python -I -S`, imports as little as it can, and stands in a session of its own.

Commands come as single bytes on stdin, reports go out as lines:
    i  interrupt the interpreter's process group    w  a run begins: watch the memory of the tree
    k  kill the tree and end                        s  a run ended: kill all but the interpreter; `swept`
    exit STATUS     the interpreter ended by itself (a wait status)
    memory          the tree took more than it may, and is killed
    gone            nothing of the tree is left; the last line
"""

import contextlib
import fcntl
import os
import select
import signal
import sys
from collections.abc import Sequence

from academy.system import processes

WATCH_SECONDS = 0.2


def main(argv: Sequence[str]) -> None:
    """Start the interpreter and guard it to its end.

    `argv`: descriptors of control socket and report pipe, bytes of memory, scratch folder, then the
    interpreter's command line.
    """
    control, report, memory_bytes, scratch, *command = argv
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _noted)
    processes.adopt_orphans()
    fcntl.fcntl(int(report), fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    os.mkdir(scratch, 0o700)  # noqa: PTH102 - no pathlib in here
    child = _start(command, int(control), int(memory_bytes), scratch)
    _Guard(child, int(report), wake, int(memory_bytes)).watch()
    _remove(scratch)


def _noted(_number: int, _frame: object) -> None:
    """Do nothing: the signal's number arrives through the wake-up pipe."""


def _start(command: list[str], control: int, memory_bytes: int, scratch: str) -> int:
    """Fork the interpreter into a session and folder of its own; it gets the control socket and the output."""
    guard = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            processes.die_with_parent()
            if os.getppid() != guard:
                os._exit(1)
            _limit(memory_bytes)
            os.chdir(scratch)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.execv(command[0], command)  # noqa: S606
        finally:
            os._exit(1)
    os.close(control)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return child


def _limit(memory_bytes: int) -> None:
    import resource  # noqa: PLC0415 - not on every system, and only in the fork

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not RLIMIT_AS: every thread reserves addresses that it never uses.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


class _Guard:
    def __init__(self, child: int, report: int, wake: int, memory_bytes: int) -> None:
        self._child = child
        self._report = report
        self._wake = wake
        self._memory_bytes = memory_bytes
        self._watching = False

    def watch(self) -> None:
        """Obey until the interpreter, the program or somebody's signal ends it; then kill the tree."""
        try:
            while True:
                ready, _, _ = select.select(
                    [0, self._wake], [], [], WATCH_SECONDS if self._watching else None
                )
                if self._wake in ready and self._ends():
                    return
                if 0 in ready and self._obeyed():
                    return
                if self._watching and self._too_large():
                    return
        finally:
            self._kill()

    def _ends(self) -> bool:
        """Whether a signal ends it: the interpreter's death or one that asks the guard to go."""
        numbers = os.read(self._wake, 4096)
        status = processes.reap().get(self._child)
        if status is not None:
            self._say(f"exit {status}")
            self._child = 0
        return status is not None or signal.SIGTERM in numbers or signal.SIGHUP in numbers

    def _obeyed(self) -> bool:
        """Do what was asked; whether that is to end."""
        commands = os.read(0, 4096)
        for command in commands.decode("ascii"):
            match command:
                case "i":
                    os.killpg(self._child, signal.SIGINT)
                case "w":
                    self._watching = True
                case "s":
                    self._watching = False
                    processes.kill_below(os.getpid(), spare=self._child)
                    self._say("swept")
                case _:
                    return True
        return not commands

    def _too_large(self) -> bool:
        tree = processes.descendants(os.getpid())
        if processes.memory(tree, self._memory_bytes) <= self._memory_bytes:
            return False
        self._say("memory")
        return True

    def _kill(self) -> None:
        if self._child:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child, signal.SIGKILL)
        processes.kill_below(os.getpid())
        self._say("gone")

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._report, f"{line}\n".encode())


def _remove(folder: str) -> None:
    """Remove the scratch folder; what cannot be removed stays in the system's folder for such things."""
    with contextlib.suppress(OSError):
        for place, folders, files in os.walk(folder, topdown=False):
            for name in files:
                os.unlink(os.path.join(place, name))  # noqa: PTH108, PTH118 - no pathlib in here
            for name in folders:
                inner = os.path.join(place, name)  # noqa: PTH118
                (os.unlink if os.path.islink(inner) else os.rmdir)(inner)  # noqa: PTH114
        os.rmdir(folder)  # noqa: PTH106


if __name__ == "__main__":
    main(sys.argv[1:])
