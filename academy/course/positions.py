"""Where each key and value of a TOML document stands.

tomli gives values without positions. This scanner runs only over documents that tomli has accepted, so
it checks nothing: it walks the tokens (TOML 1.1, which tomli reads too) and notes offsets. It does not
recurse, and it is needed only when there is a problem to place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import tomli

from academy.course.mistake import Keys, Mistake
from academy.course.problems import Problem

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?!"")(?:[^"\\\n]++|\\.)*+"'
    r"|'(?!'')[^'\n]*+'"
)
_STRING = re.compile(STRING, re.DOTALL)
_BARE = re.compile(r"[^\s.=\]]++")
_OTHER = re.compile(r"[^,\]}#\n]++")
_PIECE = re.compile(
    r"\\(?:[ \t]*\n\s*|u.{4}|U.{8}|x.{2}|.)|.",
    re.DOTALL,
)


def placed(file: Path, text: str, mistakes: Iterable[Mistake]) -> list[Problem]:
    """The mistakes of one file as problems in their places."""
    positions = Positions(text)
    problems: list[Problem] = []
    for mistake in mistakes:
        if mistake.index is not None:
            line, column = positions.inside(mistake.path, mistake.index)
        elif mistake.at == "key":
            line, column = positions.key(mistake.path)
        else:
            line, column = positions.value(mistake.path)
        problems.append(Problem(file, line, column, mistake.code, mistake.message, mistake.hint))
    return problems


@dataclass(slots=True)
class _Open:
    """An array or inline table that the scanner is inside of; `next` counts an array's elements."""

    path: Keys
    next: int | None


@dataclass(slots=True)
class Positions:
    """Offsets of keys, values and tables by path, such as `("section", 0, "demo", 1, "id")`."""

    text: str
    keys: dict[Keys, int] = field(default_factory=dict)
    values: dict[Keys, int] = field(default_factory=dict)
    _lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", self.text))]
        self._scan()

    def key(self, path: Keys) -> tuple[int, int]:
        """Line and column of a key, or of the closest thing around it that has a place."""
        return self.line_column(self.keys.get(path, self._value(path)))

    def value(self, path: Keys) -> tuple[int, int]:
        """Line and column of a value; for a table its header or brace, for the whole file its start."""
        return self.line_column(self._value(path))

    def inside(self, path: Keys, index: int) -> tuple[int, int]:
        """Line and column of the character at `index` of a string value, escapes accounted for."""
        start = self._value(path)
        token = _STRING.match(self.text, start)
        if token is None:
            return self.line_column(start)
        raw = token.group()
        quote = 3 if raw.startswith(('"""', "'''")) else 1
        at = quote + (1 if quote == 3 and raw[3] == "\n" else 0)
        end = len(raw) - quote
        if raw[0] == "'":
            return self.line_column(start + min(at + index, end))
        while at < end:
            piece = _PIECE.match(raw, at)
            assert piece is not None
            newline_trimmed = len(piece.group()) > 1 and piece.group()[1] in " \t\n"
            if not newline_trimmed:
                if index == 0:
                    break
                index -= 1
            at = piece.end()
        return self.line_column(start + min(at, end))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset into the text."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _value(self, path: Keys) -> int:
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, 0)

    def _scan(self) -> None:
        arrays: dict[Keys, int] = {}
        table: Keys = ()
        at = self._blank(0)
        while at < len(self.text):
            if self.text[at] == "[":
                table, at = self._header(at, arrays)
            else:
                path, at = self._key(at, table)
                at = self._one_value(at, path)
            at = self._blank(at)

    def _header(self, start: int, arrays: dict[Keys, int]) -> tuple[Keys, int]:
        """Read `[a.b]` or `[[a.b]]`; the path that it opens and the offset after it."""
        double = self.text.startswith("[[", start)
        parts, at = self._parts(start + 1 + double)
        path: Keys = ()
        for number, (part, offset) in enumerate(parts, 1):
            path = (*path, part)
            self.keys.setdefault(path, offset)
            self.values.setdefault(path, start)
            if double and number == len(parts):
                index = arrays.get(path, 0)
                arrays[path] = index + 1
                path = (*path, index)
            elif path in arrays:
                path = (*path, arrays[path] - 1)
        # A table's own header wins over the place where a table inside it made it exist.
        self.values[path] = start
        self.keys[path] = parts[-1][1]
        return path, at + 1 + double

    def _key(self, at: int, table: Keys) -> tuple[Keys, int]:
        """Read `a.b =`; the path and the offset of the value."""
        parts, at = self._parts(at)
        path = table
        for part, offset in parts:
            path = (*path, part)
            self.keys.setdefault(path, offset)
            self.values.setdefault(path, offset)
        return path, self._blank(at + 1)

    def _parts(self, at: int) -> tuple[list[tuple[str, int]], int]:
        """Read a dotted key; its parts with their offsets, and the offset of what follows (`=` or `]`)."""
        parts: list[tuple[str, int]] = []
        while True:
            at = self._blank(at)
            if token := _STRING.match(self.text, at):
                parts.append((str(tomli.loads(f"k = {token.group()}")["k"]), at))
            else:
                token = _BARE.match(self.text, at)
                assert token is not None
                parts.append((token.group(), at))
            at = self._blank(token.end())
            if self.text[at] != ".":
                return parts, at
            at += 1

    def _one_value(self, at: int, path: Keys) -> int:
        """Read a value with all that is in it; the offset after it."""
        around: list[_Open] = []
        while True:
            self.values[path] = at
            if self.text[at] in "[{":
                around.append(_Open(path, 0 if self.text[at] == "[" else None))
                at += 1
            else:
                token = _STRING.match(self.text, at) or _OTHER.match(self.text, at)
                assert token is not None
                at = token.end()
            while around:
                at = self._blank(at)
                if self.text[at] == ",":
                    at = self._blank(at + 1)
                if self.text[at] not in "]}":
                    break
                around.pop()
                at += 1
            if not around:
                return at
            inner = around[-1]
            if inner.next is None:
                path, at = self._key(at, inner.path)
            else:
                path = (*inner.path, inner.next)
                inner.next += 1

    def _blank(self, at: int) -> int:
        """The offset after blanks, newlines and comments."""
        match = _BLANK.match(self.text, at)
        assert match is not None
        return match.end()
