"""A code cell: what a demo shows, its code, and (once it ran) what came of it."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from academy.course.models import Demo
from academy.tui.widgets.code_view import CodeView
from academy.tui.widgets.prose import Prose


class Cell(Vertical, can_focus=True):
    """One demo on the page."""

    def __init__(self, demo: Demo) -> None:
        super().__init__(id=f"cell-{demo.id}")
        self.demo = demo

    def compose(self) -> ComposeResult:
        """Title, text, code."""
        yield Static(Content.styled(self.demo.title, "bold"), classes="cell-title", markup=False)
        if self.demo.about.strip():
            yield Prose(self.demo.about, classes="cell-about")
        yield CodeView(self.demo.code, "python", classes="cell-code")
