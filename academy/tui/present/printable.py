"""Text of programs and models made harmless: a terminal obeys control characters, so none may reach it."""

import re
from typing import Final

# CSI and OSC sequences are dropped whole: their parameters would be noise. What is left of control characters
# shows as a picture of itself. Bidirectional overrides can make a line read as another one.
_SEQUENCE: Final = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
_CONTROL: Final = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
_PICTURES = 0x2400
_DELETE = 0x7F


def printable(text: str) -> str:
    """The text without escape sequences, each other control character as a picture; newline and tab stay."""
    return re.sub(_CONTROL, _picture, re.sub(_SEQUENCE, "", text))


def one_line(text: str, width: int) -> str:
    """The beginning of a text on one line of at most `width` characters, with an ellipsis where it was cut."""
    line = " ".join(printable(text[: 4 * width + 4]).split())
    if len(line) <= width and len(text) <= 4 * width + 4:
        return line
    return line[: max(width - 1, 0)].rstrip() + "…"


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else "\ufffd"
