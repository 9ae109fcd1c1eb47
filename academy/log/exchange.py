"""Logs as text: one event a line, as JSON, so that a person can take their progress along or back it up."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from academy.log.codec import load, parse, to_object
from academy.log.event import Event


class BadLine(NamedTuple):
    """A line that is no event: its number from 1, and why."""

    number: int
    why: str


def to_lines(events: Iterable[Event]) -> Iterator[str]:
    """Each event as a line of JSON, in ASCII: no terminal or shell between here and a file can spoil it."""
    for event in events:
        yield json.dumps(to_object(event))


def from_lines(content: bytes) -> tuple[Sequence[Event], Sequence[BadLine]]:
    """The events of an export, and every line that is none; empty lines are passed over."""
    events: list[Event] = []
    bad: list[BadLine] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            events.append(parse(load(line.decode())))
        except UnicodeDecodeError:
            bad.append(BadLine(number, "not UTF-8"))
        except ValueError as error:
            bad.append(BadLine(number, str(error)))
    return events, bad
