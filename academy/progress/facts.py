"""What learner events say: their kinds, and careful readers of their data.

Kinds of events, and what stands in their data:
    lesson-opened    item lesson
    section-read     item lesson#section
    demo-run         item lesson#demo       ok
    attempt-started  item quiz              attempt, number, lesson, questions
    answer           item quiz#question     attempt, number, lesson, question, response, points, max_points
    attempt-finished item quiz              attempt, number, lesson, points, max_points, fraction, passed, missed,
                                            base_xp, flawless_first, entitled, xp
    option-set       item name              value
`response` holds option ids, `fraction` is exact text (`5/6`), `xp` is what was paid, `entitled` what the lesson
was worth in all by then. Events of quizzes carry the content hash of the quiz file as their version.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from academy.log.event import Event

OPENED = "lesson-opened"
READ = "section-read"
RAN = "demo-run"
STARTED = "attempt-started"
ANSWERED = "answer"
FINISHED = "attempt-finished"
OPTION = "option-set"

_MOST = 1_000_000
_SHARE = re.compile(r"\d{1,15}(/\d{1,15})?", re.ASCII)


def unique(events: Iterable[Event]) -> list[Event]:
    """Each event once, in order of time: whatever order they came in, the same list."""
    return sorted({event.id: event for event in events}.values(), key=lambda event: (event.at, event.id))


def text(data: Mapping[str, Any], name: str) -> str:
    """A text of an event's data; empty where there is none."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts of an event's data, without whatever else stands in it."""
    value = data.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()


def whole(data: Mapping[str, Any], name: str) -> int:
    """A whole number of an event's data that XP or a count can be; 0 where there is none."""
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else 0


def share(data: Mapping[str, Any], name: str) -> Fraction:
    """The exact fraction that stands in an event's data as text, `5/6`: 0 where there is none, 1 at most."""
    found = text(data, name)
    try:
        value = Fraction(found) if _SHARE.fullmatch(found) else Fraction(0)
    except ZeroDivisionError:
        return Fraction(0)
    return min(value, Fraction(1))
