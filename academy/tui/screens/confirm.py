"""One question, yes or no, before something that cannot be taken back or costs money."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static


class Confirm(ModalScreen[bool]):
    """Asks; the answer is True for yes, False for no and for escape. The cursor stands on no.

    `detail` is plain text (people's, files'), shown as it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
        Binding("left,up", "app.focus_previous", "Left", show=False, id="confirm.left"),
        Binding("right,down", "app.focus_next", "Right", show=False, id="confirm.right"),
    ]
    AUTO_FOCUS = "#no"

    def __init__(self, question: str, detail: str = "", *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Question, detail, two buttons."""
        with Vertical(classes="confirm"):
            yield Static(self._question, classes="confirm-question", markup=False)
            if self._detail:
                with VerticalScroll(classes="confirm-detail", can_focus=False):
                    yield Static(self._detail, markup=False)
            with Horizontal(classes="confirm-buttons"):
                yield Button(f"[y] {self._yes}".replace("[", "\\["), id="yes", compact=True)
                yield Button(f"[n] {self._no}".replace("[", "\\["), id="no", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click or enter answers."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """A key answers."""
        self.dismiss(yes)
