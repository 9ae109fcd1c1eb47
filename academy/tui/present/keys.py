"""The keys that work now, as the help shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from academy.tui.present.words import Piece, Words


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that keys do: the keys as they are shown, what they do, and the name in keys.toml, if any."""

    shown: tuple[str, ...]
    does: str
    name: str = ""


def listing(groups: Iterable[tuple[str, Iterable[Key]]], width: int) -> list[Words]:
    """Groups of keys in three columns; the names stand below where there is no room beside."""
    lines: list[Words] = []
    every = [(title, list(keys)) for title, keys in groups]
    column = max((len(_shown(key)) for _, keys in every for key in keys), default=0)
    column = min(column, 16) + 2
    name_width = max((len(key.name) for _, keys in every for key in keys), default=0)
    room = max(12, width - 2 - column - name_width - 2)
    for title, keys in every:
        if not keys:
            continue
        lines += ([()] if lines else []) + [(Piece(title, "key"),)]
        for key in keys:
            texts = wrap(key.does, room) or [""]
            first = f"{_shown(key):<{column}}"
            lines.append(
                (
                    Piece("  "),
                    Piece(first, "mark"),
                    Piece(f"{texts[0]:<{room}}"),
                    Piece(f"  {key.name}", "dim"),
                )
            )
            lines += [(Piece(" " * (column + 2)), Piece(text)) for text in texts[1:]]
    return lines


def _shown(key: Key) -> str:
    return " ".join(key.shown)
