"""What a lesson's quiz is worth in XP, and how much of that is still to be paid."""

from fractions import Fraction

FLAWLESS_BONUS = 50


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def entitlement(base_xp: int, best: Fraction, *, flawless_first: bool) -> int:
    """XP that a lesson is worth in all: base XP by the best fraction (0..1), halves up, and the bonus."""
    return round_half_up(base_xp * best) + (FLAWLESS_BONUS if flawless_first else 0)


def due(entitled: int, paid: int) -> int:
    """What is still to be paid of it: never less than nothing, so never less in all than before."""
    return max(0, entitled - paid)
