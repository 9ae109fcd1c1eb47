"""The interpreter that runs the cells of one chain, one after another, in one set of variables.

It runs as `python -I` below a guard, with the SDK imported before the first cell comes. Cells arrive as
JSON lines on a socket, `{"name", "code", "env"}`; back go `{"ready": true}` once and `{"ended", "error"}` a
cell. Output needs no such wrapping: it goes to file descriptors 1 and 2, that of subprocesses too.
"""

import builtins
import contextlib
import gc
import io
import json
import linecache
import os
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from types import FrameType, ModuleType, TracebackType
from typing import Any, TextIO


def main(argv: Sequence[str]) -> None:
    """Serve cells until the socket ends; `argv` holds its descriptor."""
    signal.signal(signal.SIGINT, _ignore)
    control = socket.socket(fileno=int(argv[0]))
    control.set_inheritable(False)
    output = _Output()
    from academy.demo.rehearsal import rehearse  # noqa: PLC0415 - imports the SDK, as late as nobody waits for it

    rehearse()
    _Interpreter(control, output).serve()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Between cells there is nothing to interrupt."""


class _Output:
    """stdout and stderr of the cells, line by line; made anew where a cell has closed them."""

    def __init__(self) -> None:
        self._kept = (os.dup(1), os.dup(2))
        self._streams = (_text_stream(1), _text_stream(2))

    @property
    def errors(self) -> TextIO:
        return self._streams[1]

    def install(self) -> None:
        """Make these the program's streams."""
        if not self._works():
            for number, kept in enumerate(self._kept, start=1):
                os.dup2(kept, number)
            self._streams = (_text_stream(1), _text_stream(2))
        if getattr(sys.stdin, "closed", True):  # exit() closes it
            sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
        sys.stdout, sys.stderr = self._streams
        sys.__stdout__, sys.__stderr__ = self._streams  # type: ignore[misc, assignment]

    def flush(self) -> None:
        """Bring out what stands in buffers; OSError or ValueError where that fails."""
        for name in ("stdout", "stderr"):
            with contextlib.suppress(Exception):  # a cell may have put anything in their place
                getattr(sys, name).flush()
        for stream in self._streams:
            stream.flush()

    def _works(self) -> bool:
        for number, stream in enumerate(self._streams, start=1):
            try:
                if stream.closed or not os.path.sameopenfile(number, self._kept[number - 1]):
                    return False
            except OSError:
                return False
        return True


def _text_stream(number: int) -> TextIO:
    raw = io.FileIO(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )


class _Interpreter:
    def __init__(self, control: socket.socket, output: _Output) -> None:
        self._control = control
        self._output = output
        self._pid = os.getpid()
        self._main = ModuleType("__main__")

    def serve(self) -> None:
        """Run one cell after another."""
        sys.modules["__main__"] = self._main
        sys.argv = [""]
        builtins.input = _no_input
        gc.collect()
        gc.freeze()
        self._send({"ready": True})
        for line in self._control.makefile("rb"):
            asked = json.loads(line)
            os.environ.update(asked.get("env", {}))
            self._output.install()
            error = self._attempt(asked["name"], asked["code"])
            if os.getpid() != self._pid:
                os._exit(0 if error is None else 1)  # a fork that ran on to the end of its cell
            self._send(
                {"ended": "error" if error else "done", "error": type(error).__name__ if error else None}
            )

    def _attempt(self, name: str, code: str) -> BaseException | None:
        """Run a cell and show the exception that ended it, if one did."""
        lines = code.splitlines(keepends=True)
        linecache.cache[name] = (len(code), None, lines, name)
        try:
            try:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                exec(compile(code, name, "exec", dont_inherit=True), self._main.__dict__)  # noqa: S102
                self._output.flush()
            finally:
                signal.signal(signal.SIGINT, _ignore)
        except BaseException as error:  # whatever a cell raises is shown to its author
            with contextlib.suppress(OSError, ValueError):
                self._output.flush()
            self._output.install()
            with contextlib.suppress(OSError, ValueError):
                self._output.errors.write(_shown(error))
                self._output.flush()
            return error
        return None

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._control.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            os._exit(1)  # the cell closed the socket, or the program is gone


def _no_input(_prompt: object = "", /) -> str:
    raise EOFError("a demo has no keyboard: write the value into the code")


def _shown(error: BaseException) -> str:
    """The traceback as Python prints it, without the frames of this file."""
    try:
        _strip(error)
        return "".join(traceback.format_exception(error))
    except (MemoryError, RecursionError):
        return f"{type(error).__name__}\n"


def _strip(error: BaseException) -> None:
    """Take the frames of this file out of an exception and all that led to it."""
    seen: set[int] = set()
    chain: list[BaseException | None] = [error]
    for at in chain:
        if at is not None and id(at) not in seen:
            seen.add(id(at))
            at.__traceback__ = _cells_own(at.__traceback__)
            chain += at.__cause__, at.__context__


def _cells_own(trace: TracebackType | None) -> TracebackType | None:
    frames = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename != __file__:
            frames.append(trace)
        trace = trace.tb_next
    kept: TracebackType | None = None
    for frame in reversed(frames):
        kept = TracebackType(kept, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return kept


if __name__ == "__main__":
    main(sys.argv[1:])
