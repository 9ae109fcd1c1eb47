"""Demos with a store of their own, thrown away after: for the command line, the author's gate and tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from academy.demo.run import DEFAULT, Limits
from academy.demo.runner import Runner

if TYPE_CHECKING:
    from academy.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Bench:
    """A started sandbox and a runner over it."""

    sandbox: "Sandbox"
    runner: Runner


@asynccontextmanager
async def bench(limits: Limits = DEFAULT) -> AsyncIterator[Bench]:
    """A sandbox in memory and a warm runner; SandboxError or InterpreterError when they do not start."""
    from academy.sandbox import Sandbox  # noqa: PLC0415 - its server is loaded for those who run something

    sandbox = Sandbox(None)
    runner = Runner(sandbox, limits)
    try:
        await asyncio.gather(asyncio.to_thread(sandbox.start), runner.warm())
        yield Bench(sandbox, runner)
    finally:
        await runner.close()
        await asyncio.to_thread(sandbox.stop)
