"""The first line of every page: the way out, and where one is."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from academy.tui.widgets.paint import click

ABORT = "[ ABORT TO HUD ]"


class Head(Widget):
    """`[ ABORT TO HUD ]` (a click works too) or, on the HUD itself, a name; and at the right where one is."""

    auto_links = False  # they would be underlined

    def __init__(self, here: str, *, name_at_left: str = "") -> None:
        super().__init__()
        self.here = here
        self._left = (
            Content.styled(name_at_left, "bold $text-accent")
            if name_at_left
            else click(ABORT, "screen.abort", "bold $text-accent")
        )

    def show(self, here: str) -> None:
        """Say where one is now."""
        self.here = here
        self.refresh()

    def render(self) -> RenderResult:
        """Both ends of the line; the right one is shortened where there is no room."""
        room = self.size.width - self._left.cell_length - 2
        right = Content.styled(self.here, "$text-muted").truncate(max(0, room), ellipsis=True)
        gap = " " * max(1, self.size.width - self._left.cell_length - right.cell_length)
        return Content.assemble(self._left, gap, right)
