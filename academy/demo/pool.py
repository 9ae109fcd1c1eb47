"""Warm interpreters in reserve: nobody who runs a demo waits for `import openai`."""

import asyncio
import os

from academy.demo.interpreter import Interpreter, InterpreterError
from academy.demo.run import Limits

KEPT_WARM = 2


class Pool:
    """Starts interpreters ahead of need and ends those that it gave; belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._starting: list[asyncio.Task[Interpreter]] = []
        self._living: set[Interpreter] = set()
        self._closed = False

    async def warm(self) -> None:
        """Wait until an interpreter stands ready; InterpreterError when none can be started."""
        if not any(task.done() for task in self._starting):
            task = self._next()
            self._starting.insert(0, task)
            await self._ready(task)

    async def take(self) -> Interpreter:
        """A warm interpreter, given for good; InterpreterError when none can be started."""
        while True:
            task = self._next()
            try:
                await self._ready(task)
            except asyncio.CancelledError:
                self._starting.append(task)
                raise
            interpreter = task.result()
            if interpreter.alive and not self._closed:
                return interpreter
            await self.end(interpreter)

    async def end(self, interpreter: Interpreter) -> None:
        """End an interpreter that was taken."""
        await interpreter.close()
        self._living.discard(interpreter)

    def refill(self) -> None:
        """Start what is lacking; for when a run has ended, so as not to compete with it."""
        while not self._closed and len(self._starting) < KEPT_WARM:
            self._starting.append(self._start())

    async def close(self) -> None:
        """Kill everything that was started; idempotent."""
        self._closed = True
        await asyncio.gather(*(self.end(interpreter) for interpreter in tuple(self._living)))
        starting, self._starting = self._starting, []
        await asyncio.gather(*starting, return_exceptions=True)

    def _next(self) -> asyncio.Task[Interpreter]:
        """The start that is furthest, taken out of the reserve; a new one when there is none."""
        if self._closed:
            raise InterpreterError("the program is ending")
        self._starting.sort(key=lambda task: not task.done())
        return self._starting.pop(0) if self._starting else self._start()

    async def _ready(self, task: asyncio.Task[Interpreter]) -> None:
        try:
            await asyncio.shield(task)
        except InterpreterError:
            if task in self._starting:
                self._starting.remove(task)
            raise

    def _start(self) -> asyncio.Task[Interpreter]:
        return asyncio.create_task(self._started(), name="warm interpreter")

    async def _started(self) -> Interpreter:
        if os.name == "nt":  # no fork, no process groups: nothing could be taken down with its tree
            raise InterpreterError("demos need Linux or macOS; on Windows run academy inside WSL")
        try:
            interpreter = await Interpreter.start(self._limits)
        except OSError as error:
            raise InterpreterError(f"no process can be started: {error.strerror}") from error
        self._living.add(interpreter)
        if self._closed:
            await self.end(interpreter)
        await interpreter.warm()
        return interpreter
