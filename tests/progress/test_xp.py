"""What a lesson is worth, and where levels begin."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.progress import levels, xp

SHARES = st.fractions(0, 1, max_denominator=60)


@pytest.mark.parametrize(
    ("base_xp", "best", "flawless_first", "worth"),
    [
        (250, Fraction(1), True, 300),
        (250, Fraction(1), False, 250),
        (250, Fraction(2, 3), False, 167),
        (250, Fraction(1, 3), False, 83),
        (25, Fraction(1, 2), False, 13),
        (5, Fraction(1, 2), False, 3),
        (0, Fraction(1), True, 50),
        (250, Fraction(0), False, 0),
    ],
)
def test_base_by_the_best_fraction_halves_up_and_fifty(
    base_xp: int, best: Fraction, flawless_first: bool, worth: int
) -> None:
    assert xp.entitlement(base_xp, best, flawless_first=flawless_first) == worth


@given(st.fractions(0, 10_000, max_denominator=1_000))
def test_rounding_is_to_the_nearest_and_halves_up(value: Fraction) -> None:
    rounded = xp.round_half_up(value)
    assert Fraction(-1, 2) < rounded - value <= Fraction(1, 2)


@given(st.integers(0, 10_000), SHARES, SHARES)
def test_a_better_attempt_is_never_worth_less(base_xp: int, one: Fraction, other: Fraction) -> None:
    worse, better = sorted((one, other))
    assert xp.entitlement(base_xp, worse, flawless_first=False) <= xp.entitlement(
        base_xp, better, flawless_first=False
    )


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_what_is_paid_makes_up_what_is_due_and_takes_nothing_back(entitled: int, paid: int) -> None:
    assert paid + xp.due(entitled, paid) == max(entitled, paid)


def test_the_first_levels() -> None:
    assert [levels.floor(level) for level in (1, 2, 3, 4)] == [0, 200, 600, 1_200]
    assert [levels.level_of(total) for total in (-5, 0, 199, 200, 599, 600, 1_199, 1_200)] == [
        1, 1, 1, 2, 2, 3, 3, 4
    ]  # fmt: skip


@given(st.integers(0, 10**12))
def test_a_level_begins_at_its_floor_and_ends_before_the_next(total: int) -> None:
    level = levels.level_of(total)
    assert levels.floor(level) <= total < levels.floor(level + 1)
