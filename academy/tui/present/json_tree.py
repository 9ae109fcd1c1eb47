"""JSON as a tree: one line a value, long texts unfold into their lines."""

import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from academy.tui.present.node import Node, branch
from academy.tui.present.printable import one_line, printable
from academy.tui.present.words import Piece, counted

PREVIEW = 60
FOLD = 72
MOST = 200


def json_node(key: str, value: Any, *, name: str = "", open: bool = False) -> Node:  # noqa: A002
    """A value under its key; an array or object with something in it unfolds."""
    name = name or key
    head = (Piece(one_line(key, PREVIEW), "key"), Piece(": ", "dim"))
    if isinstance(value, Mapping):
        if value:
            words = (*head, Piece(f"{{ {counted(len(value), 'key')} }}", "dim"))
            return branch(name, words, lambda: _children(name, value.items()), open=open)
        return Node(name, (*head, Piece("{}")))
    if isinstance(value, list | tuple):
        if value:
            words = (*head, Piece(f"[ {counted(len(value), 'item')} ]", "dim"))
            return branch(name, words, lambda: _children(name, _numbered(value)), open=open)
        return Node(name, (*head, Piece("[]")))
    if isinstance(value, str) and (len(value) > PREVIEW or "\n" in value):
        words = (*head, Piece(f'"{one_line(value, PREVIEW)}"', "text"))
        return branch(name, words, lambda: text_nodes(name, value))
    return Node(name, (*head, _scalar(value)))


def _numbered(items: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    return ((str(number), item) for number, item in enumerate(items))


def _children(name: str, pairs: Iterable[tuple[str, Any]]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for number, (key, value) in enumerate(pairs):
        if number == MOST:
            nodes.append(Node(f"{name}/more", (Piece("… and more", "dim"),)))
            break
        nodes.append(json_node(key, value, name=f"{name}/{key}"))
    return tuple(nodes)


def text_nodes(name: str, text: str) -> tuple[Node, ...]:
    """A text in the lines that it unfolds into."""
    lines = [line for part in printable(text).split("\n") for line in textwrap.wrap(part, FOLD) or [""]]
    nodes = [Node(f"{name}/{number}", (Piece(line, "text"),)) for number, line in enumerate(lines[:MOST])]
    if len(lines) > MOST:
        nodes.append(Node(f"{name}/more", (Piece(f"… {counted(len(lines) - MOST, 'more line')}", "dim"),)))
    return tuple(nodes)


def _scalar(value: Any) -> Piece:
    match value:
        case str():
            return Piece(json.dumps(printable(value), ensure_ascii=False), "text")
        case bool() | int() | float():
            return Piece(json.dumps(value), "number")
        case None:
            return Piece("null", "dim")
        case _:
            return Piece(printable(str(value)))
