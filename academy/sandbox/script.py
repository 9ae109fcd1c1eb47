"""Lines that a script puts into the built-in model's mouth."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Said when the last user message holds `when` (any case) and every word of `needs` stands in the context.

    `{name}` in `say` is replaced by what the context says `name` is.
    """

    when: str
    say: str
    needs: tuple[str, ...] = ()
