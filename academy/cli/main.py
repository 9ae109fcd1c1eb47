"""The `academy` command: finds the one command that was asked for and imports nothing else.

A command is a module of this package with `add_arguments(parser)` and `run(args) -> int`.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from academy import __version__
from academy.cli.errors import CommandError

COMMANDS = {
    "open": "go straight into a lesson",
    "quiz": "take a quiz",
    "demo": "run demos without the screen",
    "check": "check a course folder or single files",
    "progress": "show, export, import or reset your progress",
    "sandbox": "serve the sandbox for your own scripts",
    "doctor": "what is installed, reachable, writable",
}
HUD = "hud"
INTERRUPTED, BROKEN_PIPE = 130, 141  # as a shell reports those who die of SIGINT and SIGPIPE


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0 well, 1 found something, 2 wrong call, 3 lacking."""
    try:
        args = parse(argv)
        status = int(import_module(f"academy.cli.{args.command or HUD}").run(args))
        print(end="", flush=True)
    except CommandError as error:
        _say(error.message, error.remedy, argv)
        return error.status
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); writing to it again at exit must not complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        _say(f"this needs {error.name}, which is not installed", "`academy doctor` says how to get it", argv)
        return 3
    except Exception as error:
        remedy = "this is a mistake of ours; --debug shows where"
        _say(f"{type(error).__name__}: {error}", remedy, argv)
        return 1
    return status


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for; CommandError for an unknown command, argparse's SystemExit otherwise."""
    command, words = _command_first(argv)
    return _parser(command).parse_args(words)


def _command_first(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command, and the words with `--course DIR` behind it: only commands know what to do with one."""
    words = list(argv)
    before: list[str] = []
    course: list[str] = []
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word == "--course" and words:
            course += [word, words.pop(0)]
        else:
            (course if word.startswith("--course=") else before).append(word)
    command = words[0] if words else None
    if command is not None and command not in COMMANDS:
        from academy.course.problems import did_you_mean, quoted

        meant = did_you_mean(command, COMMANDS)
        remedy = f"did you mean `academy {meant}`?" if meant else f"there are: {', '.join(COMMANDS)}"
        raise CommandError(f"there is no command {quoted(command)}", remedy)
    return command, [*before, *words, *course]


def _parser(command: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="academy",
        description="A course about persistent conversation state. Without a command: the HUD.",
        epilog="`academy COMMAND --help` says more about one.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"academy {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    if command is None:
        parser.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, text in COMMANDS.items():
        child = subparsers.add_parser(name, help=text, description=_sentence(text), allow_abbrev=False)
        child.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
        if name == command:
            import_module(f"academy.cli.{name}").add_arguments(child)
    return parser


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _say(message: str, remedy: str, argv: Sequence[str]) -> None:
    """Say what went wrong, with names out of files and arguments in it, and with `--debug` also where."""
    from academy.course.problems import printable

    if "--debug" in argv:
        import traceback

        traceback.print_exc()
    for line in (f"academy: {message}" + (f"\n  {remedy}" if remedy else "")).split("\n"):
        print(printable(line), file=sys.stderr)


def run() -> NoReturn:
    """Run the command line of this process and exit."""
    # Started with a stream closed (`>&-`), Python has none at all; what is said then goes nowhere.
    with os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
        sys.exit(main(sys.argv[1:]))
