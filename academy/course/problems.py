"""What is wrong with a file, where, and how it is shown to whoever must mend it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_WIDTH = 100
_MANY = 200  # words to compare one with: a file of thousands of wrong ones must end, too
_BOLD, _RED, _CYAN, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[36m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place. `line` and `column` count from 1, columns in characters.

    `code` is a short stable word for programs, `message` says what is wrong, `hint` (may be empty) what
    to do about it. A file that cannot be read has its problem at 1:1.
    """

    path: Path
    line: int
    column: int
    code: str
    message: str
    hint: str = ""


def order(problem: Problem) -> tuple[str, int, int, str, str]:
    """The sorting key of problems: by file, then from top to bottom."""
    return (str(problem.path), problem.line, problem.column, problem.code, problem.message)


def printable(text: str) -> str:
    """The text with everything that a terminal might obey replaced, one character by one."""
    return "".join(" " if c == "\t" else "\ufffd" if unicodedata.category(c)[0] == "C" else c for c in text)


def quoted(value: object) -> str:
    """A value out of a file as a message shows it: short, on one line, harmless."""
    text = printable((value if isinstance(value, str) else repr(value)).replace("\n", " "))
    return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, if one is close."""
    from difflib import get_close_matches  # noqa: PLC0415 - a course without mistakes needs none

    words = {one.lower(): one for one in islice(known, _MANY)}
    close = get_close_matches(word.lower(), words, n=1, cutoff=0.65)
    return words[close[0]] if close else None


def render(problem: Problem, source_text: str, *, color: bool = False) -> str:
    """The problem as people read it: place, what is wrong, the line with a caret under it, the hint.

    `source_text` is the file's text, empty where there is none to show.
    """
    bold, red, cyan, plain = (_BOLD, _RED, _CYAN, _PLAIN) if color else ("", "", "", "")
    place = f"{printable(str(problem.path))}:{problem.line}:{problem.column}"
    out = [f"{bold}{place}{plain}: {red}{problem.code}{plain}: {printable(problem.message)}"]
    line = _line(source_text, problem.line)
    if line is not None:
        margin = " " * len(str(problem.line))
        shown, before = _window(printable(line), problem.column - 1)
        out += [f" {problem.line} | {shown}", f" {margin} | {' ' * _cells(before)}{red}^{plain}"]
    if problem.hint:
        out.append(f"   {cyan}hint:{plain} {printable(problem.hint)}")
    return "\n".join(out)


def _line(source_text: str, number: int) -> str | None:
    """A line by its number; only a newline ends a line here, as in TOML."""
    if not source_text:
        return None
    lines = source_text.split("\n")
    return lines[number - 1].removesuffix("\r") if number <= len(lines) else None


def _window(line: str, at: int) -> tuple[str, str]:
    """The part of a long line that holds the offset, and what stands before the offset in that part."""
    start = 0 if len(line) <= _WIDTH or at < _WIDTH * 3 // 4 else at - _WIDTH // 2
    shown = line[start : start + _WIDTH]
    head = "…" if start else ""
    tail = "…" if start + _WIDTH < len(line) else ""
    return head + shown + tail, head + line[start:at]


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
