"""One option of a question: before the answer something to choose, after it what became of it."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from academy.quiz.feedback import Marked
from academy.tui.present.verification import answered_lead, lead, remark
from academy.tui.sitting import Sitting
from academy.tui.widgets.paint import paint
from academy.tui.widgets.prose import Prose


class OptionRow(Horizontal):
    """A line with a number; a click on it chooses it."""

    class Clicked(Message):
        """Somebody clicked on the option with this number."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self.number = number
        self.text = text

    def compose(self) -> ComposeResult:
        """Cursor, number and mark; the text; what is said to it."""
        yield Static(classes="option-lead", markup=False)
        with Vertical(classes="option-body"):
            yield Prose(self.text, classes="option-text")

    def on_click(self) -> None:
        """Choose this one."""
        self.post_message(self.Clicked(self.number))

    def show(self, sitting: Sitting) -> None:
        """Show whether it is chosen and under the cursor."""
        self.set_class(sitting.at == self.number - 1, "-at")
        self.query_one(".option-lead", Static).update(paint(lead(sitting, self.number)))

    def judge(self, marked: Marked) -> None:
        """Show what became of it, for good."""
        self.remove_class("-at")
        self.add_class(f"-{marked.mark}")
        self.query_one(".option-lead", Static).update(paint(answered_lead(marked)))
        body = self.query_one(".option-body")
        if marked.mark != "none":
            body.mount(Static(paint(remark(marked)), classes="option-remark", markup=False))
        if marked.says:
            body.mount(Prose(marked.says, classes="option-said"))
