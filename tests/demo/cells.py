"""One interpreter for the time of a test, and what its cells said."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from academy.demo.interpreter import Interpreter, Outcome
from academy.demo.run import Limits, Stream

PATIENT = Limits(seconds=30)


@dataclass
class Cells:
    interpreter: Interpreter
    pieces: list[tuple[Stream, str]] = field(default_factory=list)

    async def run(self, code: str, name: str = "A cell") -> Outcome:
        self.pieces = []
        return await self.interpreter.run(name, code, lambda stream, text: self.pieces.append((stream, text)))


@asynccontextmanager
async def cells(limits: Limits = PATIENT) -> AsyncIterator[Cells]:
    interpreter = await Interpreter.start(limits)
    try:
        await interpreter.warm()
        yield Cells(interpreter)
    finally:
        await interpreter.close()


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let the event loop go on until something is so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.01)
