"""The `academy` command: finds the one command that was asked for and imports nothing else.

A command is a module of this package with `HELP`, `add_arguments(parser)` and `run(args) -> int`.
"""

import argparse
import os
import signal
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


def _parser(command: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="academy",
        description="A course about persistent conversation state. Without a command: the HUD.",
    )
    parser.add_argument("--version", action="version", version=f"academy {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    if command is None or command == HUD:
        parser.add_argument("--course", metavar="DIR", help="the folder that holds lessons/ and quizzes/")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, text in COMMANDS.items():
        child = subparsers.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        child.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
        if name == command:
            import_module(f"academy.cli.{name}").add_arguments(child)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0 well, 1 found something, 2 wrong call, 3 lacking."""
    command = next((word for word in argv if word in COMMANDS), None)
    args = _parser(command).parse_args(argv)
    try:
        module = import_module(f"academy.cli.{args.command or HUD}")
        status = int(module.run(args))
        sys.stdout.flush()
    except CommandError as error:
        if args.debug:
            raise
        print(f"academy: {error.message}", file=sys.stderr)
        if error.remedy:
            print(f"  {error.remedy}", file=sys.stderr)
        return error.status
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); writing to it again at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:
        if args.debug:
            raise
        print(f"academy: {type(error).__name__}: {error}", file=sys.stderr)
        print("  This is a mistake of ours. Run it again with --debug to see where.", file=sys.stderr)
        return 1
    return status


def run() -> NoReturn:
    """Run the command line of this process and exit."""
    sys.exit(main(sys.argv[1:]))
