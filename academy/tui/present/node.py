"""A foldable tree as data: what the Wire and State tabs show."""

from collections.abc import Callable
from dataclasses import dataclass

from academy.tui.present.words import Words


def no_children() -> "tuple[Node, ...]":
    """Of a leaf."""
    return ()


@dataclass(frozen=True)
class Node:
    """A line that may unfold; `children` are made when somebody looks, `name` is stable from one look to the next.

    `open` says whether it begins unfolded.
    """

    name: str
    words: Words
    children: "Callable[[], tuple[Node, ...]]" = no_children
    leaf: bool = True
    open: bool = False


def branch(name: str, words: Words, children: Callable[[], tuple[Node, ...]], *, open: bool = False) -> Node:  # noqa: A002
    """A node with something under it."""
    return Node(name, words, children, leaf=False, open=open)
