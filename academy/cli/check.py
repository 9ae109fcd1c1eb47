"""`academy check`: every mistake of a course folder or of single files, each in its line."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from academy.cli.errors import CommandError

if TYPE_CHECKING:
    from academy.course.problems import Problem
    from academy.course.schema import Kind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="a course folder, the one with lessons/ and quizzes/, or a TOML file; default: the shipped course",
    )
    parser.add_argument("--run", action="store_true", help="also run every demo and proof")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--schema",
        choices=("lesson", "quiz", "course"),
        help="print a JSON Schema for editors, check nothing",
    )


def run(args: argparse.Namespace) -> int:
    """Print what is wrong; 0 when nothing is, 1 otherwise."""
    if args.schema:
        if args.paths:
            raise CommandError("--schema checks nothing", "leave the paths out, or leave --schema out")
        return _print_schema(args.schema)
    from academy.course import home
    from academy.course.alone import load_path
    from academy.course.problems import order

    results = [load_path(path) for path in dict.fromkeys(args.paths or [home.shipped()])]
    found = {problem for result in results for problem in result.problems}
    if args.run:
        from academy.cli.check_run import failed_demos

        found |= failed_demos(results)
    problems = sorted(found, key=order)
    missing = {problem.path for problem in problems if problem.code == "not-found"}
    files = {path for result in results for path in result.files} - missing
    if args.json:
        print(
            json.dumps(
                {"files": len(files), "problems": [_as_json(problem) for problem in problems]}, indent=2
            )
        )
    else:
        print_problems(problems, sys.stdout)
        print(_summary(problems, len(files)), file=sys.stderr)
    return 1 if problems else 0


def _print_schema(kind: "Kind") -> int:
    from academy.course.schema import json_schema

    print(json.dumps(json_schema(kind), indent=2))
    return 0


def _as_json(problem: "Problem") -> dict[str, str | int]:
    return {
        "path": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def print_problems(problems: Sequence["Problem"], out: TextIO) -> None:
    """Print problems, each with its line of the file."""
    from academy.course import source
    from academy.course.problems import render

    color = out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    texts = {path: source.read(path).text for path in {problem.path for problem in problems}}
    # What a source line holds may be more than this terminal's encoding does.
    encoding = out.encoding or "utf-8"
    for problem in problems:
        shown = render(problem, texts[problem.path], color=color)
        print(shown.encode(encoding, errors="replace").decode(encoding), end="\n\n", file=out)


def _summary(problems: Sequence["Problem"], files: int) -> str:
    checked = "1 file checked" if files == 1 else f"{files} files checked"
    if not problems:
        return f"{checked}, nothing to mend"
    found = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"{checked}, {found}"
