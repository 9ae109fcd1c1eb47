"""Which parts of Python code get a colour, by the standard library's own tokenizer.

A page with code must not wait for a highlighter of five hundred languages to load. Code that is no Python
(somebody is typing) keeps its colours up to where it stops being one.
"""

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

Kind = Literal["keyword", "constant", "string", "number", "comment", "builtin", "defined", "decorator"]

_CONSTANTS = {"None", "True", "False", "Ellipsis"}
_BUILTINS = {name for name in dir(builtins) if not name.startswith("_")} - _CONSTANTS
_STRINGS = ("STRING", "FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")


class Stretch(NamedTuple):
    """A coloured part of the code, by offsets of characters."""

    start: int
    end: int
    kind: Kind


def stretches(code: str) -> Iterator[Stretch]:
    """The coloured parts of Python code, in order."""
    lines = code.splitlines(keepends=True)
    starts = [0, *accumulate(len(line) for line in lines)]
    for before, token in pairwise(_tokens(code)):
        kind = _kind(before, token)
        if kind is not None:
            (row, column), (end_row, end_column) = token.start, token.end
            yield Stretch(starts[row - 1] + column, starts[end_row - 1] + end_column, kind)


def _tokens(code: str) -> Iterator[tokenize.TokenInfo]:
    yield tokenize.TokenInfo(tokenize.ENCODING, "", (0, 0), (0, 0), "")
    try:
        yield from tokenize.generate_tokens(io.StringIO(code).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def _kind(before: tokenize.TokenInfo, token: tokenize.TokenInfo) -> Kind | None:
    name = tokenize.tok_name[token.type]
    if name == "COMMENT":
        return "comment"
    if name == "NUMBER":
        return "number"
    if name in _STRINGS:
        return "string"
    if name != "NAME" or before.string == ".":
        return None
    if token.string in _CONSTANTS:
        return "constant"
    if keyword.iskeyword(token.string):
        return "keyword"
    if before.string in {"def", "class"}:
        return "defined"
    if before.string == "@":
        return "decorator"
    return "builtin" if token.string in _BUILTINS else None
