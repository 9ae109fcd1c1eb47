"""Who may call: the keys that the sandbox issued, and what each of them stands for."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from academy.sandbox import ids
from academy.sandbox.forward import Forward
from academy.sandbox.script import Line


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key stands for: the label of its exchanges, and who answers them."""

    client: str
    lines: tuple[Line, ...] = ()
    forward: Forward | None = None


class Keys:
    """The keys in force; any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grants: dict[str, Grant] = {}

    def issue(self, client: str, lines: Sequence[Line], forward: Forward | None, key: str | None) -> str:
        """Put a key in force, a fresh one unless it is given; a given one that exists is replaced."""
        made = ids.api_key() if key is None else key
        with self._lock:
            self._grants[made] = Grant(client, tuple(lines), forward)
        return made

    def revoke(self, key: str) -> None:
        """Take a key out of force; one that is not in force is no mistake."""
        with self._lock:
            self._grants.pop(key, None)

    def find(self, key: str) -> Grant | None:
        """What a key stands for, None when it is not in force."""
        with self._lock:
            return self._grants.get(key)


def masked(key: str) -> str:
    """A key as an error message may show it: its two ends, and only of a long one."""
    return f"{key[:5]}***{key[-2:]}" if len(key) > 12 else "***"
