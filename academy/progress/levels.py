"""Levels: each takes 200 XP more than the one before, so level n begins at 100 n (n - 1) XP.

Level 1 begins at 0, level 2 at 200, level 3 at 600, level 4 at 1,200.
"""

from math import isqrt

_STEP = 100


def floor(level: int) -> int:
    """The XP at which a level begins; levels count from 1."""
    return _STEP * level * (level - 1)


def level_of(xp: int) -> int:
    """The level that so much XP makes: the greatest n with 100 n (n - 1) <= xp."""
    return (1 + isqrt(1 + 4 * (max(0, xp) // _STEP))) // 2
