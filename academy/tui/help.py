"""What F1 shows: the keys that work on a page, taken from its bindings, and how to change them."""

from pathlib import Path
from typing import Any

from textual.app import App
from textual.content import Content
from textual.screen import Screen

from academy.tui.present.keys import Key, listing
from academy.tui.present.words import Piece
from academy.tui.widgets.paint import paint_lines

PAGE, CURSOR, EVERYWHERE = "ON THIS PAGE", "WHERE THE CURSOR IS", "EVERYWHERE"


def keys(screen: Screen[Any]) -> list[tuple[str, list[Key]]]:
    """The keys that work on a screen now, in groups; several keys that do the same are one."""
    groups: dict[str, dict[tuple[int, str], Key]] = {PAGE: {}, CURSOR: {}, EVERYWHERE: {}}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.description or binding.system:
            continue
        where = EVERYWHERE if isinstance(active.node, App) else PAGE if active.node is screen else CURSOR
        found = groups[where].get((id(active.node), binding.action))
        shown = screen.app.get_key_display(binding)
        before = found.shown if found else ()
        key = Key((*before, shown) if shown not in before else before, binding.description, binding.id or "")
        groups[where][id(active.node), binding.action] = key
    return [(title, sorted(found.values(), key=_rank)) for title, found in groups.items()]


def _rank(key: Key) -> int:
    """A page's own keys first, then those of every page, then those without a name."""
    return 2 if not key.name else 1 if key.name.startswith("page.") else 0


def text(groups: list[tuple[str, list[Key]]], keys_file: Path, width: int) -> Content:
    """The help for a width in cells."""
    lines = [
        *listing(groups, width),
        (),
        (Piece("OTHER KEYS", "key"),),
        (
            Piece("  The names at the right rebind keys in "),
            Piece(str(keys_file), "strong"),
            Piece("; `Write keys.toml` among the commands makes one to change."),
        ),
    ]
    return paint_lines(lines)
