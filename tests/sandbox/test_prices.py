from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox.prices import PRICES, cost, price


def test_a_million_of_each() -> None:
    assert cost("gpt-5.4", 1_000_000, 0, 0) == Decimal("2.50")
    assert cost("gpt-5.4", 1_000_000, 1_000_000, 0) == Decimal("0.25")
    assert cost("gpt-5.4", 0, 0, 1_000_000) == Decimal("15.00")
    assert cost("gpt-5.4-mini", 2_000_000, 1_000_000, 1_000_000) == Decimal("0.75") + Decimal(
        "0.075"
    ) + Decimal("4.5")


def test_cached_input_is_ninety_per_cent_cheaper_for_every_model_here() -> None:
    assert all(known.cached_input * 10 == known.input for known in PRICES.values())


@given(st.sampled_from(sorted(PRICES)), st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_caching_never_costs_more(model: str, fresh: int, cached: int, output: int) -> None:
    with_cache = cost(model, fresh + cached, cached, output)
    without = cost(model, fresh + cached, 0, output)
    assert with_cache is not None
    assert without is not None
    assert 0 <= with_cache <= without


def test_a_dated_snapshot_costs_what_its_alias_costs() -> None:
    assert price("gpt-5.4-2026-03-05") == PRICES["gpt-5.4"]
    assert price("gpt-5.4-mini-2026-03-17") == PRICES["gpt-5.4-mini"]


@pytest.mark.parametrize(
    "model", [None, "", "gpt-6-astra", "gpt-5.4-pro", "gpt-5.4-2026-3-5", "llama-2026-03-05"]
)
def test_an_unknown_model_has_no_price(model: str | None) -> None:
    assert cost(model, 1_000, 0, 1_000) is None
