"""One thing a person did: the unit of the append-only log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """An immutable fact. What is shown anywhere is folded from these.

    `id` is a UUID made by the writer: appending the same id twice is appending it once. `at` is UTC in
    RFC 3339 with microseconds; `day` is the learner's local date, for the streak. `item` is the lesson,
    demo, quiz or question that it is about, as `lesson#demo` or `quiz#question` where it has two parts.
    `version` is the content hash of the quiz file that a response was given under, empty elsewhere.
    """

    id: str
    at: str
    day: str
    learner: str
    course: str
    kind: str
    item: str
    version: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
