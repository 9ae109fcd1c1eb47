"""Tells a key that is pressed from one that is held down, where a terminal only says `enter` again and again."""

from typing import Final, Literal

QUIET: Final = 0.15
"""Seconds: longer than the pause between two repeats of a held key, shorter than anybody notices."""
CALM: Final = 1.0
"""Seconds: longer than keyboards wait before they begin to repeat."""

Press = Literal["at once", "wait", "held"]


class HeldKey:
    """Judges presses by their times (seconds of any steady clock).

    What follows a `wait` is decided after QUIET seconds: nothing came, so it was a press; or something did
    come, which is then `held`, and the wait is over without effect.
    """

    def __init__(self) -> None:
        self._last = float("-inf")
        self._here = float("-inf")

    def acted(self) -> None:
        """The last press did something; it alone is no reason to call the next one held."""
        self._here = float("-inf")

    def press(self, now: float) -> Press:
        """Judge a press."""
        here, last = now - self._here, now - self._last
        self._here = self._last = now
        if here < QUIET:
            return "held"
        return "at once" if last >= CALM else "wait"
