"""`academy demo`: runs demos without the screen, in a store of their own that is thrown away after."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from academy.cli.errors import CommandError

if TYPE_CHECKING:
    from academy.course.loader import LoadResult
    from academy.course.models import Lesson
    from academy.demo.estimate import Estimate
    from academy.sandbox import Forward


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("demo", metavar="LESSON[#DEMO]", help="all demos of a lesson, or one of them")
    parser.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, one for each demo")
    parser.add_argument("--code", action="store_true", help="print the code too")
    parser.add_argument("--wire", action="store_true", help="print each exchange in full")
    parser.add_argument("--state", action="store_true", help="print what the server holds in the end")
    parser.add_argument("--ledger", action="store_true", help="print the tokens of each turn, as bars")
    parser.add_argument(
        "--real", action="store_true", help="pass the calls on to the real API, which costs money"
    )
    parser.add_argument("--yes", action="store_true", help="with --real: do not ask")


def run(args: argparse.Namespace) -> int:
    """Run them; 0 when all showed what they should, 1 otherwise."""
    from academy.course import home
    from academy.course.loader import load_course
    from academy.demo.real import real_api

    if args.json and (args.code or args.wire or args.state or args.ledger):
        raise CommandError("--json prints its own lines and nothing else", "leave the other flags out")
    forward = real_api(os.environ) if args.real else None
    if args.real and forward is None:
        raise CommandError(
            "--real needs your key of the API", "set OPENAI_API_KEY, or leave --real out", status=3
        )
    root = home.find(args.course)
    found = load_course(root)
    lesson, demo_ids = _find(args.demo, found, root)
    if root.resolve() != home.shipped().resolve():
        _consent(found, root)
    return asyncio.run(_run(lesson, demo_ids, forward, args))


def _find(wanted: str, found: "LoadResult", root: Path) -> "tuple[Lesson, tuple[str, ...]]":
    """The lesson and the demos that were named; CommandError when there is no such thing or nothing to run."""
    from academy.cli.check import print_problems
    from academy.cli.wanted import unknown

    name, _, part = wanted.partition("#")
    lessons = {lesson.id: lesson for lesson in found.course.lessons} if found.course else {}
    if name not in lessons:
        if found.problems:
            print_problems(found.problems, sys.stderr)
            raise CommandError("this course has problems", f"academy check {root}", status=1)
        raise unknown("lesson", name, lessons, found, root)
    lesson = lessons[name]
    if not lesson.demos:
        raise CommandError(f"the lesson {name} has no demos", "name another lesson")
    if part and part not in lesson.demos:
        raise unknown("demo", part, lesson.demos, found, root)
    return lesson, (part,) if part else tuple(lesson.demos)


def _consent(found: "LoadResult", root: Path) -> None:
    """At a terminal ask once per folder; without one the command itself says that its demos are to run."""
    from academy.cli.opened import opened_log
    from academy.demo import trust
    from academy.plain.console import Console
    from academy.progress.journal import Journal

    console = Console()
    if not console.interactive:
        return
    assert found.course is not None, "a lesson was found in it"
    with opened_log() as log:
        journal = Journal(log, found.course, found.versions)
        if trust.trusted(journal.state.options, root):
            return
        if not _yes(console.ask(f"{trust.question(root)} [y/N]")):
            raise CommandError("nothing was run", "look at the lesson's file first", status=1)
        journal.set_option(trust.option(root), True)  # noqa: FBT003 - the value of an option


def _yes(answer: str | None) -> bool:
    return (answer or "").lower() in {"y", "yes"}


def _agree(cost: "Estimate", *, asks: bool) -> None:
    """Say what the real API will cost, and at a terminal ask; CommandError when the answer is no."""
    from academy.demo.estimate import sentence
    from academy.plain.console import Console

    console = Console()
    console.note(f"the real API: {sentence(cost)}")
    if asks and console.interactive and not _yes(console.ask("Send it? [y/N]")):
        raise CommandError("nothing was sent", "without --real the sandbox answers, for nothing", status=1)


async def _run(
    lesson: "Lesson", demo_ids: Sequence[str], forward: "Forward | None", args: argparse.Namespace
) -> int:
    from academy.cli.transcript import JsonLines, Transcript
    from academy.demo.interpreter import InterpreterError
    from academy.demo.throwaway import bench
    from academy.sandbox import SandboxError

    try:
        async with bench() as ours:
            notebook = ours.runner.notebook(lesson, forward)
            if forward is not None:
                _agree(await notebook.estimate(*demo_ids), asks=not args.yes)
            shown = JsonLines() if args.json else Transcript(lesson, code=args.code, wire=args.wire)
            runs = await notebook.run_each(demo_ids, shown.follow)
            if isinstance(shown, Transcript):
                if args.ledger:
                    shown.ledger(runs)
                if args.state:
                    shown.state(runs, None if forward else ours.sandbox.state())
                shown.summary(runs)
    except SandboxError as error:
        raise CommandError(error.message, error.remedy, status=3) from error
    except InterpreterError as error:
        raise CommandError(
            f"no interpreter could be started: {error}", "academy doctor says what is lacking", status=3
        ) from error
    return 0 if all(run.ok for run in runs) else 1
