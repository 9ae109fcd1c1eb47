"""Cells run as in a notebook: variables stay, errors show the cell's own lines, output comes as it is printed."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from academy.demo.interpreter import Interpreter, InterpreterError, Outcome
from academy.demo.run import Limits, Stream
from tests.demo.cells import Cells, cells

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="demos need fork"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def c() -> AsyncIterator[Cells]:
    """One interpreter for all of this file: no cell here ends it."""
    async with cells() as shared:
        yield shared


def content(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_variables_stay_from_cell_to_cell_and_classes_belong_to_main(c: Cells) -> None:
    await c.run("import pickle\nclass Word: pass\nx = 20")
    said = await c.run("print(x + 1, type(pickle.loads(pickle.dumps(Word()))).__module__, __name__)")
    assert said == Outcome("done", None, "21 __main__ __main__\n", "", said.seconds)


async def test_an_error_shows_the_cells_lines_and_none_of_ours(c: Cells) -> None:
    await c.run("def half(n):\n    return n / 0\n", name="1. Define")
    failed = await c.run("print('before')\nhalf(\n    3\n)", name="2. Call")
    assert (failed.ended, failed.error, failed.stdout) == ("error", "ZeroDivisionError", "before\n")
    assert '  File "2. Call", line 2, in <module>\n    half(\n' in failed.stderr
    assert '  File "1. Define", line 2, in half\n    return n / 0\n' in failed.stderr
    assert "academy" not in failed.stderr
    assert failed.stderr.count("File ") == 2
    assert (await c.run("print('alive')")).stdout == "alive\n"


RAISING = (
    ("str.shout", "AttributeError", "has no attribute 'shout'"),
    ("def f(:", "SyntaxError", 'File "A cell", line 1'),
    ("import sys\nsys.exit(3)", "SystemExit", "SystemExit: 3"),
    ("exit()", "SystemExit", "SystemExit"),
    ("input('your name? ')", "EOFError", "a demo has no keyboard"),
    ("import sys\nsys.stdin.read(1) or 1 / 0", "ZeroDivisionError", "1 / 0"),
    (
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e",
        "KeyError",
        "direct cause",
    ),
    ("def f(): f()\nf()", "RecursionError", "maximum recursion depth"),
    ("raise ExceptionGroup('both', [ValueError('a'), TypeError('b')])", "ExceptionGroup", "TypeError: b"),
    ("class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd", "Odd", "Odd"),
    ("import asyncio\nasync def f(): raise OSError('x')\nasyncio.run(f())", "OSError", "OSError: x"),
    ("raise KeyboardInterrupt", "KeyboardInterrupt", "KeyboardInterrupt"),
    ("import sys\nsys.stderr = None\n1 / 0", "ZeroDivisionError", "division by zero"),
    ("raise BaseException('bare')", "BaseException", "bare"),
)


async def test_whatever_a_cell_raises_is_shown_and_the_interpreter_lives(c: Cells) -> None:
    for code, error, shown in RAISING:
        failed = await c.run(code)
        assert (failed.ended, failed.error) == ("error", error), code
        assert shown in failed.stderr, code
        assert "child.py" not in failed.stderr, code
        assert (await c.run("print('alive')")).stdout == "alive\n", code


async def test_output_comes_in_order_while_the_cell_runs(c: Cells, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    code = (
        "import os, time\n"
        "print('one')\n"
        "print('two', end='', flush=True)\n"
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
        "print(' three')"
    )
    pieces: list[str] = []
    seen = asyncio.Event()

    def take(_: Stream, text: str) -> None:
        pieces.append(text)
        if "".join(pieces) == "one\ntwo":
            seen.set()

    running = asyncio.create_task(c.interpreter.run("A cell", code, take))
    await asyncio.wait_for(seen.wait(), 30)
    assert not running.done()
    gate.touch()
    said = await running
    assert "".join(pieces) == said.stdout == "one\ntwo three\n"


async def test_all_output_stands_before_the_end_even_in_large_pieces(c: Cells) -> None:
    for size in (1, 65_536, 300_000):
        said = await c.run(f"print('x' * {size})")
        assert len(said.stdout) == size + 1
        assert said.ended == "done"


async def test_subprocesses_print_into_the_page_too(c: Cells) -> None:
    said = await c.run("import os\nprint('a')\nos.system('echo b; echo c >&2')\nprint('d')")
    assert said.stdout == "a\nb\nd\n"
    assert said.stderr == "c\n"


async def test_output_may_be_anything(c: Cells) -> None:
    said = await c.run(
        "import os\nos.write(1, b'\\xff\\x00\\x1b[2J ok ')\nos.write(1, '…'.encode()[:2])\n"
        "os.write(1, '…'.encode()[2:])\nprint('\\ud800')\nos.write(1, b'\\xe2')"
    )
    assert said.ended == "done"
    assert said.stdout == "\ufffd\x00\x1b[2J ok …\\ud800\n\ufffd"


BREAKING = (
    "import os\nos.close(1)\nos.close(2)",
    "import sys\nsys.stdout.close()\nsys.stderr.close()",
    "import sys, io\nsys.stdout = sys.stderr = io.StringIO()",
    "import os\nos.dup2(os.open('/dev/null', os.O_WRONLY), 1)",
    "import sys\nsys.stdout = None",
    "import sys\ndel sys.stdout",
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)",
    "import os\nos.close(0)",
    "import sys\nsys.stdout = 3",
)


async def test_what_a_cell_breaks_of_its_output_is_whole_again_for_the_next(c: Cells) -> None:
    for code in BREAKING:
        await c.run(code)
        said = await c.run("import sys\nprint('back')\nprint('too', file=sys.stderr)")
        assert (said.stdout, said.stderr, said.ended) == ("back\n", "too\n", "done"), code


async def test_a_fork_that_runs_on_ends_with_its_cell(c: Cells) -> None:
    said = await c.run("import os\nif os.fork():\n    os.wait()\nprint(os.getpid())")
    assert said.ended == "done"
    assert len(set(said.stdout.split())) == 2
    assert (await c.run("print('alive')")).stdout == "alive\n"


async def test_the_environment_holds_nothing_private(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "HTTPS_PROXY", "PYTHONPATH", "PYTHONSTARTUP", "SECRET_TOKEN"):
        monkeypatch.setenv(name, "sk-real-and-private")
    async with cells() as c:
        said = await c.run(
            "import os\n"
            "print(dict(os.environ))\n"
            "for pid in ('self', os.getppid()):\n"
            "    print(pid, open(f'/proc/{pid}/environ').read(), open(f'/proc/{pid}/cmdline').read())"
        )
        assert said.ended == "done"
        assert "private" not in said.stdout
        assert str(c.interpreter.guard_pid) in said.stdout


async def test_a_key_arrives_with_the_first_cell_and_what_a_cell_changes_stays() -> None:
    async with cells() as c:
        ask = "import os\nprint(os.environ.get('OPENAI_API_KEY'), os.popen('echo $OPENAI_API_KEY').read().strip())"
        said = await c.interpreter.run("A", ask, lambda *_: None, {"OPENAI_API_KEY": "sk-academy-1"})
        assert said.stdout == "sk-academy-1 sk-academy-1\n"
        await c.run("os.environ['OPENAI_API_KEY'] = 'mine'")
        assert (await c.run(ask)).stdout == "mine mine\n"


async def test_it_works_in_a_folder_of_its_own_that_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with cells() as c:
        said = await c.run(
            "import os, sys\nos.makedirs('a/b')\nopen('a/b/c', 'w').close()\nos.symlink('/', 'a/root')\n"
            "print(os.getcwd())\nprint(os.environ['HOME'], sys.path, sys.flags.no_user_site)"
        )
    folder, rest = said.stdout.splitlines()
    assert folder.startswith(str(tmp_path))
    assert rest.startswith(folder)
    assert rest.endswith(" 1")
    assert content(tmp_path) == []


async def test_the_sdk_is_there_before_the_first_cell(c: Cells) -> None:
    said = await c.run("import sys\nprint('openai' in sys.modules, 'academy.course' in sys.modules)")
    assert said.stdout == "True False\n"


async def test_an_interpreter_without_the_sdk_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))
    interpreter = await Interpreter.start(Limits())
    with pytest.raises(InterpreterError, match="No module named 'openai'"):
        await interpreter.warm()


async def test_what_a_thread_prints_between_cells_is_nobodys(c: Cells) -> None:
    await c.run(
        "import threading, time\ngo = threading.Event()\n"
        "def late():\n    go.wait()\n    print('late ' * 100000)\n    done.set()\n"
        "done = threading.Event()\nthreading.Thread(target=late, daemon=True).start()\n"
        "threading.Timer(0.05, go.set).start()"
    )
    said = await c.run("done.wait(20)\nprint('mine')")
    assert said.ended == "done"
    assert (await c.run("print('next')")).stdout == "next\n"
