"""Hearing a context item by item, and going on from where an earlier answer to the same items ended."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from academy.sandbox.items import said
from academy.sandbox.model.manner import Manner, asked_by_user, instructs, wants_manner
from academy.sandbox.model.memory import Known, Memory
from academy.sandbox.model.statements import Statement, statements

KEPT = 32

Item = Mapping[str, Any]


class Hearing:
    """All that was heard so far: what was stated, by whom, and how answers are to sound from now on.

    `learned` and `stated` are what the newest message of the user made known and said; `tool_output` is what
    a tool returned since then.
    """

    def __init__(self, instructions: str) -> None:
        self.instructions = instructions
        self.memory = Memory()
        self.lasting = Manner().after(instructions)
        self.mine: list[str] = []
        self.yours: list[str] = []
        self.texts: list[str] = [instructions]
        self.learned: list[Known] = []
        self.stated: list[Statement] = []
        self.tool_output: str | None = None
        self.memory.add_all(
            (one for one in statements(instructions) if not instructs(one.text)), "instructions"
        )

    def copy(self) -> "Hearing":
        """The same once more, to be gone on with independently: chains branch."""
        other = Hearing.__new__(Hearing)
        other.instructions, other.lasting = self.instructions, self.lasting
        other.memory = self.memory.copy()
        other.mine, other.yours, other.texts = self.mine[:], self.yours[:], self.texts[:]
        other.learned, other.stated, other.tool_output = self.learned, self.stated, self.tool_output
        return other

    @property
    def manner(self) -> Manner:
        """How the answer to the newest message is to sound."""
        return self.lasting.after(asked_by_user(self.mine[-1], current=True)) if self.mine else self.lasting

    def hear(self, item: Item) -> None:
        """Take in one more item; what the model said itself is no source of facts."""
        spoken = said(item)
        text = spoken.text
        self.texts.append(text)
        if spoken.kind == "user":
            self.mine.append(text)
            self.tool_output = None
            self.lasting = self.lasting.after(asked_by_user(text, current=False))
            self.stated = [one for one in statements(text) if one.asks or not wants_manner(one.text)]
            self.learned = self.memory.add_all(self.stated, "user")
        elif spoken.kind in {"system", "developer"}:
            self.lasting = self.lasting.after(text)
            self.memory.add_all((one for one in statements(text) if not instructs(one.text)), spoken.kind)
        elif spoken.kind == "assistant":
            self.yours.append(text)
            self.tool_output = None
        elif spoken.kind == "function_call_output":
            self.tool_output = text


class Hearings:
    """The last few hearings, so that turn 500 of a chain hears one new turn and not 500. Thread-safe.

    What was heard is looked for by its last item, the same object: who hands in items must not change them after.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[tuple[tuple[Item, ...], Hearing]] = deque(maxlen=KEPT)

    def of(self, instructions: str, items: Sequence[Item]) -> Hearing:
        """What was heard of these items, in their order."""
        with self._lock:
            kept = tuple(self._kept)
        known, hearing = 0, None
        for heard, earlier in reversed(kept):
            if known < len(heard) and earlier.instructions == instructions and _begins(items, heard):
                known, hearing = len(heard), earlier
        hearing = Hearing(instructions) if hearing is None else hearing.copy()
        for item in items[known:]:
            hearing.hear(item)
        with self._lock:
            self._kept.append((tuple(items), hearing))
        return hearing


def _begins(items: Sequence[Item], heard: Sequence[Item]) -> bool:
    size = len(heard)
    return size <= len(items) and heard[-1] is items[size - 1] and tuple(items[:size]) == heard
