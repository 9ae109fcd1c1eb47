"""What a demo printed, as the page shows it: bounded, harmless, in the order in which it came."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from academy.tui.present.printable import printable

if TYPE_CHECKING:
    from academy.demo.run import Stream

LINES = 400
COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line and where it was printed."""

    stream: "Stream"
    text: str


@dataclass
class Transcript:
    """Takes pieces as they come; keeps the last lines and counts what was cut.

    A carriage return starts its line again, as a terminal would (progress bars). Pieces may end anywhere,
    also inside an escape sequence: the unfinished line is kept raw until its end is known.
    """

    cut: int = 0
    _done: list[Line] = field(default_factory=list)
    _open: "dict[Stream, str]" = field(default_factory=dict)

    def clear(self) -> None:
        """Forget everything."""
        self.cut = 0
        self._done.clear()
        self._open.clear()

    def take(self, stream: "Stream", text: str) -> None:
        """Add a piece."""
        whole = (self._open.pop(stream, "") + text).replace("\r\n", "\n")
        *done, rest = whole.split("\n")
        self._done.extend(Line(stream, _shown(line)) for line in done)
        if rest:
            # A line without end must not grow for ever, and nobody reads that far to the right.
            self._open[stream] = rest if len(rest) < 4 * COLUMNS else _started_again(rest)[: 4 * COLUMNS]
        if (over := len(self._done) - LINES) > 0:
            self.cut += over
            del self._done[:over]

    @property
    def empty(self) -> bool:
        """Whether nothing was printed."""
        return not self._done and not self._open

    def lines(self) -> Iterator[Line]:
        """The lines that are kept, the unfinished ones last."""
        yield from self._done
        for stream, text in self._open.items():
            yield Line(stream, _shown(text))


def _started_again(line: str) -> str:
    """What is left of a line after its last carriage return that something follows."""
    return line.rstrip("\r").rpartition("\r")[2]


def _shown(line: str) -> str:
    shown = printable(_started_again(line)).expandtabs(8)
    return shown if len(shown) <= COLUMNS else shown[: COLUMNS - 1] + "…"
