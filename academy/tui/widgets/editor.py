"""Where a learner changes the code of a cell."""

from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

_CAPTURES = {
    "comment": "text-muted",
    "keyword": "text-accent",
    "keyword.operator": "text-accent",
    "keyword.function": "text-accent",
    "conditional": "text-accent",
    "repeat": "text-accent",
    "exception": "text-accent",
    "include": "text-accent",
    "boolean": "text-warning",
    "constant.builtin": "text-warning",
    "number": "text-warning",
    "float": "text-warning",
    "string": "text-success",
    "string.documentation": "text-success",
    "function.builtin": "text-secondary",
    "type.builtin": "text-secondary",
    "function": "text-primary",
    "function.call": "foreground",
    "class": "text-primary",
    "type.class": "text-primary",
}


class Editor(TextArea):
    """A code editor in the colours of the theme; escape leaves it, what was typed stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the editor", id="editor.leave", priority=True),
        Binding("ctrl+r", "run", "Run", id="editor.run"),
    ]

    class Left(Message):
        """The learner is done; `run` asks to run it now."""

        def __init__(self, *, run: bool) -> None:
            super().__init__()
            self.run = run

    def __init__(self, code: str) -> None:
        super().__init__(
            code,
            language="python",
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="indent",
            compact=True,
            classes="cell-editor",
        )
        self.indent_width = 4

    def on_mount(self) -> None:
        """Take the colours, and follow the theme."""
        self._colour()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._colour())

    def action_leave(self) -> None:
        """Back to reading."""
        self._leave(run=False)

    def action_run(self) -> None:
        """Back to reading, and run it."""
        self._leave(run=True)

    def _leave(self, *, run: bool) -> None:
        self.screen.set_focus(None)  # at once: the next key is none of the text
        self.post_message(self.Left(run=run))

    def _colour(self) -> None:
        self.register_theme(TextAreaTheme(name="academy", syntax_styles=self._styles()))
        self.theme = "css"
        self.theme = "academy"

    def _styles(self) -> dict[str, Style]:
        colours = self.app.theme_variables
        return {
            capture: Style(color=colour)
            for capture, name in _CAPTURES.items()
            if (colour := _rich_colour(colours.get(name, "")))
        }


def _rich_colour(value: str) -> str:
    """A colour of the theme by the name that Rich gives it; empty where it depends on what is behind it."""
    if value.startswith("ansi_"):
        return value.removeprefix("ansi_")
    return value[:7] if value.startswith("#") else ""
