"""The first line of every page: the way out, and where one is."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

ABORT = "[ ABORT TO HUD ]"


class Head(Horizontal):
    """`[ ABORT TO HUD ]` (a click works too) and, at the right, where one is."""

    def __init__(self, here: str, *, abort: bool = True) -> None:
        super().__init__()
        self.here = here
        self.abort = abort

    def compose(self) -> ComposeResult:
        """Way out at the left, place at the right."""
        if self.abort:
            yield Static(Content.styled(ABORT, "@click=screen.abort"), classes="head-abort", markup=False)
        yield Static(self.here, classes="head-here", markup=False)

    def show(self, here: str) -> None:
        """Say where one is now."""
        self.here = here
        self.query_one(".head-here", Static).update(here)
