"""The demos behind one first demo: one interpreter, one key of the sandbox, one cell at a time."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from academy.course.models import Demo, Lesson
from academy.demo import judge
from academy.demo.interpreter import Interpreter, InterpreterError, Outcome
from academy.demo.pool import Pool
from academy.demo.run import Ended, Finished, Follower, Printed, Run, Started, Stream
from academy.sandbox.forward import Forward
from academy.sandbox.record import Exchange
from academy.sandbox.script import Line

if TYPE_CHECKING:
    from academy.sandbox import Sandbox

# Labels are unique in a program: two notebooks of one lesson must not see each other's exchanges.
_numbers = itertools.count(1)


@dataclass(eq=False, slots=True)
class Batch:
    """What one wish to run sets going: a demo, perhaps behind those that it continues."""

    demos: Sequence[Demo]
    follow: Follower
    stopped: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of its demos, in order."""
        return tuple(demo.id for demo in self.demos)


class Chain:
    """Runs batches one after another; `ran` holds the demos whose variables the interpreter has.

    `forward` is where the calls of the present interpreter go, `client` the label of its exchanges.
    """

    def __init__(self, sandbox: "Sandbox", pool: Pool, name: str) -> None:
        self.ran: set[str] = set()
        self.batches: list[Batch] = []
        self.forward: Forward | None = None
        self.client = ""
        self._sandbox = sandbox
        self._pool = pool
        self._name = name
        self._key = ""
        self._interpreter: Interpreter | None = None
        self._lock = asyncio.Lock()

    async def run(
        self, batch: Batch, lesson: Lesson, forward: Forward | None, code: dict[str, str]
    ) -> list[Run]:
        """Run what of a batch is due, when it is its turn."""
        self.batches.append(batch)
        try:
            async with self._lock:
                return await self._run(batch, lesson, forward, code)
        except asyncio.CancelledError:
            await self.end()
            raise
        finally:
            self.batches.remove(batch)
            batch.over.set()
            self._pool.refill()

    def due(self, demos: Sequence[Demo], forward: Forward | None) -> list[Demo]:
        """The last of some demos, and those before it whose variables are not there."""
        fresh = self._interpreter is None or not self._interpreter.alive or self.forward != forward
        return [demo for demo in demos if fresh or demo is demos[-1] or demo.id not in self.ran]

    async def stop(self) -> None:
        """Stop what runs and what waits; returns when it has ended."""
        batches = tuple(self.batches)
        for batch in batches:
            batch.stopped = True
        if self._interpreter is not None:
            self._interpreter.stop()
        for batch in batches:
            await batch.over.wait()

    async def end(self) -> None:
        """Kill the interpreter and put its key out of force; its exchanges stay."""
        interpreter, self._interpreter = self._interpreter, None
        self.ran.clear()
        if self._key:
            self._sandbox.revoke_key(self._key)
            self._key = ""
        if interpreter is not None:
            await self._pool.end(interpreter)

    def exchanges(self, mark: int = 0) -> tuple[Exchange, ...]:
        """The exchanges of the present interpreter, or of the last one, after a mark of the record."""
        return self._sandbox.record.since(mark, self.client) if self.client else ()

    async def _run(
        self, batch: Batch, lesson: Lesson, forward: Forward | None, code: dict[str, str]
    ) -> list[Run]:
        due = self.due(batch.demos, forward)
        if self._interpreter and (not self._interpreter.alive or self.forward != forward):
            await self.end()
        self.forward = forward
        runs: list[Run] = []
        broken: Run | None = None
        for demo in due:
            batch.follow(Started(demo.id))
            if broken is not None:
                run = never_ran(lesson, demo, broken.ended, because_of(lesson.demos[broken.demo]))
            elif batch.stopped:
                run = never_ran(lesson, demo, "stopped", "It was stopped before it began.")
            else:
                run = await self._cell(batch, lesson, demo, code.get(demo.id, demo.code))
                if ran_through(demo, run):
                    self.ran.add(demo.id)
                else:
                    broken = run
            runs.append(run)
            batch.follow(Finished(run))
        return runs

    async def _cell(self, batch: Batch, lesson: Lesson, demo: Demo, text: str) -> Run:
        try:
            env = await self._prepare(lesson)
        except InterpreterError as error:
            return never_ran(lesson, demo, "died", f"Its interpreter did not start: {error}.")
        assert self._interpreter is not None, "prepared just now"
        if batch.stopped:
            return never_ran(lesson, demo, "stopped", "It was stopped before it began.")

        def printed(stream: Stream, piece: str) -> None:
            batch.follow(Printed(demo.id, stream, piece))

        mark = self._sandbox.record.mark()
        outcome = await self._interpreter.run(demo.title, text, printed, env)
        return _judged(lesson, demo, outcome, self.exchanges(mark), edited=text != demo.code)

    async def _prepare(self, lesson: Lesson) -> dict[str, str]:
        """See that there is an interpreter, and that its key stands for the lesson's present lines."""
        fresh = self._interpreter is None
        if fresh:
            self._interpreter = await self._pool.take()
            self.client = f"{lesson.id}/{self._name}#{next(_numbers)}"
        lines = [Line(reply.when, reply.say, reply.needs) for reply in lesson.reply]
        self._key = self._sandbox.issue_key(
            self.client, lines=lines, forward=self.forward, key=self._key or None
        )
        return {"OPENAI_API_KEY": self._key, "OPENAI_BASE_URL": self._sandbox.base_url} if fresh else {}


def ran_through(demo: Demo, run: Run) -> bool:
    """Whether a demo got as far as it should, so that what continues it finds its variables."""
    return run.ended == "done" or (run.ended == "error" and run.error == demo.expect.error)


def because_of(broken: Demo) -> str:
    """Why a demo was not run whose predecessor failed."""
    return f"It was not run, because “{broken.title}” before it failed."


def never_ran(lesson: Lesson, demo: Demo, ended: Ended, why: str) -> Run:
    """The run of a demo that never began."""
    return Run(
        lesson=lesson.id,
        demo=demo.id,
        ok=False,
        missing=(why,),
        ended=ended,
        error=None,
        stdout="",
        stderr="",
        seconds=0.0,
        exchanges=(),
    )


def _judged(
    lesson: Lesson, demo: Demo, outcome: Outcome, exchanges: tuple[Exchange, ...], *, edited: bool
) -> Run:
    facts = judge.Facts(outcome.ended, outcome.error, outcome.stdout, exchanges, outcome.how)
    lacking = judge.missing(demo.expect, facts)
    return Run(
        lesson=lesson.id,
        demo=demo.id,
        ok=not lacking,
        missing=lacking,
        ended=outcome.ended,
        error=outcome.error,
        stdout=outcome.stdout,
        stderr=outcome.stderr,
        seconds=outcome.seconds,
        exchanges=exchanges,
        edited=edited,
    )
