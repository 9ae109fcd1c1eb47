"""The soft streak: one missed day at a time is forgiven, two are not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.progress.streak import streak

TODAY = date(2026, 5, 11)


def back(*days: int) -> list[date]:
    return [TODAY - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("days", "long"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),
        ([2], 1),
        ([3], 0),
        ([0, 1, 2], 3),
        ([0, 2, 4], 3),
        ([0, 3], 1),
        ([1, 3, 6], 2),
        ([0, 0, 1], 2),
        ([-1], 1),
        ([-1, 0], 2),
        ([-2], 0),
        ([-400, 0], 1),
    ],
)
def test_days_in_a_row(days: list[int], long: int) -> None:
    assert streak(back(*days), TODAY) == long


@given(st.lists(st.integers(0, 40)))
def test_one_day_more_never_makes_it_shorter(days: list[int]) -> None:
    for more in range(5):
        assert streak(back(*days, more), TODAY) >= streak(back(*days), TODAY)


@given(st.sets(st.integers(0, 40)))
def test_it_counts_the_days_back_to_the_first_two_that_are_missing(days: set[int]) -> None:
    gap = next(day for day in range(1, 100) if not {day, day + 1} & days)
    assert streak(back(*days), TODAY) == len([day for day in days if day < gap])
