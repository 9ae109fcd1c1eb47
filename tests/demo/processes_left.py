"""What of a demo's processes is still there, found by what they have in their environment or command line."""

import os
import time
from pathlib import Path


def holding(text: str, *, environ: bool = True) -> list[int]:
    """The living processes, this one aside, whose environment (or else command line) holds a text."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            held = (entry / ("environ" if environ else "cmdline")).read_bytes()
            state = (entry / "stat").read_bytes().rpartition(b")")[2].split()[0]
        except OSError:
            continue
        if text.encode() in held and state not in b"ZX":
            found.append(int(entry.name))
    return found


def wait_until_none(text: str, seconds: float = 20.0, *, environ: bool = True) -> None:
    """Fail if such processes are there for much longer."""
    deadline = time.monotonic() + seconds
    while left := holding(text, environ=environ):
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.02)


def wait_for(path: Path, seconds: float = 30.0) -> str:
    """The content of a file that a demo writes, once it has any."""
    deadline = time.monotonic() + seconds
    while not path.exists() or not path.read_text():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)
    return path.read_text()
