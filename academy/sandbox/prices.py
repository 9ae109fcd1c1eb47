"""What tokens cost at the real API, as its price page said on a certain day; an unknown model has no price."""

from dataclasses import dataclass
from decimal import Decimal

SOURCE = "https://developers.openai.com/api/docs/pricing"
VERIFIED = "2026-11-22"

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, standard processing, short context."""

    input: Decimal
    cached_input: Decimal
    output: Decimal


PRICES = {
    "gpt-5.5": Price(Decimal("5.00"), Decimal("0.50"), Decimal("30.00")),
    "gpt-5.4": Price(Decimal("2.50"), Decimal("0.25"), Decimal("15.00")),
    "gpt-5.4-mini": Price(Decimal("0.75"), Decimal("0.075"), Decimal("4.50")),
    "gpt-5.4-nano": Price(Decimal("0.20"), Decimal("0.02"), Decimal("1.25")),
}


def price(model: str | None) -> Price | None:
    """The price of a model, a dated snapshot ("gpt-5.4-2026-03-05") costing what its alias costs; None if unknown."""
    name = (model or "").strip()
    if name in PRICES:
        return PRICES[name]
    alias, _, date = name[:-6].rpartition("-") if len(name) > 11 else ("", "", "")
    dated = date.isdigit() and len(date) == 4 and name[-6] == "-" and name[-5:].replace("-", "").isdigit()
    return PRICES.get(alias) if dated else None


def cost(model: str | None, input_tokens: int, cached_tokens: int, output_tokens: int) -> Decimal | None:
    """US dollars of a call: `cached_tokens` are part of `input_tokens`; None where the model has no price here."""
    known = price(model)
    if known is None:
        return None
    fresh = max(0, input_tokens - cached_tokens)
    return (
        fresh * known.input + cached_tokens * known.cached_input + output_tokens * known.output
    ) / _MILLION
