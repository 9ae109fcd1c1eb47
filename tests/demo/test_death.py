"""Whatever kills the program, nothing that its demos started is left, and no scratch folder either."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.demo.processes_left import holding, wait_for, wait_until_none

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere less holds: academy doctor says what"
)

PROGRAM = """
import asyncio, sys
from academy.demo.interpreter import Interpreter
from academy.demo.run import Limits

async def main():
    interpreter = await Interpreter.start(Limits(seconds=600))
    print("started", flush=True)
    await interpreter.warm()
    await interpreter.run("cell", sys.stdin.read(), lambda *_: None)
    await interpreter.close()

asyncio.run(main())
"""
TREE = """
import os, subprocess, sys, threading, time
subprocess.Popen(["sleep", "1000"])
subprocess.Popen(["sleep", "1000"], start_new_session=True)
os.system("nohup setsid sleep 1000 >/dev/null 2>&1 &")
if not os.fork():
    os.setsid()
    if os.fork():
        os._exit(0)
    os.closerange(0, 100)
    os.chdir("/")
    os.execvp("sleep", ["sleep", "1000"])
os.wait()
threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
open({ready!r}, "w").write("ready")
while True: pass
"""


@contextmanager
def program(folder: Path, code: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that runs one cell; all its demo processes have the folder in their environment."""
    environ = {**os.environ, "TMPDIR": str(folder)}
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    )
    with running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(code.encode())
        running.stdin.close()
        assert running.stdout.readline() == b"started\n"
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize("attempt", range(5))
def test_nothing_is_left_when_the_program_is_killed_in_the_middle_of_a_run(
    tmp_path: Path, attempt: int
) -> None:
    ready = tmp_path / "ready"
    with program(tmp_path, TREE.format(ready=str(ready))) as running:
        wait_for(ready)
        assert len(holding(str(tmp_path))) >= 6
        running.send_signal(signal.SIGKILL if attempt else signal.SIGTERM)
        running.wait()
        wait_until_none(f"{tmp_path}/academy-demo")
    ready.unlink()
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_when_the_program_is_killed_while_interpreters_start(tmp_path: Path) -> None:
    for pause in (0.0, 0.01, 0.03, 0.1, 0.3):
        with program(tmp_path, "while True: pass") as running:
            time.sleep(pause)  # the moment is the point
            running.kill()
            running.wait()
            wait_until_none(f"{tmp_path}/academy-demo")
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_tree_ends_with_its_guard(tmp_path: Path, number: signal.Signals) -> None:
    ready = tmp_path / "ready"
    with program(tmp_path, TREE.format(ready=str(ready))) as running:
        wait_for(ready)
        (guard,) = set(holding("academy.demo.guard", environ=False)) & set(holding(str(tmp_path)))
        os.kill(guard, number)
        wait_until_none(f"{tmp_path}/academy-demo")
        assert running.wait(30) == 0
