"""`academy doctor`: what is installed, reachable and writable, and what to do about what is not."""

import argparse
import json
import os
import platform
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Literal

from academy import __version__
from academy.system.terminal import MIN_COLUMNS, MIN_ROWS, too_small


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `remedy` is empty when all is well."""

    what: str
    state: Literal["ok", "note", "lacking"]
    detail: str
    remedy: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--json", action="store_true", help="one JSON array")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 3 when something is lacking."""
    findings = examine()
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:
            print(f"{finding.state:<7} {finding.what:<{width}}  {finding.detail}")
            if finding.remedy:
                print(f"{'':<7} {'':<{width}}  -> {finding.remedy}")
    return 3 if any(finding.state == "lacking" for finding in findings) else 0


def examine() -> tuple[Finding, ...]:
    """Look at this machine; writes nothing that stays."""
    packages = _packages()
    lacking = any(finding.state == "lacking" for finding in packages)
    return (
        Finding("academy", "ok", __version__),
        Finding("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *packages,
        Finding("sqlite", "ok", sqlite3.sqlite_version),
        # What looks at these needs the packages itself.
        *(() if lacking else (_course(), _writable())),
        _loopback(),
        _terminal(),
        _limits(),
        _key(),
    )


def _packages() -> tuple[Finding, ...]:
    try:
        wanted = requires("academy") or ()
    except PackageNotFoundError:
        return (Finding("packages", "note", "academy is not installed", "pip install --editable ."),)
    return tuple(_package(line.split(";")[0].strip()) for line in wanted if "extra ==" not in line)


def _package(requirement: str) -> Finding:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    try:
        return Finding(name, "ok", version(name))
    except PackageNotFoundError:
        return Finding(name, "lacking", "not installed", f"pip install '{requirement}'")


def _course() -> Finding:
    from academy.course import home
    from academy.course.loader import load_course

    root = home.shipped()
    found = load_course(root)
    if found.problems or found.course is None:
        return Finding("course", "lacking", f"{root}: {len(found.problems)} problems", "academy check")
    return Finding("course", "ok", f"{root}: lessons {len(found.course.lessons)}")


def _writable() -> Finding:
    from academy.system.paths import home

    folder = existing = home()
    try:
        while not existing.exists() and existing != existing.parent:
            existing = existing.parent
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        return Finding(
            "state folder",
            "lacking",
            f"{folder}: {error.strerror}",
            "make it writable, or set ACADEMY_HOME to a folder that is",
        )
    return Finding("state folder", "ok", str(folder))


def _loopback() -> Finding:
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return Finding("loopback", "ok", f"can listen (tried port {server.getsockname()[1]})")
    except OSError as error:
        return Finding(
            "loopback",
            "lacking",
            f"cannot listen on 127.0.0.1: {error.strerror}",
            "the sandbox needs it: allow it",
        )


def _terminal() -> Finding:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding("terminal", "note", "none here; use `academy open LESSON --plain`")
    size = shutil.get_terminal_size()
    detail = f"{size.columns}x{size.lines}, TERM={os.environ.get('TERM', '')}"
    if too_small(size.columns, size.lines):
        return Finding("terminal", "note", detail, f"needs {MIN_COLUMNS}x{MIN_ROWS}; or use --plain")
    return Finding("terminal", "ok", detail)


def _limits() -> Finding:
    system = platform.system()
    if system == "Linux":
        return Finding("demo limits", "ok", "time, memory, output; the whole process tree ends with its demo")
    if system == "Windows":
        return Finding("demo limits", "note", "demos do not run on Windows; they do inside WSL")
    return Finding("demo limits", "note", "time and output; what leaves its process group lives on here")


def _key() -> Finding:
    if os.environ.get("OPENAI_API_KEY"):
        return Finding("OPENAI_API_KEY", "note", "set: a lesson can switch to the real API (it asks first)")
    return Finding("OPENAI_API_KEY", "ok", "not set; not needed: the sandbox answers")
