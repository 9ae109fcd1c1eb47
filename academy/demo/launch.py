"""Starts a guard with its interpreter: descriptors, scratch folder, and an environment that holds nothing private."""

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MARK = "ACADEMY_DEMO"
_WAIT_SECONDS = 10.0
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
# -c instead of -m: the guard starts without site-packages, so it must be told where this package lies.
_BOOT = (
    "import sys; sys.path.insert(0, {root!r}); from academy.demo.{module} import main; "
    "sys.path.pop(0); main(sys.argv[1:])"
)


@dataclass(frozen=True, slots=True)
class Launched:
    """A guard and the program's ends of what leads to it and to its interpreter; `mark` is in their environment."""

    guard: subprocess.Popen[bytes]
    control: socket.socket
    commands: int
    report: int
    stdout: int
    stderr: int
    scratch: Path
    mark: str

    async def close(self) -> None:
        """Close the ends and wait for the guard, which is expected to have ended; idempotent."""
        if self.control.fileno() < 0:
            return
        self.control.close()
        for descriptor in (self.commands, self.report, self.stdout, self.stderr):
            os.close(descriptor)
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        try:
            self.guard.wait(_WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.guard.kill()
            self.guard.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)


def clean_environment(environ: Mapping[str, str], scratch: Path, mark: str) -> dict[str, str]:
    """What an interpreter starts with: no key, no proxy, no settings of Python, and a home of its own.

    The home keeps a learner's ~/.netrc away, whose passwords HTTP clients send by themselves. A folder without
    certificates spares every client 20 ms of loading the system's: what a cell talks to is on loopback, and HTTPS
    to anywhere else is refused.
    """
    kept = {name: environ[name] for name in _KEPT if name in environ}
    return {**kept, "HOME": str(scratch), "TERM": "dumb", "SSL_CERT_DIR": str(scratch), MARK: mark}


def launch(memory_bytes: int) -> Launched:
    """Start a guard, which starts the interpreter; OSError when the system has no process or descriptor left."""
    mark = secrets.token_hex(8)
    with contextlib.ExitStack() as undo, contextlib.ExitStack() as theirs:
        # The guard makes it: a program that is killed in here leaves no folder behind.
        scratch = Path(tempfile.gettempdir(), f"academy-demo-{mark}")
        control, control_theirs = socket.socketpair()
        undo.callback(control.close)
        theirs.callback(control_theirs.close)
        commands_theirs, commands = _pipe(undo, theirs, ours="write")
        report, report_theirs = _pipe(undo, theirs)
        stdout, stdout_theirs = _pipe(undo, theirs)
        stderr, stderr_theirs = _pipe(undo, theirs)
        root = str(Path(__file__).resolve().parents[2])
        guard = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", "-c", _BOOT.format(root=root, module="guard")),
                *(str(control_theirs.fileno()), str(report_theirs), str(memory_bytes), str(scratch)),
                *(sys.executable, "-I", "-X", "utf8", "-c", _BOOT.format(root=root, module="child")),
                str(control_theirs.fileno()),
            ],
            stdin=commands_theirs,
            stdout=stdout_theirs,
            stderr=stderr_theirs,
            pass_fds=(control_theirs.fileno(), report_theirs),
            cwd=scratch.parent,
            env=clean_environment(os.environ, scratch, mark),
            start_new_session=True,
        )
        control.setblocking(False)  # noqa: FBT003
        undo.pop_all()
        return Launched(guard, control, commands, report, stdout, stderr, scratch, mark)


def _pipe(undo: contextlib.ExitStack, theirs: contextlib.ExitStack, *, ours: str = "read") -> tuple[int, int]:
    """A pipe as (read end, write end); our end closes when starting fails, theirs in any case."""
    read, write = os.pipe()
    mine, other = (read, write) if ours == "read" else (write, read)
    undo.callback(os.close, mine)
    theirs.callback(os.close, other)
    return read, write
