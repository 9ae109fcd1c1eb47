"""What a run of a demo is: its limits, what happens while it runs, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from academy.sandbox.record import Exchange

Ended = Literal["done", "error", "stopped", "time", "memory", "output", "died"]
Stream = Literal["stdout", "stderr"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds of wall clock, bytes of memory of its whole process tree, bytes of output."""

    seconds: float = 60.0
    memory_bytes: int = 1024 * 1024 * 1024
    output_bytes: int = 1_000_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run of one demo.

    `ok` says that what the demo expects was seen, an expected exception included; `missing` says in
    sentences what was not. `error` is the class name of the exception that ended the cell, its traceback
    stands in `stderr`. `ended` is "error" for any exception, expected or not; the rest names the limit, the
    learner's stop, or that the interpreter died. `edited` when other code than the lesson's was run.
    """

    lesson: str
    demo: str
    ok: bool
    missing: tuple[str, ...]
    ended: Ended
    error: str | None
    stdout: str
    stderr: str
    seconds: float
    exchanges: tuple[Exchange, ...]
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A demo begins; also said for predecessors that must run first."""

    demo: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of output, as it came."""

    demo: str
    stream: Stream
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A demo ended."""

    run: Run


DemoEvent = Started | Printed | Finished
Follower = Callable[[DemoEvent], None]
