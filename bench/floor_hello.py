"""The floor of every first paint: a Textual app that only says hello."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Nothing but one line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("Hello first paint")


Hello().run()
