"""The context of a turn, items and token ids, remembered so that turn 500 of a chain costs what turn 1 costs."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from academy.sandbox.cache import ID
from academy.sandbox.context import PROMPT_OVERHEAD, render
from academy.sandbox.storage.turns import Item

KEPT = 32


@dataclass(frozen=True, slots=True)
class Context:
    """Items, oldest first, and the token ids that they add to a prompt."""

    items: tuple[Item, ...] = ()
    tokens: "array[int]" = field(default_factory=lambda: array(ID))

    def and_then(self, items: Sequence[Item]) -> "Context":
        """The same with more items behind it."""
        if not items:
            return self
        # A rendered prompt is its head and then item after item: what is rendered once need not be again.
        added = render(None, items)[PROMPT_OVERHEAD:]
        return Context((*self.items, *items), self.tokens + array(ID, added))

    def within(self, most: int, instructions: str | None) -> "Context":
        """The same without so many of its oldest items that the prompt has at most `most` tokens."""
        over = len(self.prompt(instructions)) - most
        dropped = 0
        while over > 0 and dropped < len(self.items):
            over -= len(render(None, self.items[dropped : dropped + 1])) - PROMPT_OVERHEAD
            dropped += 1
        return Context().and_then(self.items[dropped:]) if dropped else self

    def prompt(self, instructions: str | None) -> "array[int]":
        """The whole prompt, as `render` gives it."""
        return array(ID, render(instructions, ())) + self.tokens


class Contexts:
    """The contexts of the turns that were used last. A turn never changes, so neither does what is kept here."""

    def __init__(self, load: Callable[[int], Sequence[Item]]) -> None:
        self._load = load
        self._kept: OrderedDict[int, Context] = OrderedDict()

    def of(self, turn: int | None) -> Context:
        """The context up to and with a turn; an empty one for None."""
        if turn is None:
            return Context()
        found = self._kept.get(turn)
        if found is None:
            found = Context().and_then(self._load(turn))
        self.keep(turn, found)
        return found

    def keep(self, turn: int, context: Context) -> None:
        """Remember the context of a turn, the longest unused one forgotten."""
        self._kept[turn] = context
        self._kept.move_to_end(turn)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
