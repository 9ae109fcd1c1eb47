"""What a running screen works with: the course, the journal, and the sandbox once somebody needs it. No Textual."""

import asyncio
import contextlib
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from academy.course import home
from academy.course.outline import CourseOutline, Name, ReadCourse, read_outline
from academy.log.store import EventLog
from academy.progress.fold import Progress, fold
from academy.system import paths
from academy.tui.reloading import kept, stamps

if TYPE_CHECKING:
    # what takes long to load is loaded by whoever needs it first, after the first picture
    from academy.course.loader import LoadResult
    from academy.course.models import Course
    from academy.demo.runner import Runner
    from academy.progress.journal import Journal
    from academy.sandbox import Sandbox

NO_COURSE = Name(id="none", title="No course")


class SandboxUnavailableError(Exception):
    """The sandbox or its interpreters could not be started, or fail now; says why in a sentence."""


class Session:
    """One learner with one course folder, from start to end of the program.

    `foreign` says that the course is somebody else's (`--course`), whose demos run only after a question.
    `notices` are sentences about the start that the first screen shows. The course is loaded by whoever asks
    for it first; until then there is its `outline`. `last_progress` is what `progress` last gave.
    """

    def __init__(self, root: Path, *, foreign: bool, found: "LoadResult | None" = None) -> None:
        """Open the log; LogError when it can be neither read nor set aside. `found`: the course, loaded already."""
        self.root = root
        self.foreign = foreign
        self.notices: list[str] = []
        self.sandbox: Sandbox | None = None
        self._starting: asyncio.Task[Runner] | None = None
        self._runner: Runner | None = None
        self._closing = False
        self._stamps = stamps(root)
        self._one_loads = threading.RLock()
        self._load = found
        self._outline = read_outline(root) if found is None else None
        self._journal: Journal | None = None
        self._log = EventLog.open(paths.log_path(), self.notices.append)
        self.last_progress = fold((), self.outline)

    @classmethod
    def open(cls, course_dir: str | None = None) -> "Session":
        """The session over `--course DIR`, or over the course that ships."""
        return cls(home.find(course_dir), foreign=course_dir is not None)

    @classmethod
    def over(cls, root: Path, found: "LoadResult") -> "Session":
        """The session over a course that was loaded already, ours or another's."""
        return cls(root, foreign=root.resolve() != home.shipped().resolve(), found=found)

    @property
    def loaded(self) -> bool:
        """Whether the course is there without waiting."""
        return self._load is not None

    @property
    def load(self) -> "LoadResult":
        """The course folder as it was found, from any thread; whoever asks first waits while it is read."""
        with self._one_loads:
            if self._load is None:
                from academy.course.loader import load_course  # noqa: PLC0415

                self._load = load_course(self.root)
            return self._load

    @property
    def course(self) -> "Course":
        """The course as it stands; one without lessons when its course file is unusable."""
        from academy.course.models import Course, CourseInfo  # noqa: PLC0415

        return self.load.course or Course(info=CourseInfo(id=NO_COURSE.id, title=NO_COURSE.title))

    @property
    def outline(self) -> CourseOutline:
        """The course by names alone, without waiting for the rest of it."""
        found = self._load.course if self._load is not None else self._outline
        return found or ReadCourse(NO_COURSE, ())

    @property
    def journal(self) -> "Journal":
        """What writes the learner's events; from any thread."""
        with self._one_loads:
            if self._journal is None:
                from academy.progress.journal import Journal  # noqa: PLC0415

                self._journal = Journal(self._log, self.course, self.load.versions)
            return self._journal

    @property
    def progress(self) -> Progress:
        """What the learner has done, as the log has it now, without waiting for the course; LogError."""
        if self._journal is not None:
            self.last_progress = self._journal.state
        else:
            today = datetime.now().astimezone().date()
            self.last_progress = fold(self._log.events(), self.outline, today)
        return self.last_progress

    @property
    def learner(self) -> str:
        """The stable id of whoever learns here."""
        return self._log.learner

    def changed(self) -> bool:
        """Whether a file of the course came, went or changed since it was last read."""
        return stamps(self.root) != self._stamps

    def reload(self) -> "LoadResult":
        """Read the course again and take it; what is broken now stays as it was. Gives what was found."""
        found = self.read()
        self.adopt(found)
        return found

    def read(self) -> "LoadResult":
        """Read the course again without taking it, for another thread."""
        from academy.course.alone import load_path  # noqa: PLC0415
        from academy.course.loader import load_course  # noqa: PLC0415

        self._stamps = stamps(self.root)
        return load_path(self.root) if self.root.is_file() else load_course(self.root)

    def adopt(self, found: "LoadResult") -> None:
        """Take a course that was read; the old content stands in for files that have a problem now."""
        with self._one_loads:
            self._load = kept(self.load, found)
            self.journal.course, self.journal.versions = self.course, self._load.versions

    async def runner(self) -> "Runner":
        """The runner of demos with its sandbox, started by the first who asks.

        Raises SandboxUnavailableError with a sentence; the next call tries again.
        """
        if self._starting is None:
            self._starting = asyncio.create_task(self._start(), name="start sandbox")
        starting = self._starting
        try:
            return await asyncio.shield(starting)
        except SandboxUnavailableError:
            if self._starting is starting:
                self._starting = None
            raise

    async def close(self) -> None:
        """Stop what was started, close the log; what is still starting is given up."""
        self._closing = True
        if self._starting is not None:
            if self._runner is not None:
                self._starting.cancel()
            with contextlib.suppress(SandboxUnavailableError, asyncio.CancelledError):
                await self._starting
        if self._runner is not None:
            await self._runner.close()
        if self.sandbox is not None:
            await asyncio.to_thread(self.sandbox.stop)
            self.sandbox = None
        self._log.close()

    async def _start(self) -> "Runner":
        try:
            sandbox, runner = await asyncio.to_thread(_start_sandbox)
            self.sandbox, self._runner = sandbox, runner
            if not self._closing:
                await runner.warm()
        except Exception as error:
            raise SandboxUnavailableError(
                f"The sandbox did not start ({error}). `academy doctor` says what is lacking."
            ) from error
        return runner


def _start_sandbox() -> "tuple[Sandbox, Runner]":
    from academy.demo.runner import Runner  # noqa: PLC0415 - both load what no first paint should wait for
    from academy.sandbox import Sandbox  # noqa: PLC0415

    sandbox = Sandbox(paths.sandbox_path())
    sandbox.start()
    return sandbox, Runner(sandbox)
