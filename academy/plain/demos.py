"""Runs a lesson's demos for code that waits: an event loop of its own that turns only while one runs."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from academy.course.models import Lesson
from academy.demo.run import Follower, Run
from academy.sandbox.record import Exchange
from academy.sandbox.state import State
from academy.system import paths

if TYPE_CHECKING:
    from academy.demo.notebook import Notebook
    from academy.demo.runner import Runner
    from academy.sandbox import Sandbox

T = TypeVar("T")


class Demos:
    """The demos of one lesson over the learner's own sandbox, which starts with the first run."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._loop = asyncio.Runner()
        self._sandbox: Sandbox | None = None
        self._runner: Runner | None = None
        self._notebook: Notebook | None = None

    def run(self, demo_id: str, follow: Follower) -> tuple[Run, ...]:
        """Run a demo to its end; ctrl+c stops the demo and nothing else.

        SandboxError or InterpreterError when the sandbox or an interpreter does not start.
        """
        return self._wait(self._run(demo_id, follow))

    def exchanges(self, demo_id: str) -> tuple[Exchange, ...]:
        """What crossed the wire in a demo's chain."""
        return self._notebook.exchanges(demo_id) if self._notebook else ()

    def state(self) -> State:
        """What the sandbox holds."""
        return self._sandbox.state() if self._sandbox else State()

    def reset(self) -> None:
        """Forget every interpreter; what runs next starts afresh."""
        if self._notebook is not None:
            self._wait(self._notebook.reset())

    def close(self) -> None:
        """Stop all that was started; idempotent."""
        if self._runner is not None:
            self._wait(self._runner.close())
            self._runner = None
        if self._sandbox is not None:
            self._sandbox.stop()
            self._sandbox = None
        self._loop.close()

    async def _run(self, demo_id: str, follow: Follower) -> tuple[Run, ...]:
        notebook = self._notebook or await self._start()
        running = asyncio.create_task(notebook.run(demo_id, follow))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await notebook.stop(demo_id)
            return await running

    async def _start(self) -> "Notebook":
        from academy.demo.runner import Runner  # noqa: PLC0415 - only those who run something wait for it
        from academy.sandbox import Sandbox  # noqa: PLC0415

        if self._sandbox is None:
            sandbox = Sandbox(paths.sandbox_path())
            await asyncio.to_thread(sandbox.start)
            self._sandbox = sandbox
        if self._runner is None:
            self._runner = Runner(self._sandbox)
        await self._runner.warm()
        self._notebook = self._runner.notebook(self._lesson)
        return self._notebook

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)
