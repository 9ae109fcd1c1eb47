"""One warm interpreter with its guard, as the program sees it: cells go in, output and an outcome come out."""

import asyncio
import codecs
import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from academy.demo.launch import Launched, launch
from academy.demo.run import Ended, Limits, Stream
from academy.system import processes

GRACE_SECONDS = 1.0
_PATIENCE_SECONDS = 8.0
_FAREWELL_SECONDS = 0.3
_PIECE = 65_536
_PIPE = 1_048_576

OnOutput = Callable[[Stream, str], None]


class InterpreterError(Exception):
    """The interpreter did not start; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a cell ended; `how` says how the interpreter did (`exit status 3`, `killed by SIGSEGV`) where it died."""

    ended: Ended
    error: str | None
    stdout: str
    stderr: str
    seconds: float
    how: str = ""


@dataclass(slots=True)
class _Cell:
    """The cell that runs now; `reason` is why it was told to end."""

    on_output: OnOutput
    left_bytes: int
    done: asyncio.Future[tuple[str, str | None]]
    reason: Ended | None = None
    timers: list[asyncio.TimerHandle] = field(default_factory=list)
    texts: dict[Stream, list[str]] = field(default_factory=lambda: {"stdout": [], "stderr": []})
    decoders: dict[Stream, codecs.IncrementalDecoder] = field(
        default_factory=lambda: {name: _decoder() for name in ("stdout", "stderr")}
    )


class Interpreter:
    """A process tree that runs cells; belongs to the event loop on which it was started."""

    def __init__(self, launched: Launched, limits: Limits) -> None:
        self._loop = asyncio.get_running_loop()
        self._launched = launched
        self._limits = limits
        self._inbox = b""
        self._reports = b""
        self._cell: _Cell | None = None
        self._exit_status: int | None = None
        self._over_memory = False
        self._gone = False
        self._early_errors = b""
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._dead: asyncio.Future[None] = self._loop.create_future()
        self._swept: asyncio.Future[None] | None = None
        self._outputs: dict[Stream, int] = {"stdout": launched.stdout, "stderr": launched.stderr}
        self._listening: set[int] = set()
        self._listen(launched.control.fileno(), self._on_control)
        self._listen(launched.report, self._on_report)
        self._listen_to_output()

    @classmethod
    async def start(cls, limits: Limits) -> "Interpreter":
        """Start one; it becomes warm by itself, `warm` waits for that. OSError when no process can be started."""
        return cls(await asyncio.to_thread(launch, limits.memory_bytes), limits)

    @property
    def alive(self) -> bool:
        """Whether it can still run cells."""
        return not self._dead.done()

    @property
    def guard_pid(self) -> int:
        """The process id of its guard."""
        return self._launched.guard.pid

    async def warm(self) -> None:
        """Wait until the SDK is imported; InterpreterError when that fails."""
        await asyncio.wait((self._ready, self._dead), return_when=asyncio.FIRST_COMPLETED)
        if not self._ready.done():
            lines = self._early_errors.decode("utf-8", "replace").strip().splitlines()
            await self.close()
            raise InterpreterError(lines[-1] if lines else "the interpreter ended before it was ready")

    async def run(
        self, name: str, code: str, on_output: OnOutput, env: Mapping[str, str] | None = None
    ) -> Outcome:
        """Run one cell to its end, whatever it does; `name` stands for its file in tracebacks.

        `env` is added to the interpreter's environment for good. One cell at a time.
        """
        began = time.monotonic()
        self._drain()  # what came in between belongs to no cell
        cell = self._cell = _Cell(on_output, self._limits.output_bytes, self._loop.create_future())
        cell.timers.append(self._loop.call_later(self._limits.seconds, self._end, "time"))
        self._listen_to_output()
        try:
            self._command(b"w")
            await self._send({"name": name, "code": code, "env": dict(env or {})})
            await asyncio.wait((cell.done, self._dead), return_when=asyncio.FIRST_COMPLETED)
            self._drain()
            seconds = time.monotonic() - began
            for stream, decoder in cell.decoders.items():
                self._emit(cell, stream, decoder.decode(b"", final=True))
        finally:
            for timer in cell.timers:
                timer.cancel()
            self._cell = None
            self._ignore_output()
        if cell.done.done():
            await self._sweep()
        ended, error = self._verdict(cell)
        return Outcome(
            ended,
            error,
            "".join(cell.texts["stdout"]),
            "".join(cell.texts["stderr"]),
            seconds,
            _exit(self._exit_status) if ended == "died" and self._exit_status is not None else "",
        )

    def stop(self) -> None:
        """Interrupt the cell that runs, and kill the tree when that does not end it soon."""
        self._end("stopped")

    async def close(self) -> None:
        """Kill the tree and let go of everything; idempotent."""
        self._command(b"k")
        await asyncio.wait((self._dead,), timeout=_PATIENCE_SECONDS)
        if not self._dead.done():
            self._launched.guard.kill()
            await asyncio.wait((self._dead,), timeout=_PATIENCE_SECONDS)
        await self._launched.close()

    def _verdict(self, cell: _Cell) -> tuple[Ended, str | None]:
        ended, error = cell.done.result() if cell.done.done() else ("died", None)
        if self._over_memory or error == "MemoryError":
            return "memory", error
        if cell.reason is not None:
            return cell.reason, error
        if ended == "died":
            return "died", None
        return ("error", error) if error else ("done", None)

    def _end(self, reason: Ended) -> None:
        cell = self._cell
        if cell is None or cell.reason is not None or cell.done.done():
            return
        cell.reason = reason
        self._command(b"i")
        cell.timers.append(self._loop.call_later(GRACE_SECONDS, self._command, b"k"))
        cell.timers.append(
            self._loop.call_later(GRACE_SECONDS + _PATIENCE_SECONDS, self._launched.guard.kill)
        )

    async def _sweep(self) -> None:
        """Have what the cell left running killed, so that it neither prints nor works on behind the next one."""
        self._swept = self._loop.create_future()
        self._command(b"s")
        await asyncio.wait(
            (self._swept, self._dead), return_when=asyncio.FIRST_COMPLETED, timeout=_PATIENCE_SECONDS
        )

    def _command(self, command: bytes) -> None:
        if self.alive:
            with contextlib.suppress(OSError):
                os.write(self._launched.commands, command)

    async def _send(self, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):
            await self._loop.sock_sendall(self._launched.control, json.dumps(message).encode() + b"\n")

    def _read(self, descriptor: int) -> bytes | None:
        """A piece; None when there is none now, nothing (and no further call) at the end."""
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            return None
        except OSError:
            piece = b""
        if not piece:
            self._ignore(descriptor)
        return piece

    def _listen(self, descriptor: int, callback: Callable[[], object]) -> None:
        os.set_blocking(descriptor, False)
        self._loop.add_reader(descriptor, callback)
        self._listening.add(descriptor)

    def _ignore(self, descriptor: int) -> None:
        if descriptor in self._listening:
            self._loop.remove_reader(descriptor)
            self._listening.remove(descriptor)

    def _listen_to_output(self) -> None:
        if self.alive:
            for stream, descriptor in self._outputs.items():
                self._listen(descriptor, partial(self._on_output, stream))

    def _ignore_output(self) -> None:
        """Leave output unread: a thread that prints on and on waits until the next cell, at no cost."""
        for descriptor in self._outputs.values():
            self._ignore(descriptor)

    def _on_control(self) -> None:
        piece = self._read(self._launched.control.fileno())
        if piece is None:
            return
        if not piece:
            # It has died, and its guard says how, or the cell has closed the socket and nobody can say more.
            self._loop.call_later(_FAREWELL_SECONDS, self._command, b"k")
        *lines, self._inbox = (self._inbox + piece).split(b"\n")
        for line in lines:
            with contextlib.suppress(ValueError, asyncio.InvalidStateError):
                message = json.loads(line)
                if "ready" in message:
                    self._ignore_output()
                    self._ready.set_result(None)
                elif self._cell is not None:
                    self._cell.done.set_result((message["ended"], message["error"]))

    def _on_report(self) -> None:
        piece = self._read(self._launched.report)
        if piece is None:
            return
        *lines, self._reports = (self._reports + piece).split(b"\n")
        for line in lines:
            word, _, value = line.decode().partition(" ")
            if word == "exit":
                self._exit_status = int(value)
            elif word == "gone":
                self._gone = True
            elif word == "memory":
                self._over_memory = True
            elif word == "swept" and self._swept is not None and not self._swept.done():
                self._swept.set_result(None)
        if not piece:
            self._died()

    def _died(self) -> None:
        """The guard has ended and with it the tree; if somebody killed the guard, the tree is looked for."""
        if not self._gone:
            processes.kill_marked(self._launched.mark)
        self._drain()
        for descriptor in tuple(self._listening):
            self._ignore(descriptor)
        self._dead.set_result(None)

    def _drain(self) -> None:
        """Read all output that is there, for what a cell printed comes before its end.

        No more than a pipe can hold: what still runs may print faster than this reads.
        """
        for stream in self._outputs:
            for _ in range(_PIPE // _PIECE + 1):
                if not self._on_output(stream):
                    break

    def _on_output(self, stream: Stream) -> bool:
        """Take a piece of output; whether there was one."""
        piece = self._read(self._outputs[stream])
        if not piece:
            return False
        cell = self._cell
        if cell is None:
            if not self._ready.done() and stream == "stderr":
                self._early_errors += piece
            return True
        taken = piece[: cell.left_bytes]
        cell.left_bytes -= len(taken)
        self._emit(cell, stream, cell.decoders[stream].decode(taken))
        if len(taken) < len(piece):
            self._end("output")
            cell.reason = cell.reason or "output"  # it has ended, and left too much in the pipe
        return True

    def _emit(self, cell: _Cell, stream: Stream, text: str) -> None:
        if text:
            cell.texts[stream].append(text)
            cell.on_output(stream, text)


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")("replace")


def _exit(status: int) -> str:
    """A wait status in words."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"exit status {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
