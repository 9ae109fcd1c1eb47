"""Exact token counts of text, offline: o200k_base from a wheel that carries the vocabulary."""

import threading
from functools import cache, lru_cache
from typing import Protocol

SHORT = 1_000
REMEMBERED = 4_096

_loading = threading.Lock()


class Encoder(Protocol):
    """The one function that is used of the tokenizer."""

    def encode_ordinary(self, text: str) -> list[int]:
        """Token ids of text in which nothing is special."""


@cache
def _load() -> Encoder:
    import splintr  # noqa: PLC0415 - loaded when first used: most commands count nothing

    return splintr.Tokenizer.from_pretrained("o200k_base")


def _encoder() -> Encoder:
    # `cache` alone would let two threads load the vocabulary at the same time.
    with _loading:
        return _load()


def encode(text: str) -> list[int]:
    """The o200k_base token ids of a text; what looks like a special token is counted as plain text.

    Lone surrogates become U+FFFD first, as in tiktoken.
    """
    return list(_remembered(text)) if len(text) <= SHORT else _encode(text)


def count(text: str) -> int:
    """How many o200k_base tokens a text has."""
    return len(_remembered(text)) if len(text) <= SHORT else len(_encode(text))


@lru_cache(maxsize=REMEMBERED)
def _remembered(text: str) -> tuple[int, ...]:
    # A chain renders the same short messages at every turn: turn 500 should cost what turn 1 costs.
    return tuple(_encode(text))


def _encode(text: str) -> list[int]:
    try:
        return _encoder().encode_ordinary(text)
    except UnicodeEncodeError:
        return _encoder().encode_ordinary(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
