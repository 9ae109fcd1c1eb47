"""What lies on a learner's desk during one lesson: edited code, output, verdicts, live interpreters. No Textual."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from academy.course.models import Demo, Lesson
from academy.log.error import LogError
from academy.tui.present.transcript import Transcript
from academy.tui.session import SandboxUnavailableError, Session

if TYPE_CHECKING:
    # what runs demos is loaded by the first run, not by whoever opens a page
    from academy.demo.notebook import Notebook
    from academy.demo.run import DemoEvent, Run
    from academy.sandbox.forward import Forward
    from academy.sandbox.record import Exchange
    from academy.sandbox.state import State

STOPPED = "It was stopped before it began."
Tab = Literal["output", "wire", "state", "ledger"]


@dataclass
class Sheet:
    """One demo as it lies there: `edited` code if any, what it printed, how it ended, which tab is open.

    `before` are the demos that had to run first, with their runs once they ended. `trouble` is a sentence in
    place of a run that could not begin. `mark` is the Record's place when it started.
    """

    edited: str | None = None
    transcript: Transcript = field(default_factory=Transcript)
    run: "Run | None" = None
    running: bool = False
    stopping: bool = False
    real: bool = False
    before: "dict[str, Run | None]" = field(default_factory=dict)
    trouble: str = ""
    mark: int = 0
    tab: Tab = "output"
    javascript: bool = False

    @property
    def used(self) -> bool:
        """Whether there is anything to show under the code."""
        return self.running or self.run is not None or bool(self.trouble)

    def clear(self) -> None:
        """Forget the run, keep the code."""
        self.transcript.clear()
        self.run = None
        self.trouble = ""
        self.before.clear()


class Desk:
    """Runs demos and keeps what came of them while the learner walks through the sections.

    `changed` hears the id of each demo whose sheet changed, `told` sentences for the learner.
    """

    def __init__(
        self, session: Session, lesson_id: str, changed: Callable[[str], None], told: Callable[[str], None]
    ) -> None:
        self.session = session
        self.lesson_id = lesson_id
        self.changed = changed
        self.told = told
        self.forward: Forward | None = None
        self._sheets: dict[str, Sheet] = {}
        self._notebook: Notebook | None = None

    @property
    def lesson(self) -> Lesson:
        """The lesson as the course has it now."""
        return self.session.course.lesson(self.lesson_id)

    def sheet(self, demo_id: str) -> Sheet:
        """The sheet of a demo; an empty one at first."""
        return self._sheets.setdefault(demo_id, Sheet())

    def code(self, demo: Demo) -> str:
        """The code that would run: the learner's, or the lesson's."""
        edited = self.sheet(demo.id).edited
        return demo.code if edited is None else edited

    def edit(self, demo: Demo, text: str) -> None:
        """Take the learner's code; the lesson's own text is no edit."""
        self.sheet(demo.id).edited = None if text.strip("\n") == demo.code.strip("\n") else text

    def edits(self) -> Mapping[str, str]:
        """All edited code by demo id."""
        return {name: sheet.edited for name, sheet in self._sheets.items() if sheet.edited is not None}

    async def run(self, demo_id: str) -> None:
        """Run a demo and keep what comes; what cannot run says so on its sheet."""
        sheet = self.sheet(demo_id)
        self._begin(demo_id)
        try:
            notebook = await self._open()
            if sheet.stopping:  # while the sandbox was still starting
                sheet.trouble = STOPPED
                return
            await notebook.run(demo_id, lambda event: self._follow(demo_id, event), code=self.edits())
        except SandboxUnavailableError as error:
            sheet.trouble = str(error)
        finally:
            for name in (demo_id, *(name for name, run in sheet.before.items() if run is None)):
                self.sheet(name).running = False
                self.changed(name)

    async def stop(self, demo_id: str) -> None:
        """Stop a demo that runs, or that is about to."""
        self.sheet(demo_id).stopping = True
        if self._notebook is not None:
            await self._notebook.stop(demo_id)

    async def reset(self, demo_id: str) -> None:
        """Forget the interpreter of a demo's chain and all that came of it; edited code stays."""
        lesson = self.lesson
        root = lesson.chain(demo_id)[0].id
        if self._notebook is not None:
            await self._notebook.reset(demo_id)
        for demo in lesson.demos.values():
            if lesson.chain(demo.id)[0].id == root:
                self.sheet(demo.id).clear()
                self.changed(demo.id)

    async def switch(self, forward: "Forward | None") -> None:
        """Go over to the real API, or back (None); every chain starts fresh."""
        self.forward = forward
        if self._notebook is not None:
            self._notebook.forward = forward
            await self._notebook.reset()
        for name, sheet in self._sheets.items():
            sheet.clear()
            self.changed(name)

    def wire(self, demo_id: str) -> "tuple[Exchange, ...]":
        """The exchanges of a demo's last run, also while it goes on."""
        sheet = self.sheet(demo_id)
        if sheet.run is not None:
            return sheet.run.exchanges
        return tuple(x for x in self._chain(demo_id) if sheet.running and x.seq > sheet.mark)

    def chain(self, demo_id: str) -> "tuple[Exchange, ...]":
        """The exchanges of a demo's chain, up to its own last one."""
        own = self.wire(demo_id)
        if not own:
            return ()
        earlier = tuple(x for x in self._chain(demo_id) if x.seq < own[0].seq)
        return (*earlier, *own)

    async def state(self, demo_id: str) -> "State":
        """What the server holds now; over the real API, what was seen of it. SandboxUnavailableError."""
        if self.sheet(demo_id).real:
            from academy.sandbox.seen import seen  # noqa: PLC0415 - only the real API needs it

            return seen(self.chain(demo_id))
        from academy.sandbox import SandboxError, State  # noqa: PLC0415

        sandbox = self.session.sandbox
        if sandbox is None:
            return State()
        try:
            return await asyncio.to_thread(sandbox.state)
        except SandboxError as error:
            raise SandboxUnavailableError(f"{error.message}; {error.remedy}.") from error

    def _chain(self, demo_id: str) -> "tuple[Exchange, ...]":
        return self._notebook.exchanges(demo_id) if self._notebook is not None else ()

    async def _open(self) -> "Notebook":
        runner = await self.session.runner()
        if self._notebook is None:
            self._notebook = runner.notebook(self.lesson, self.forward)
        self._notebook.lesson = self.lesson
        return self._notebook

    async def notebook(self) -> "Notebook":
        """The lesson's interpreters; SandboxUnavailableError."""
        return await self._open()

    def _begin(self, demo_id: str) -> None:
        sheet = self.sheet(demo_id)
        sheet.clear()
        sheet.running = True
        sheet.stopping = False
        sheet.real = self.forward is not None
        sheet.mark = self.session.sandbox.record.mark() if self.session.sandbox is not None else 0
        self.changed(demo_id)

    def _follow(self, asked: str, event: "DemoEvent") -> None:
        from academy.demo.run import Finished, Printed, Started  # noqa: PLC0415

        match event:
            case Started(demo):
                before = dict(self.sheet(asked).before)
                self._begin(demo)
                self.sheet(asked).before = before if demo == asked else {**before, demo: None}
                self.changed(asked)
            case Printed(demo, stream, text):
                self.sheet(demo).transcript.take(stream, text)
                self.changed(demo)
            case Finished(run):
                self._finish(asked, run)

    def _finish(self, asked: str, run: "Run") -> None:
        sheet = self.sheet(run.demo)
        sheet.run, sheet.running = run, False
        if run.demo != asked:
            self.sheet(asked).before[run.demo] = run
            self.changed(asked)
        if run.ended in {"done", "error"}:
            try:
                self.session.journal.ran_demo(self.lesson_id, run.demo, run.ok)
            except LogError as error:
                self.told(f"{error} The demo ran; only its mark is missing.")
        self.changed(run.demo)
