"""One lesson's live demos: those that continue each other share an interpreter and run in order."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from academy.course.models import Demo, Lesson
from academy.demo.chain import Batch, Chain, because_of, never_ran, ran_through
from academy.demo.pool import Pool
from academy.demo.run import Finished, Follower, Run, Started
from academy.sandbox.forward import Forward
from academy.sandbox.record import Exchange

if TYPE_CHECKING:
    from academy.demo.estimate import Estimate
    from academy.sandbox import Sandbox


class Notebook:
    """Runs the demos of a lesson as cells; several chains at once, each of them strictly in order.

    `lesson` may be set anew when its file was changed. Setting `forward` sends what runs from then on to
    the real API, in fresh interpreters, since ids of the sandbox mean nothing there; None brings it back.
    """

    def __init__(self, sandbox: "Sandbox", pool: Pool, lesson: Lesson, forward: Forward | None) -> None:
        self.lesson = lesson
        self.forward = forward
        self._sandbox = sandbox
        self._pool = pool
        self._chains: dict[str, Chain] = {}

    async def run(
        self, demo_id: str, follow: Follower, *, code: Mapping[str, str] | None = None
    ) -> tuple[Run, ...]:
        """Run a demo, and before it those that it continues where their variables are gone.

        `follow` hears of each on this event loop, in order. `code` holds edited texts by demo id. Whatever the
        code does stands in the runs, the last of which is the demo's own. KeyError for an unknown demo.
        """
        demos = self.lesson.chain(demo_id)
        root = demos[0].id
        chain = self._chains.setdefault(root, Chain(self._sandbox, self._pool, root))
        batch = Batch(demos, follow)
        return tuple(await chain.run(batch, self.lesson, self.forward, dict(code or {})))

    async def run_each(
        self, demo_ids: Sequence[str], follow: Follower, *, code: Mapping[str, str] | None = None
    ) -> tuple[Run, ...]:
        """Run some demos and what they continue, each once; what continues a failed one is not run.

        For those who run a lesson as a whole: an interpreter is ended as soon as nothing more needs it.
        """
        runs: dict[str, Run] = {}
        chains = [self.lesson.chain(demo_id) for demo_id in demo_ids]
        for number, demos in enumerate(chains):
            broken = next((d for d in demos if d.id in runs and not ran_through(d, runs[d.id])), None)
            if broken is not None:
                for demo in (demo for demo in demos if demo.id not in runs):
                    run = never_ran(self.lesson, demo, runs[broken.id].ended, because_of(broken))
                    follow(Started(demo.id))
                    follow(Finished(run))
                    runs[demo.id] = run
            elif demos[-1].id not in runs:
                runs.update({run.demo: run for run in await self.run(demos[-1].id, follow, code=code)})
            if all(later[0] is not demos[0] for later in chains[number + 1 :]):
                await self.reset(demos[0].id)
        return tuple(runs.values())

    def running(self, demo_id: str) -> bool:
        """Whether a demo runs now or waits for its turn, because it was asked for or one that continues it was."""
        return any(demo_id in batch.names for chain in self._chains.values() for batch in chain.batches)

    async def stop(self, demo_id: str) -> None:
        """Stop what runs or waits in a demo's chain, and wait until it has ended; idempotent."""
        chain = self._chain(demo_id)
        if chain is not None:
            await chain.stop()

    async def reset(self, demo_id: str | None = None) -> None:
        """Stop and forget the interpreter of a demo's chain, or all of them; what runs next starts afresh."""
        chosen = None if demo_id is None else self._chain(demo_id)
        for root, chain in tuple(self._chains.items()):
            if demo_id is None or chain is chosen:
                await chain.stop()
                await chain.end()
                self._chains.pop(root, None)

    def exchanges(self, demo_id: str) -> tuple[Exchange, ...]:
        """All exchanges of a demo's chain since its present interpreter began."""
        chain = self._chain(demo_id)
        return chain.exchanges() if chain is not None else ()

    async def estimate(self, *demo_ids: str, code: Mapping[str, str] | None = None) -> "Estimate":
        """What running demos over the real API would take, those that must run before them included.

        They are run against a sandbox of its own, and nothing is sent to anybody. SandboxError when that
        sandbox does not start; KeyError for an unknown demo.
        """
        from academy.demo.estimate import estimate, total  # noqa: PLC0415 - loaded for those who ask for a price
        from academy.sandbox import Sandbox  # noqa: PLC0415

        counted = {demo.id for demo_id in demo_ids for demo in self._due_there(demo_id)}
        sandbox = Sandbox(None)
        await asyncio.to_thread(sandbox.start)
        rehearsal = Notebook(sandbox, self._pool, self.lesson, None)
        try:
            runs = await rehearsal.run_each(demo_ids, lambda _: None, code=code)
        finally:
            await rehearsal.close()
            await asyncio.to_thread(sandbox.stop)
        chains: dict[str, list[Run]] = {}
        for run in runs:
            chains.setdefault(self.lesson.chain(run.demo)[0].id, []).append(run)
        return total(
            estimate([(run.exchanges, run.demo in counted) for run in chain]) for chain in chains.values()
        )

    def _due_there(self, demo_id: str) -> Sequence[Demo]:
        """What would run over the real API: all of a chain, unless it has begun there."""
        chain, demos = self._chain(demo_id), self.lesson.chain(demo_id)
        return demos if chain is None or chain.forward is None else chain.due(demos, chain.forward)

    async def close(self) -> None:
        """Stop and forget everything; idempotent."""
        await self.reset()

    def _chain(self, demo_id: str) -> Chain | None:
        """The chain that a demo belongs to, if anything of it has run."""
        if demo_id not in self.lesson.demos:
            return self._chains.get(demo_id)
        return self._chains.get(self.lesson.chain(demo_id)[0].id)
