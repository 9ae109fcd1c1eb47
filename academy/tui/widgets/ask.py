"""A question that must be answered before something costs money or runs a stranger's program."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from academy.tui.widgets.paint import click


class Ask(ModalScreen[bool]):
    """Asks in a box over the page; only `y` (or a click) says yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="ask.yes"),
        Binding("n,escape", "answer(False)", "No", id="ask.no"),
    ]

    def __init__(self, title: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """The question and both answers."""
        with VerticalScroll(id="ask"):
            yield Static(Content.styled(self._title, "bold $text-accent"), markup=False)
            yield Static(Content(self._text), id="ask-text", markup=False)
            yield Static(
                Content("   ").join(
                    [
                        click(f"[ y {self._yes} ]", "screen.answer(True)", "bold $text-accent"),
                        click(f"[ n {self._no} ]", "screen.answer(False)", "bold"),
                    ]
                ),
                markup=False,
            )

    def action_answer(self, yes: bool) -> None:
        """Answer and close."""
        self.dismiss(yes)
