"""`academy check --run`: every demo and proof that does not show what it should, as a problem in its line."""

import asyncio
import sys
from typing import TYPE_CHECKING

from academy.cli.errors import CommandError
from academy.course.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from academy.course.loader import LoadResult
    from academy.demo.run import DemoEvent, Run

CODE = "demo-failed"


def failed_demos(results: "Iterable[LoadResult]") -> set[Problem]:
    """Run all demos of the lessons that were found whole; CommandError when none can be run here."""
    from academy.demo.interpreter import InterpreterError
    from academy.sandbox import SandboxError

    runnable = [found for found in results if found.course and any(x.demos for x in found.course.lessons)]
    if not runnable:
        return set()
    try:
        return asyncio.run(_run(runnable))
    except SandboxError as error:
        raise CommandError(error.message, error.remedy, status=3) from error
    except InterpreterError as error:
        raise CommandError(
            f"no interpreter could be started: {error}", "academy doctor says what is lacking", status=3
        ) from error


async def _run(results: "list[LoadResult]") -> set[Problem]:
    from academy.demo.throwaway import bench

    problems: set[Problem] = set()
    async with bench() as ours:
        for found in results:
            assert found.course is not None, "chosen for its lessons"
            for lesson in found.course.lessons:
                notebook = ours.runner.notebook(lesson)
                runs = await notebook.run_each(tuple(lesson.demos), _narrate)
                problems |= {_problem(found, run) for run in runs if not run.ok}
                await notebook.close()
    return problems


def _narrate(event: "DemoEvent") -> None:
    from academy.demo.run import Finished

    if isinstance(event, Finished) and sys.stderr.isatty():
        run = event.run
        print(f"{'ok    ' if run.ok else 'failed'} {run.lesson}#{run.demo}", file=sys.stderr)


def _problem(found: "LoadResult", run: "Run") -> Problem:
    path, line, column = found.locate(run.lesson, run.demo)
    last = run.stderr.strip().rpartition("\n")[2]
    message = f"the demo `{run.demo}` failed: {' '.join(run.missing)}"
    hint = f"academy demo {run.lesson}#{run.demo} shows it"
    return Problem(path, line, column, CODE, message, f"{last}; {hint}" if last and run.error else hint)
