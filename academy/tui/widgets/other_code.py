"""Code that is not Python, coloured by Pygments: JavaScript beside the Python, fences in a text."""

from textual.content import Content
from textual.highlight import HighlightTheme, highlight

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
    "Token.Operator.Word": "$text-accent",
}


class CodeColours(HighlightTheme):
    """The colours of code, by kind of token."""

    STYLES = {  # noqa: RUF012 - Textual declares it without ClassVar
        token: _COLOURS[str(token)] for token in HighlightTheme.STYLES if str(token) in _COLOURS
    }


def highlighted(code: str, language: str) -> Content:
    """Code of a language that Pygments may know; plain where it does not."""
    return highlight(code, language=language, theme=CodeColours)
