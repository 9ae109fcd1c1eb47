"""The real program in a process of its own, with its state in a folder of the test."""

import os
import subprocess
import sys
from pathlib import Path


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "ACADEMY_HOME": str(home), "PYTHONWARNINGS": "error", **more}


def academy(
    home: Path, *words: str | Path, stdin: str | bytes = "", **more: str
) -> subprocess.CompletedProcess[str]:
    typed = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run(
        [sys.executable, "-m", "academy", *map(str, words)],
        input=typed,
        capture_output=True,
        env=environment(home, **more),
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    )
