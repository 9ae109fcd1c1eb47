"""Process trees as the system tells them: who is below whom, what they hold, and that all of them end."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from academy.system import processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell")

MIB = 1024 * 1024
ROOT = str(Path(processes.__file__).parents[2])


@contextmanager
def python(code: str, **environ: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that has printed its first line."""
    command = [sys.executable, "-I", "-S", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **environ}) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline()
            yield running
        finally:
            processes.kill_below(running.pid)
            running.kill()


def wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


FAMILY = """
import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        time.sleep(1000)
    time.sleep(1000)
time.sleep(0.1)
print("up", flush=True)
time.sleep(1000)
"""


def test_descendants_are_children_and_theirs_nearest_first() -> None:
    with python(FAMILY) as parent:
        wait(lambda: len(processes.descendants(parent.pid)) == 2)
        child, grandchild = processes.descendants(parent.pid)
        assert processes.descendants(child) == [grandchild]
        assert parent.pid in processes.descendants(os.getpid())
        assert parent.pid not in processes.descendants(parent.pid)


def test_the_dead_are_no_descendants() -> None:
    with python(
        "import os, time\nos.fork() or os._exit(0)\nprint('up', flush=True)\ntime.sleep(1000)"
    ) as parent:
        wait(lambda: processes.descendants(parent.pid) == [])


def test_a_name_that_looks_like_fields_confuses_nobody() -> None:
    name = "x) S 1 (y"
    code = f"import time\nopen('/proc/self/comm', 'w').write({name!r})\nprint('up', flush=True)\ntime.sleep(1000)"
    with python(code) as odd:
        assert odd.pid in processes.descendants(os.getpid())


def test_a_process_lives_as_long_as_one_of_its_threads() -> None:
    code = (
        "import _thread, ctypes, time\n_thread.start_new_thread(time.sleep, (1000,))\n"
        "print('up', flush=True)\nctypes.CDLL(None).pthread_exit(None)"
    )
    with python(code) as headless:
        wait(lambda: b") Z " in Path(f"/proc/{headless.pid}/stat").read_bytes())
        assert headless.pid in processes.descendants(os.getpid())


def test_killing_spares_whom_it_should() -> None:
    with python(FAMILY) as parent:
        wait(lambda: len(processes.descendants(parent.pid)) == 2)
        child, _ = processes.descendants(parent.pid)
        processes.kill_below(parent.pid, spare=child)
        assert processes.descendants(parent.pid) == [child]
        processes.kill_below(parent.pid)
        assert processes.descendants(parent.pid) == []
        assert parent.poll() is None


def test_orphans_come_to_who_adopts_them_and_end_with_its_word() -> None:
    code = (
        f"import sys; sys.path.insert(0, {ROOT!r})\n"
        "import os, time\nfrom academy.system import processes\n"
        "processes.adopt_orphans()\n"
        "if not os.fork():\n"
        "    os.setsid()\n"
        "    for _ in range(5): os.fork()\n"
        "    time.sleep(1000)\n"
        "while len(processes.descendants(os.getpid())) < 32: time.sleep(0.01)\n"
        "first = processes.descendants(os.getpid())[0]\n"
        "os.kill(first, 9)\n"
        "while len(processes.descendants(os.getpid())) > 31: time.sleep(0.01)\n"
        "processes.kill_below(os.getpid())\n"
        "print(len(processes.descendants(os.getpid())), processes.reap(), flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("0 {}\n", "")


def test_memory_counts_shared_pages_once() -> None:
    code = (
        "import os, time\nx = bytearray(os.urandom(1 << 20)) * 80\n"
        "for _ in range(3): os.fork() or time.sleep(1000)\nprint('up', flush=True)\ntime.sleep(1000)"
    )
    with python(code) as parent:
        wait(lambda: len(processes.descendants(parent.pid)) == 3)
        tree = [parent.pid, *processes.descendants(parent.pid)]
        assert 80 * MIB < processes.memory(tree, enough=100 * MIB) < 160 * MIB
        assert processes.memory(tree, enough=1000 * MIB) > 300 * MIB
        assert processes.memory([], enough=0) == 0
    assert processes.memory([parent.pid], enough=0) == 0


def test_what_bears_a_mark_is_found_wherever_it_hangs() -> None:
    with (
        python(FAMILY, MARKED="mark-of-this-test") as marked,
        python("import time\nprint('up', flush=True)\ntime.sleep(1000)") as other,
    ):
        wait(lambda: len(processes.descendants(marked.pid)) == 2)
        tree = processes.descendants(marked.pid)
        processes.kill_marked("mark-of-this-test")
        assert marked.wait(20) < 0
        wait(lambda: not set(tree) & set(processes._parents()))
        assert other.poll() is None


def test_a_child_told_so_dies_with_its_parent() -> None:
    code = (
        f"import sys; sys.path.insert(0, {ROOT!r})\n"
        "import os, time\nfrom academy.system import processes\n"
        "if not os.fork():\n"
        "    processes.die_with_parent()\n"
        "    print(os.getpid(), flush=True)\n"
        "    os.execvp('sleep', ['sleep', '1000'])\n"
        "time.sleep(1000)"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert child in processes.descendants(parent.pid)
        parent.kill()
        wait(lambda: child not in processes._parents())
