"""The Ledger tab: tokens of every turn as bars, and what re-sending by hand would have put on the wire."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from academy.tui.present.printable import one_line
from academy.tui.present.words import Piece, Words, counted

if TYPE_CHECKING:
    from academy.sandbox.ledger import Turn

Cost = Callable[[str | None, int, int, int], Decimal | None]
FULL, CACHED, REST = "█", "▓", "░"
LABEL = 8
FIGURE = 8
NARROWEST = 10
NOTHING: tuple[Words, ...] = ((Piece("No turn with tokens yet. Run the demo to see what it takes.", "dim"),),)


def ledger_lines(turns: "Sequence[Turn]", width: int, cost: Cost) -> tuple[Words, ...]:
    """Each turn, then the sum and the price; `width` is that of the tab."""
    if not turns:
        return NOTHING
    most = max(max(turn.input_tokens, turn.output_tokens, turn.resent_tokens) for turn in turns)
    room = max(width - LABEL - FIGURE - len(_by_hand(most)) - 2, NARROWEST)
    lines: list[Words] = []
    for number, turn in enumerate(turns, 1):
        lines += _turn(number, turn, most, room)
        lines.append(())
    return (*lines, *_sum(turns, cost), (), *_lesson(turns))


def bar(tokens: int, most: int, room: int) -> int:
    """How many cells a figure takes; something is never nothing."""
    if tokens <= 0 or most <= 0:
        return 0
    return max(round(room * tokens / most), 1)


def _turn(number: int, turn: "Turn", most: int, room: int) -> tuple[Words, ...]:
    whole = bar(turn.input_tokens, most, room)
    cached = min(bar(turn.cached_tokens, most, room), whole)
    sent = min(bar(turn.sent_tokens, most, room), bar(turn.resent_tokens, most, room))
    spared = bar(turn.resent_tokens, most, room) - sent
    return (
        (Piece(f"turn {number}", "strong"), Piece(f"  {one_line(turn.model or '', 30)}", "dim")),
        (
            *_figure("in", turn.input_tokens),
            Piece(CACHED * cached, "good"),
            Piece(FULL * (whole - cached), "key"),
            *((Piece(f" {turn.cached_tokens:,} cached", "good"),) if turn.cached_tokens else ()),
        ),
        (*_figure("out", turn.output_tokens), Piece(FULL * bar(turn.output_tokens, most, room), "number")),
        (
            *_figure("sent", turn.sent_tokens),
            Piece(FULL * sent, "mark"),
            Piece(REST * spared, "dim"),
            Piece(_by_hand(turn.resent_tokens), "dim"),
        ),
    )


def _by_hand(tokens: int) -> str:
    return f" by hand {tokens:,}"


def _figure(label: str, tokens: int) -> tuple[Piece, ...]:
    return (Piece(f"  {label:<{LABEL - 2}}", "dim"), Piece(f"{tokens:>{FIGURE},} ", "plain"))


def _sum(turns: "Sequence[Turn]", cost: Cost) -> tuple[Words, ...]:
    read, cached, out, sent, resent = (
        sum(figures)
        for figures in zip(
            *(
                (
                    turn.input_tokens,
                    turn.cached_tokens,
                    turn.output_tokens,
                    turn.sent_tokens,
                    turn.resent_tokens,
                )
                for turn in turns
            ),
            strict=True,
        )
    )
    prices = [cost(turn.model, turn.input_tokens, turn.cached_tokens, turn.output_tokens) for turn in turns]
    known = [price for price in prices if price is not None]
    total = (
        (
            Piece("sum  ", "strong"),
            Piece(f"{counted(len(turns), 'turn')}: "),
            Piece(f"{read:,} in", "key"),
            Piece(f", {cached:,} of them cached, "),
            Piece(f"{out:,} out", "number"),
        ),
        (
            Piece("wire ", "strong"),
            Piece(f"{sent:,} sent", "mark"),
            Piece(f"; by hand it would have been {resent:,}"),
        ),
    )
    if not known:
        return (*total, (Piece("cost ", "strong"), Piece("no price is known for this model", "dim")))
    about = "" if len(known) == len(prices) else ", for the turns whose price is known"
    return (
        *total,
        (
            Piece("cost ", "strong"),
            Piece(f"about {dollars(sum(known, Decimal(0)))}", "number"),
            Piece(f" on the real API{about}", "dim"),
        ),
    )


def _lesson(turns: "Sequence[Turn]") -> tuple[Words, ...]:
    if len(turns) == 1 and turns[0].input_tokens <= turns[0].sent_tokens:
        return ()
    return (
        (
            Piece(
                "The bill is on the tokens in, either way: the model reads the whole history at every turn, "
                "whoever keeps it. What is spared is what you send.",
                "mild",
            ),
        ),
    )


def dollars(amount: Decimal) -> str:
    """A small sum: `$0.0012`, and `$1.20` from ten cents on."""
    return f"${amount:.2f}" if amount >= Decimal("0.1") else f"${amount:.4f}"
