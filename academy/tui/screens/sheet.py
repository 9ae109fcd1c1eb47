"""A sheet of text over a page: help, problems. It scrolls, and escape puts it away."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from academy.tui.widgets.keybar import KeyBar


class Sheet(ModalScreen[None]):
    """A title and a text; `text` gives it for a width in cells, anew at every change of the width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1", "close", "Close", id="sheet.close"),
        Binding("up,k", "scroll('up')", "Scroll", key_display="↑↓", id="sheet.up"),
        Binding("down,j", "scroll('down')", "Down", show=False, id="sheet.down"),
        Binding("pageup", "scroll('page_up')", "Page up", show=False, id="sheet.page-up"),
        Binding("pagedown,space", "scroll('page_down')", "Page down", show=False, id="sheet.page-down"),
        Binding("home", "scroll('home')", "Top", show=False, id="sheet.first"),
        Binding("end", "scroll('end')", "End", show=False, id="sheet.last"),
    ]

    def __init__(self, title: str, text: Callable[[int], Content]) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        with Vertical(classes="sheet"):
            yield Static(self._title, classes="sheet-title", markup=False)
            with VerticalScroll(classes="sheet-body", can_focus=False):
                yield Static(classes="sheet-text", markup=False)
            yield KeyBar()

    def on_mount(self) -> None:
        """Fill it in."""
        self._fill()

    def on_resize(self) -> None:
        """Lay the text out anew."""
        self._fill()

    def action_close(self) -> None:
        """Put it away."""
        self.dismiss()

    def action_scroll(self, where: str) -> None:
        """Move the text."""
        getattr(self.query_one(".sheet-body", VerticalScroll), f"scroll_{where}")(animate=False)

    def _fill(self) -> None:
        body = self.query_one(".sheet-body", VerticalScroll)
        width = body.scrollable_content_region.width or self.app.size.width - 8
        self.query_one(".sheet-text", Static).update(self._text(width))
