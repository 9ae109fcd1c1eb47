"""A mistake before its place in the file is known: only files that have one pay for finding it."""

from dataclasses import dataclass
from typing import Literal

Keys = tuple[str | int, ...]  # leads to a value, such as ("section", 0, "demo", 1, "id")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A problem that has no line yet: `path` leads to it, `at` says whether its key or its value is meant.

    `index` is the character inside a string value that is meant, for code.
    """

    path: Keys
    code: str
    message: str
    hint: str = ""
    at: Literal["key", "value"] = "value"
    index: int | None = None
