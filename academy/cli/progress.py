"""`academy progress`: show it, take it to another machine, begin anew."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from academy.cli.errors import CommandError
from academy.cli.opened import opened_log

if TYPE_CHECKING:
    from academy.course.models import Course
    from academy.progress.fold import LessonProgress, Progress

MOST_BAD_LINES = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the five actions."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = _action(actions, "show", "level, XP, streak and lessons")
    show.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")
    _action(actions, "export", "everything you did, one JSON object a line (with or without --json)")
    take = _action(actions, "import", "add what was exported elsewhere; what is known already stays once")
    take.add_argument("file", metavar="FILE", help="what `export` wrote; - for stdin")
    reset = _action(actions, "reset", "set your progress aside and begin anew")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    _action(actions, "path", "where your progress lies")


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=f"{text.capitalize()}.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
    return parser


def run(args: argparse.Namespace) -> int:
    """Do one of them."""
    if args.action == "show":
        _show(args.course, as_json=args.json)
    elif args.action == "export":
        _export()
    elif args.action == "import":
        _import(args.file, as_json=args.json)
    elif args.action == "reset":
        _reset(sure=args.yes, as_json=args.json)
    else:
        _path(as_json=args.json)
    return 0


def _show(folder: str | None, *, as_json: bool) -> None:
    from academy.cli.wanted import whole_course
    from academy.course import home
    from academy.course.loader import load_course
    from academy.plain.console import Console
    from academy.progress.journal import Journal

    root = home.find(folder)
    course = whole_course(load_course(root), root)
    with opened_log() as log:
        progress = Journal(log, course, {}).state
    if as_json:
        print(json.dumps(_as_json(progress), indent=2))
    else:
        console = Console()
        for line in _lines(progress, course):
            console.verbatim(line)


def _as_json(progress: "Progress") -> dict[str, Any]:
    return {
        "xp": progress.xp,
        "level": progress.level,
        "streak": progress.streak,
        "lessons": {
            name: {"status": lesson.status, "best": lesson.best, "xp": lesson.xp}
            for name, lesson in progress.lessons.items()
        },
    }


def _lines(progress: "Progress", course: "Course") -> Iterator[str]:
    missing = progress.next_level - progress.xp
    yield f"Level {progress.level}, {progress.xp} XP; {missing} more for level {progress.level + 1}"
    if progress.streak:
        yield f"Streak: {progress.streak} {'day' if progress.streak == 1 else 'days'}"
    yield ""
    titles = {lesson.id: f"{lesson.sequence}. {lesson.title}" for lesson in course.lessons}
    named = [(titles.get(name, f"{name} (no longer here)"), each) for name, each in progress.lessons.items()]
    width = max((len(title) for title, _ in named), default=0)
    for title, lesson in named:
        yield f"{title:<{width}}  {_standing(lesson)}"
    if progress.last is not None:
        yield ""
        yield f"Continue: academy open {'#'.join(progress.last)}"


def _standing(lesson: "LessonProgress") -> str:
    if not lesson.attempts:
        return lesson.status
    return f"{lesson.status}, best {round(lesson.best * 100)} %, {lesson.xp} XP"


def _export() -> None:
    from academy.log.exchange import to_lines

    with opened_log() as log:
        for line in to_lines(log.events()):
            print(line)


def _import(name: str, *, as_json: bool) -> None:
    from academy.log.exchange import from_lines

    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", "name a file that `progress export` wrote") from error
    events, bad = from_lines(content)
    if bad:
        shown = [f"{name}:{line.number}: {line.why}" for line in bad[:MOST_BAD_LINES]]
        if len(bad) > len(shown):
            shown.append(f"and {len(bad) - len(shown)} more lines like these")
        raise CommandError("\n".join(shown), "nothing was imported; mend or remove these lines", status=1)
    with opened_log() as log:
        new = log.absorb(events)
    if as_json:
        print(json.dumps({"read": len(events), "new": new}))
    else:
        print(f"{len(events)} read, {new} of them new", file=sys.stderr)


def _reset(*, sure: bool, as_json: bool) -> None:
    if not sure and not _agrees():
        print("Nothing was changed.", file=sys.stderr)
        return
    with opened_log() as log:
        aside = log.set_aside()
    if as_json:
        print(json.dumps({"set_aside": None if aside is None else str(aside)}))
    elif aside is None:
        print("There is no progress yet, so nothing was changed.", file=sys.stderr)
    else:
        print("Your progress begins anew. The old log was set aside as", file=sys.stderr, flush=True)
        print(aside)


def _agrees() -> bool:
    if not sys.stdin.isatty():
        raise CommandError("reset asks first, and there is no terminal to ask on", "add --yes to mean it")
    print("Set your progress aside and begin anew? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _path(*, as_json: bool) -> None:
    from academy.system import paths

    if as_json:
        print(json.dumps({"home": str(paths.home()), "log": str(paths.log_path())}))
    else:
        print(paths.log_path())
