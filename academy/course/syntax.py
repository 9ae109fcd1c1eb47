"""Says in an author's words, and at the place that must be mended, why tomli refuses a text."""

import re
from collections.abc import Iterator

import tomli

from academy.course.positions import STRING

_TOKEN = re.compile(rf"(?:{STRING})|#[^\n]*+|[\[\]{{}}\n]|[^\"'#\[\]{{}}\n]++|[\"']++", re.DOTALL)
_LONG_NUMBER = re.compile(r"[0-9_]{4300,}")
_LONG_KEY = re.compile(r"(?:[^\s.=\[\]]++[ \t]*+\.[ \t]*+){500}")
_MANY = 100  # levels of brackets: nobody means so many

_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate")
_TWICE_INLINE = "Duplicate inline table key "
_OPEN = ('Expected "\'"', "Expected \"'''\"", "Unterminated string")
_ESCAPES = ("Unescaped", "Invalid hex", "Escaped character")
_BACKSLASH = "write \\\\ for a backslash, or put the text in 'single quotes', which take all as it is"
_HINTS = {
    "Expected '=' after a key": 'every line is `key = value` (no colon); texts stand in "quotes"',
    "Expected newline or end": 'one `key = value` on a line; a quote inside of "quotes" is written \\"',
    "Unescaped '\\'": _BACKSLASH,
    "Invalid hex value": _BACKSLASH,
    "Invalid statement": "a line is `key = value`, `[table]`, `[[table]]` or a # comment",
    "Invalid initial character": 'keys are made of letters, digits, - and _; any other stands in "quotes"',
    "Invalid date": "a day is written 2026-01-31 and must exist",
    "Illegal character": "take it out",
    "Found invalid character": "take it out",
    "Escaped character": r"write the character itself, or \U and its 8 hex digits",
    "Unclosed": "close the bracket; elements are parted by commas",
    "Expected ']": "a table is opened by [name], one of several by [[name]], alone on its line",
}
_WORDS = {
    "true": "TOML writes true and false in small letters",
    "false": "TOML writes true and false in small letters",
    "none": "TOML has no empty value: leave the key out",
    "null": "TOML has no empty value: leave the key out",
}


def explain(error: ValueError | RecursionError, text: str) -> tuple[int, str, str]:
    """Offset into the text, message and hint for what `tomli.loads(text)` raised."""
    if isinstance(error, RecursionError):
        key = _LONG_KEY.search(text)
        return key.start() if key else _too_deep(text), "nested too deeply", "write it flatter"
    if not isinstance(error, tomli.TOMLDecodeError):
        number = _LONG_NUMBER.search(text)
        return number.start() if number else 0, "a number of too many digits", "write it shorter"
    message, at = error.msg, min(error.pos, len(text))  # a backslash at the end counts one more
    if message.startswith(_TWICE):
        at = _statement(text, at)
        return (
            at,
            "this key or table is here already",
            "take one out; one more [table] of several is [[table]]",
        )
    if message in _OPEN:
        # Nothing after a single quote that opens a string is one, or the string would end there.
        at = text.rfind("'") if message == _OPEN[0] else _unclosed(text)
        return at, "this string is not closed", "end it with the same quotes that it begins with"
    if message in (r"Illegal character '\n'", r"Found invalid character '\n'"):
        hint = 'close it with a quote, or put a text of several lines in """three quotes"""'
        return at, "the string is not closed on its line", hint
    if message.startswith(_TWICE_INLINE):
        return at, f"{message.removeprefix(_TWICE_INLINE)} is in these braces already", "take one out"
    if message.startswith("Invalid value"):
        return at, *_invalid_value(text[at : at + 20])
    if message.startswith(_ESCAPES):
        at = text.rfind("\\", 0, at)
    hint = next((hint for start, hint in _HINTS.items() if message.startswith(start)), "")
    return at, message[0].lower() + message[1:], hint


def _invalid_value(rest: str) -> tuple[str, str]:
    if not rest or rest[0] in "\n#":
        return "a value is missing", "write one after the ="
    if rest[0] in "\u201c\u201d\u2018\u2019\u201e\u00ab":
        return "these are not the quotes of TOML", 'use straight quotes: "'
    word = re.match(r"\w*", rest)
    assert word is not None
    return "this is no value", _WORDS.get(word.group().lower(), 'a text stands in quotes: "..."')


def _tokens(text: str, end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Each token before `end`, with how many brackets are open after it."""
    depth = 0
    for token in _TOKEN.finditer(text, 0, end):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        yield token, depth


def _statement(text: str, end: int) -> int:
    """Where the statement begins that stands before `end`."""
    start = 0
    for token, depth in _tokens(text, end):
        if token.group() == "\n" and depth <= 0:
            start = token.end()
    return start + len(text[start:]) - len(text[start:].lstrip(" \t"))


def _unclosed(text: str) -> int:
    """Where the string begins that is never closed; the end of the text if there is none."""
    stray = (token.start() for token, _ in _tokens(text, len(text)) if set(token.group()) <= set("\"'"))
    return next((at for at in stray if text.startswith(('"""', "'''"), at)), len(text))


def _too_deep(text: str) -> int:
    return next((token.start() for token, depth in _tokens(text, len(text)) if depth > _MANY), 0)
