"""Whether a run showed what its demo expects, and in sentences what it did not. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from academy.course.models import Expect, ExpectedExchange
from academy.demo.run import Ended
from academy.sandbox.record import Exchange

_SHOWN = 60
_LIMITS: dict[Ended, str] = {
    "stopped": "It was stopped before its end.",
    "time": "It took longer than it may, and was stopped.",
    "memory": "It took more memory than it may.",
    "output": "It printed more than it may, and was stopped.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen of a run; `died` says how the interpreter ended, where it did."""

    ended: Ended
    error: str | None
    stdout: str
    exchanges: Sequence[Exchange]
    died: str = ""


def missing(expect: Expect, facts: Facts) -> tuple[str, ...]:
    """What a demo expects and its run did not show, a sentence each; none when all was seen.

    Where a run ended otherwise than expected that is all there is to say: the rest follows from it.
    """
    if ending := _ending(expect, facts):
        return (ending,)
    return (
        *_output(expect.output, facts.stdout),
        *(_exchanges(expect.exchanges, facts.exchanges) if expect.exchanges is not None else ()),
        *(_cached(expect.cached, facts.exchanges) if expect.cached is not None else ()),
    )


def _ending(expect: Expect, facts: Facts) -> str:
    if facts.ended in _LIMITS and not (
        facts.ended == "memory" and expect.error == facts.error == "MemoryError"
    ):
        return _LIMITS[facts.ended]
    if facts.ended == "died":
        how = f" ({facts.died})" if facts.died else ""
        return f"It ended its interpreter{how}."
    if expect.error == facts.error:
        return ""
    if expect.error is None:
        return f"It ended with {_article(facts.error)}, which nobody expected."
    if facts.error is None:
        return f"It ran to its end; {_article(expect.error)} was expected."
    return f"It ended with {_article(facts.error)}; {_article(expect.error)} was expected."


def _article(error: str | None) -> str:
    name = error or ""
    return f"{'an' if name[:1].upper() in set('AEIOU') else 'a'} {name}"


def _output(pieces: Sequence[str], stdout: str) -> list[str]:
    sentences: list[str] = []
    at, before = 0, ""
    for piece in pieces:
        found = stdout.find(piece, at)
        if found >= 0:
            at, before = found + len(piece), piece
        elif before and piece in stdout:
            sentences.append(f"The output has {_quoted(piece)}, but not after {_quoted(before)}.")
        else:
            sentences.append(f"The output does not have {_quoted(piece)}.")
    return sentences


def _quoted(piece: str) -> str:
    line = " ".join(piece.split())
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[: _SHOWN - 1]}…”"


def _exchanges(expected: Sequence[ExpectedExchange], seen: Sequence[Exchange]) -> list[str]:
    sentences: list[str] = []
    for number, (want, have) in enumerate(zip(expected, seen, strict=False), start=1):
        if (want.method, want.status) != (have.method, have.status) or not _matches(want.path, have.path):
            wanted = f"{want.method} {want.path} with status {want.status}"
            sentences.append(f"Call {number} was expected to be {wanted}; it was {_made(have)}.")
    for number, want in enumerate(expected[len(seen) :], start=len(seen) + 1):
        sentences.append(f"Call {number}, {want.method} {want.path}, was expected and not made.")
    for number, have in enumerate(seen[len(expected) :], start=len(expected) + 1):
        sentences.append(f"Call {number}, {_made(have)}, was not expected.")
    return sentences


def _made(exchange: Exchange) -> str:
    return f"{exchange.method} {exchange.path} with status {exchange.status}"


def _matches(pattern: str, path: str) -> bool:
    """Whether a path is meant by a pattern, where `*` stands for any id (so not for a slash)."""
    return re.fullmatch("[^/]+".join(map(re.escape, pattern.split("*"))), path) is not None


def _cached(wanted: str, exchanges: Sequence[Exchange]) -> list[str]:
    turns = [x for x in exchanges if x.status < 400 and x.input_tokens is not None]
    if not turns:
        return ["No turn was answered, so nothing can be said about cached tokens."]
    cached = turns[-1].cached_tokens or 0
    if wanted == "some" and not cached:
        return ["The last turn was expected to show cached tokens; it shows none."]
    if wanted == "none" and cached:
        return [f"The last turn was expected to show no cached tokens; it shows {cached}."]
    return []
