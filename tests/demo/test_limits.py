"""Every limit ends a run, says so, and takes all with it that the run started."""

import asyncio
import sys
import time

import pytest

from academy.demo.interpreter import Interpreter
from academy.demo.run import Limits
from tests.demo.cells import cells, until
from tests.demo.processes_left import holding, wait_until_none

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere less holds: academy doctor says what"
)

MIB = 1024 * 1024


async def test_a_loop_without_end_runs_into_the_limit_of_time_and_the_variables_stay() -> None:
    async with cells(Limits(seconds=1)) as c:
        await c.run("x = 'kept'")
        ended = await c.run("while True: pass")
        assert (ended.ended, ended.error) == ("time", "KeyboardInterrupt")
        assert "while True: pass" in ended.stderr
        assert (await c.run("print(x)")).stdout == "kept\n"


DEAF = (
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "import signal\nsignal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass",
    "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "sum(range(10**12))",
    "import threading\nthreading.Lock().acquire()\nimport os\nwhile True: os.system('sleep 100')",
)


@pytest.mark.parametrize("code", DEAF)
async def test_what_does_not_hear_an_interrupt_is_killed(code: str) -> None:
    async with cells(Limits(seconds=0.5)) as c:
        assert (await c.run(code)).ended == "time"
        assert not c.interpreter.alive


async def test_a_run_can_be_stopped_and_the_interpreter_goes_on() -> None:
    async with cells() as c:
        running = asyncio.create_task(c.run("y = 1\nprint('on', flush=True)\nimport time\ntime.sleep(1000)"))
        await until(lambda: bool(c.pieces))
        c.interpreter.stop()
        c.interpreter.stop()
        ended = await running
        assert (ended.ended, ended.error, ended.stdout) == ("stopped", "KeyboardInterrupt", "on\n")
        assert (await c.run("print(y)")).stdout == "1\n"


async def test_stopping_what_does_not_run_is_nothing() -> None:
    async with cells() as c:
        c.interpreter.stop()
        assert (await c.run("print(1)")).ended == "done"
        c.interpreter.stop()
        assert (await c.run("print(2)")).ended == "done"


async def test_a_list_that_grows_without_end_runs_into_the_limit_of_memory() -> None:
    async with cells(Limits(seconds=30, memory_bytes=200 * MIB)) as c:
        ended = await c.run("x = []\nwhile True: x.append('ab' * 100_000)")
        assert (ended.ended, ended.error) == ("memory", "MemoryError")
        assert "x.append" in ended.stderr


@pytest.mark.parametrize(
    "code",
    [
        (
            "import mmap, time\nm = mmap.mmap(-1, 300 << 20)\n"
            "m.write(b'x' * (150 << 20))\nm.write(b'x' * (140 << 20))\ntime.sleep(1000)"
        ),
        (
            "import os, time\n"
            "for _ in range(6):\n"
            "    if not os.fork():\n"
            "        x = bytearray(os.urandom(1 << 20)) * 60\n"
            "        time.sleep(1000)\n"
            "time.sleep(1000)"
        ),
    ],
    ids=["shared memory", "many processes"],
)
async def test_the_limit_of_memory_counts_the_whole_tree(code: str) -> None:
    async with cells(Limits(seconds=30, memory_bytes=250 * MIB)) as c:
        ended = await c.run(code)
        assert (ended.ended, ended.error) == ("memory", None)
        assert not c.interpreter.alive


async def test_pages_that_a_fork_shares_count_once() -> None:
    async with cells(Limits(seconds=30, memory_bytes=250 * MIB)) as c:
        ended = await c.run(
            "import os, time\nx = bytearray(os.urandom(1 << 20)) * 120\n"
            "children = []\n"
            "for _ in range(4):\n"
            "    if not (pid := os.fork()):\n        time.sleep(0.8)\n        os._exit(0)\n"
            "    children.append(pid)\n"
            "for pid in children: os.waitpid(pid, 0)\nprint('fits')"
        )
    assert (ended.ended, ended.stdout) == ("done", "fits\n")


async def test_forty_threads_fit_into_the_limit_of_memory() -> None:
    async with cells(Limits(seconds=30, memory_bytes=500 * MIB)) as c:
        ended = await c.run(
            "import threading\nwait = threading.Barrier(41)\n"
            "for _ in range(40): threading.Thread(target=wait.wait).start()\nwait.wait()\nprint('all')"
        )
    assert (ended.ended, ended.stdout) == ("done", "all\n")


@pytest.mark.parametrize(
    "code",
    [
        "while True: print('x' * 100)",
        "import sys\nwhile True: sys.stderr.write('x' * 10_000)",
        "import os\nos.system('yes')",
        "import os\nos.write(1, b'y' * 40_000); os.write(2, b'x' * 40_000)",
    ],
    ids=["print", "stderr", "subprocess", "at once"],
)
async def test_a_flood_of_output_is_cut_at_the_limit(code: str) -> None:
    async with cells(Limits(seconds=30, output_bytes=50_000)) as c:
        ended = await c.run(code)
        assert ended.ended == "output"
        assert len(ended.stdout) + len(ended.stderr.partition("Traceback")[0]) <= 50_000
        assert sum(len(text) for _, text in c.pieces) == len(ended.stdout) + len(ended.stderr)


async def test_output_up_to_the_limit_is_whole() -> None:
    async with cells(Limits(seconds=30, output_bytes=50_000)) as c:
        ended = await c.run("print('x' * 49_999)")
        assert (ended.ended, len(ended.stdout)) == ("done", 50_000)
        assert (await c.run("print('x' * 50_000)")).ended == "output"


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os\nprint('last', flush=True)\nos._exit(3)", "exit status 3"),
        (
            "import os, signal\nprint('last', flush=True)\nos.kill(os.getpid(), signal.SIGSEGV)",
            "killed by SIGSEGV",
        ),
        ("import ctypes\nprint('last', flush=True)\nctypes.string_at(0)", "killed by SIGSEGV"),
        ("import os\nprint('last', flush=True)\nos.closerange(3, 10_000)", ""),
        ("import os\nprint('last', flush=True)\nos.kill(os.getppid(), 9)\nimport time; time.sleep(100)", ""),
        ("import os\nprint('last', flush=True)\nos.execvp('true', ['true'])", "exit status 0"),
    ],
    ids=["_exit", "kill", "segfault", "descriptors", "guard", "exec"],
)
async def test_an_interpreter_that_dies_says_how(code: str, how: str) -> None:
    async with cells() as c:
        ended = await c.run(code)
        assert (ended.ended, ended.error, ended.stdout) == ("died", None, "last\n")
        assert ended.how == how or not how
        assert not c.interpreter.alive


LEAVING = {
    "a subprocess": "import subprocess\nsubprocess.Popen(['sleep', '1000'], env={'TAG': tag})",
    "a session of its own": (
        "import subprocess\nsubprocess.Popen(['sleep', '1000'], env={'TAG': tag}, start_new_session=True)"
    ),
    "a double fork": (
        "import os\n"
        "if not os.fork():\n"
        "    os.setsid()\n"
        "    if os.fork(): os._exit(0)\n"
        "    os.closerange(0, 100)\n"
        "    os.execve('/bin/sleep', ['sleep', '1000'], {'TAG': tag})\n"
        "os.wait()"
    ),
    "nohup and a shell": "import os\nos.system(f'TAG={tag} nohup setsid sleep 1000 >/dev/null 2>&1 &')",
    "one that ignores everything": (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import signal, time\\n"
        "for n in range(1, 32):\\n    try: signal.signal(n, signal.SIG_IGN)\\n    except OSError: pass\\n"
        "time.sleep(1000)'], env={'TAG': tag})"
    ),
    "a stopped one": (
        "import subprocess, signal\n"
        "subprocess.Popen(['sleep', '1000'], env={'TAG': tag}).send_signal(signal.SIGSTOP)"
    ),
}


async def test_what_a_cell_leaves_running_ends_with_its_run() -> None:
    async with cells() as c:
        for number, (name, code) in enumerate(LEAVING.items()):
            tag = f"leaving-{number}-{time.monotonic_ns()}"
            ended = await c.run(f"tag = {tag!r}\n{code}\nprint('done')")
            assert (ended.ended, ended.stdout) == ("done", "done\n"), name
            wait_until_none(tag)
            assert (await c.run("print('alive')")).stdout == "alive\n", name


async def test_a_crowd_that_grows_is_killed_to_the_last() -> None:
    tag = f"crowd-{time.monotonic_ns()}"
    code = (
        "import os, time\n"
        f"os.environ['TAG'] = {tag!r}\n"
        "end = time.monotonic() + 0.5\n"
        "while time.monotonic() < end:\n"
        "    if not os.fork():\n"
        "        os.setsid()\n"
        "        while True:\n"
        "            time.sleep(0.3)\n"
        "            os.posix_spawn('/bin/sleep', ['sleep', '1000'], os.environ)\n"
        "    time.sleep(0.01)\n"
        "while True: pass"
    )
    async with cells(Limits(seconds=1)) as c:
        assert (await c.run(code)).ended == "time"
        wait_until_none(tag)


async def test_closing_in_the_middle_of_a_run_ends_it_and_all_below(tmp_path: object) -> None:
    tag = f"closing-{time.monotonic_ns()}"
    async with cells() as c:
        running = asyncio.create_task(
            c.run(
                f"import subprocess\nprint('on', flush=True)\nsubprocess.run(['sleep', '1000'], env={{'TAG': {tag!r}}})"
            )
        )
        await until(lambda: bool(holding(tag)))
        await c.interpreter.close()
        assert (await running).ended == "died"
        assert not holding(tag)


async def test_an_interpreter_can_be_closed_before_it_is_warm_and_twice() -> None:
    interpreter = await Interpreter.start(Limits())
    await interpreter.close()
    await interpreter.close()
    assert not interpreter.alive
