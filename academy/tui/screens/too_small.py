"""What is shown while the terminal is too small; it goes away by itself."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class TooSmall(ModalScreen[None]):
    """Covers everything, so that no key reaches a page that cannot be seen."""

    def __init__(self, columns: int, rows: int, *, id: str) -> None:  # noqa: A002 - Textual's name
        """What is needed."""
        super().__init__(id=id)
        self._needed = f"{columns} x {rows}"

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Say how large it is."""
        self._say()

    def on_resize(self) -> None:
        """Say how large it is now."""
        self._say()

    def _say(self) -> None:
        size = self.app.size
        self.query_one(Static).update(
            f"{size.width} x {size.height} is too small: {self._needed} is needed.\n\n"
            "Make the terminal larger, and everything is where it was."
        )
