"""What running demos over the real API would cost, from a rehearsal against the sandbox. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from academy.sandbox import prices
from academy.sandbox.record import Exchange

OUTPUT_ALLOWANCE = 400


@dataclass(frozen=True, slots=True)
class Estimate:
    """Figures on the safe side, in tokens and US dollars.

    A turn is a call that a model answers. For its answer OUTPUT_ALLOWANCE tokens are allowed, or what the
    call itself sets as its most, and no less than the sandbox's model said; every later turn of the chain is
    taken to read all earlier answers at that length. Nothing is taken to be cached. `dollars` is None when
    one of the models has no price here.
    """

    turns: int
    input_tokens: int
    output_tokens: int
    dollars: Decimal | None


def estimate(runs: Iterable[tuple[Sequence[Exchange], bool]]) -> Estimate:
    """Add up the runs of one chain; those that are not counted (False) only make the context longer."""
    turns = input_tokens = output_tokens = longer = 0
    dollars: Decimal | None = Decimal(0)
    for exchanges, counts in runs:
        for exchange in exchanges:
            if exchange.status >= 400 or exchange.input_tokens is None:
                continue
            said = exchange.output_tokens or 0
            allowed = max(_most(exchange.request), said)
            if counts:
                read = exchange.input_tokens + longer
                price = prices.cost(exchange.model or "", read, 0, allowed)
                dollars = None if dollars is None or price is None else dollars + price
                turns, input_tokens, output_tokens = turns + 1, input_tokens + read, output_tokens + allowed
            longer += allowed - said
    return Estimate(turns, input_tokens, output_tokens, dollars)


def total(estimates: Iterable[Estimate]) -> Estimate:
    """All of them together."""
    whole = Estimate(0, 0, 0, Decimal(0))
    for one in estimates:
        dollars = None if whole.dollars is None or one.dollars is None else whole.dollars + one.dollars
        whole = Estimate(
            whole.turns + one.turns,
            whole.input_tokens + one.input_tokens,
            whole.output_tokens + one.output_tokens,
            dollars,
        )
    return whole


def sentence(estimate: Estimate) -> str:
    """An estimate as people read it."""
    turns = "1 turn" if estimate.turns == 1 else f"{estimate.turns} turns"
    price = "no price known here" if estimate.dollars is None else f"at most about ${estimate.dollars:.4f}"
    return f"{turns}, {estimate.input_tokens:,} tokens in, {estimate.output_tokens:,} allowed out: {price}"


def _most(request: object) -> int:
    """The most tokens that a call lets the model say."""
    if isinstance(request, dict):
        for name in ("max_output_tokens", "max_completion_tokens", "max_tokens"):
            if isinstance(request.get(name), int):
                return int(request[name])
    return OUTPUT_ALLOWANCE
