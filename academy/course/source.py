"""One TOML file as it was read: text and data, or the one problem that prevents them."""

import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomli

from academy.course.problems import Problem

MAX_BYTES = 1024 * 1024
_MARKS = {
    b"\xef\xbb\xbf": "UTF-8 with a byte order mark",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content, its lines ended by newlines alone; `data` is None exactly when `problem` says why.

    `version` is the first 16 hex digits of the SHA-256 of the file's bytes, for events.
    """

    path: Path
    text: str = ""
    version: str = ""
    data: dict[str, Any] | None = None
    problem: Problem | None = None


class _RefusedError(Exception):
    def __init__(self, code: str, message: str, hint: str = "", *, offset: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint
        self.offset = offset


def read(path: Path) -> Source:
    """Read and parse one file; never raises, whatever the file is."""
    text = version = ""
    try:
        content = _bytes(path)
        version = sha256(content).hexdigest()[:16]
        whole = content.decode("utf-8", errors="replace")
        text = whole.replace("\r\n", "\n")
        _check_encoding(content)
        return Source(path, text, version, _parse(whole, text))
    except _RefusedError as error:
        line = text.count("\n", 0, error.offset) + 1
        column = error.offset - text.rfind("\n", 0, error.offset)
        return Source(
            path, text, version, problem=Problem(path, line, column, error.code, str(error), error.hint)
        )


def folder_problem(path: Path) -> Problem | None:
    """Why no folder is there to look into; None where there is one. Never raises."""
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            return None
        code, message = "unreadable", "this is a file, not a folder"
    except FileNotFoundError:
        code, message = "not-found", "there is no such folder"
    except (OSError, ValueError) as error:
        code, message = "unreadable", f"this folder cannot be read: {reason(error)}"
    return Problem(path, 1, 1, code, message, "a course is a folder that holds lessons/ and quizzes/")


def reason(error: OSError | ValueError) -> str:
    """What the system says against a path, without repeating the path."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _bytes(path: Path) -> bytes:
    """The file's bytes; a pipe or device is refused unopened, since reading it might never end."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _RefusedError(
                "unreadable", "this is a folder, not a file", "its name must not end in .toml"
            )
        if not stat.S_ISREG(mode):
            raise _RefusedError("unreadable", "this is not a regular file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise _RefusedError("unreadable", "this link leads nowhere", "mend or remove it") from None
        raise _RefusedError("not-found", "there is no such file") from None
    except (OSError, ValueError) as error:
        raise _RefusedError("unreadable", f"this cannot be read: {reason(error)}") from None
    if len(content) > MAX_BYTES:
        raise _RefusedError("too-large", f"the file is larger than {MAX_BYTES // 1024**2} MiB", "split it")
    return content


def _check_encoding(content: bytes) -> None:
    mark = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if mark:
        raise _RefusedError("encoding", f"the file is {mark}", "save it as plain UTF-8, without a mark")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").replace("\r\n", "\n")
        message = f"the byte 0x{content[error.start]:02x} is not UTF-8"
        raise _RefusedError("encoding", message, "save the file as UTF-8", offset=len(before)) from None


def _parse(whole: str, text: str) -> dict[str, Any]:
    try:
        return tomli.loads(whole)
    except (ValueError, RecursionError) as error:
        from academy.course.syntax import explain  # noqa: PLC0415 - a course without mistakes needs none

        offset, message, hint = explain(error, text)
        raise _RefusedError("syntax", message, hint, offset=offset) from None
