"""What a running screen works with: the course, the journal, and the sandbox once somebody needs it. No Textual."""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from academy.course import home
from academy.course.loader import LoadResult, load_course
from academy.course.models import Course, CourseInfo, Lesson, Quiz
from academy.course.problems import Problem
from academy.course.source import Source
from academy.log.store import EventLog
from academy.progress.journal import Journal
from academy.system import paths

if TYPE_CHECKING:
    from academy.demo.runner import Runner
    from academy.sandbox import Sandbox

Item = TypeVar("Item", Lesson, Quiz)
Stamps = dict[Path, tuple[int, int]]
NO_COURSE = Course(info=CourseInfo(id="none", title="No course"))


class SandboxUnavailableError(Exception):
    """The sandbox or its interpreters could not be started; says why in a sentence."""


class Session:
    """One learner with one course folder, from start to end of the program.

    `foreign` says that the course is somebody else's (`--course`), whose demos run only after a question.
    `notices` are sentences about the start that the first screen shows.
    """

    def __init__(self, root: Path, *, foreign: bool) -> None:
        """Load the course and open the log; LogError when the log can be neither read nor set aside."""
        self.root = root
        self.foreign = foreign
        self.notices: list[str] = []
        self.sandbox: Sandbox | None = None
        self._starting: asyncio.Task[Runner] | None = None
        self._runner: Runner | None = None
        self._stamps = stamps(root)
        self.load = load_course(root)
        self._log = EventLog.open(paths.log_path(), self.notices.append)
        self.journal = self._new_journal()

    @classmethod
    def open(cls, course_dir: str | None = None) -> "Session":
        """The session over `--course DIR`, or over the course that ships."""
        return cls(home.find(course_dir), foreign=course_dir is not None)

    @property
    def course(self) -> Course:
        """The course as it stands; one without lessons when its course file is unusable."""
        return self.load.course or NO_COURSE

    @property
    def learner(self) -> str:
        """The stable id of whoever learns here."""
        return self._log.learner

    def changed(self) -> bool:
        """Whether a file of the course came, went or changed since it was last read."""
        return stamps(self.root) != self._stamps

    def reload(self) -> LoadResult:
        """Read the course again and take it; what is broken now stays as it was. Gives what was found."""
        found = self.read()
        self.adopt(found)
        return found

    def read(self) -> LoadResult:
        """Read the course again without taking it, for another thread."""
        self._stamps = stamps(self.root)
        return load_course(self.root)

    def adopt(self, found: LoadResult) -> None:
        """Take a course that was read; the old content stands in for files that have a problem now."""
        self.load = kept(self.load, found)
        self.journal = self._new_journal()

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
        """Stop what was started, close the log."""
        if self._starting is not None:
            with contextlib.suppress(SandboxUnavailableError):
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
            await runner.warm()
        except Exception as error:
            raise SandboxUnavailableError(
                f"The sandbox did not start ({error}). `academy doctor` says what is lacking."
            ) from error
        return runner

    def _new_journal(self) -> Journal:
        return Journal(self._log, self.course, self.load.versions)


def _start_sandbox() -> "tuple[Sandbox, Runner]":
    from academy.demo.runner import Runner  # noqa: PLC0415 - both load what no first paint should wait for
    from academy.sandbox import Sandbox  # noqa: PLC0415

    sandbox = Sandbox(paths.sandbox_path())
    sandbox.start()
    return sandbox, Runner(sandbox)


def stamps(root: Path) -> Stamps:
    """Modification time and size of every file of a course folder; a folder that is not there has none."""
    found: Stamps = {}
    for folder in (root / "lessons", root / "quizzes"):
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.name.endswith(".toml"):
                    stat = entry.stat()
                    found[Path(entry.path)] = (stat.st_mtime_ns, stat.st_size)
    return found


def kept(old: LoadResult, new: LoadResult) -> LoadResult:
    """The new course, with the old lessons and quizzes of files that are broken now."""
    if new.course is None:
        return replace(
            new, course=old.course, lesson_sources=old.lesson_sources, quiz_sources=old.quiz_sources
        )
    if old.course is None:
        return new
    broken = {problem.path for problem in new.problems}
    lessons, lesson_sources = _stand_in(
        old.course.lessons, old.lesson_sources, new.course.lessons, new.lesson_sources, broken
    )
    names = {lesson.id for lesson in lessons}
    quizzes, quiz_sources = _stand_in(
        tuple(quiz for quiz in old.course.quizzes if quiz.lesson is None or quiz.lesson in names),
        old.quiz_sources,
        new.course.quizzes,
        new.quiz_sources,
        broken | {old.lesson_sources[name].path for name in names if name in old.lesson_sources} & broken,
    )
    ordered = tuple(sorted(lessons, key=lambda lesson: lesson.sequence))
    course = Course.model_construct(info=new.course.info, lessons=ordered, quizzes=quizzes)
    return replace(new, course=course, lesson_sources=lesson_sources, quiz_sources=quiz_sources)


def _stand_in(
    old: tuple[Item, ...],
    old_sources: Mapping[str, Source],
    new: tuple[Item, ...],
    new_sources: Mapping[str, Source],
    broken: set[Path],
) -> tuple[tuple[Item, ...], dict[str, Source]]:
    names = {item.id for item in new}
    stay = [item for item in old if item.id not in names and old_sources[item.id].path in broken]
    sources = {**{item.id: old_sources[item.id] for item in stay}, **new_sources}
    return (*new, *stay), sources


def first_problem(problems: tuple[Problem, ...]) -> str:
    """The first problem as one line, `path:line: message`."""
    problem = problems[0]
    return f"{problem.path.name}:{problem.line}: {problem.message}"
