"""`academy sandbox`: serve the sandbox for your own scripts, in any language."""

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from academy.cli.errors import CommandError
from academy.sandbox import Sandbox, SandboxError
from academy.sandbox.storage import store
from academy.system import paths

CLIENT = "academy sandbox"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="listen here (default: a free port)"
    )
    parser.add_argument("--api-key", metavar="K", help="the key to demand (default: a new one)")
    parser.add_argument(
        "--db", type=Path, metavar="PATH", help="the store (default: the one under ACADEMY_HOME)"
    )
    parser.add_argument("--reset", action="store_true", help="empty the store and end")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; the first two lines say where, and with which key."""
    path = args.db or paths.sandbox_path()
    if args.reset:
        return _reset(path)
    if args.api_key is not None and not _fits_header(args.api_key):
        raise CommandError("that is no key", "one word of printable ASCII: it travels in an HTTP header")
    sandbox = Sandbox(path, port=args.port)
    ended = threading.Event()
    with _ended_by_signals(ended):
        try:
            sandbox.start()
        except SandboxError as error:
            raise CommandError(error.message, error.remedy, status=3) from error
        with sandbox:
            key = sandbox.issue_key(CLIENT, key=args.api_key)
            print(f"OPENAI_BASE_URL={sandbox.base_url}")
            print(f"OPENAI_API_KEY={key}", flush=True)
            # In slices: an event that is waited for without end hears no signal on Windows.
            while not ended.wait(0.5):
                pass
    return 0


def _reset(path: Path) -> int:
    try:
        put_aside = store.empty(path)
    except SandboxError as error:
        raise CommandError(error.message, error.remedy, status=3) from error
    if put_aside is not None:
        print(f"The store was damaged; it is kept as {put_aside}.", file=sys.stderr)
    print(f"The store {path} is empty.", file=sys.stderr)
    return 0


@contextlib.contextmanager
def _ended_by_signals(ended: threading.Event) -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _fits_header(key: str) -> bool:
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number
