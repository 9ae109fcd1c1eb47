"""Code to read: highlighted in the colours of the theme, so that dark, light and plain terminals all fit."""

from typing import Any

from textual.highlight import HighlightTheme, highlight
from textual.widgets import Static

# Few colours, no underlines: code is read here, not admired.
_COLOURS = {
    "Token.Comment": "$text-muted italic",
    "Token.Keyword": "$text-accent",
    "Token.Keyword.Constant": "$text-warning",
    "Token.Literal.Number": "$text-warning",
    "Token.Literal.String": "$text-success",
    "Token.Name.Builtin": "$text-secondary",
    "Token.Name.Class": "$text-secondary",
    "Token.Name.Decorator": "$text-secondary",
    "Token.Name.Function": "$text-primary",
    "Token.Operator.Word": "$text-accent",
}


class CodeColours(HighlightTheme):
    """The colours of code, by kind of token."""

    STYLES = {  # noqa: RUF012 - Textual declares it without ClassVar
        token: _COLOURS[str(token)] for token in HighlightTheme.STYLES if str(token) in _COLOURS
    }


class CodeView(Static):
    """A piece of code that cannot be changed here; long lines are folded, never lost."""

    def __init__(self, code: str, language: str, **kwargs: Any) -> None:
        super().__init__(markup=False, **kwargs)
        self.language = language
        self.show(code)

    def show(self, code: str) -> None:
        """Show other code of the same language."""
        self.update(highlight(code.strip("\n"), language=self.language, theme=CodeColours, tab_size=4))
