"""Code to read: highlighted in the colours of the theme, so that dark, light and plain terminals all fit."""

from typing import Any, Final

from textual.content import Content, Span
from textual.widgets import Static

from academy.tui.present.python_code import Kind, stretches

TAB = 4
COLOURS: Final[dict[Kind, str]] = {
    "keyword": "$text-accent",
    "constant": "$text-warning",
    "string": "$text-success",
    "number": "$text-warning",
    "comment": "$text-muted italic",
    "builtin": "$text-secondary",
    "defined": "$text-primary",
    "decorator": "$text-secondary",
}


def coloured(code: str, language: str) -> Content:
    """Code in colours; Python at once, other languages by the highlighter that loads when it is needed."""
    code = code.strip("\n").expandtabs(TAB)
    if language == "python":
        return Content(code, [Span(part.start, part.end, COLOURS[part.kind]) for part in stretches(code)])
    if not language:
        return Content(code)
    from academy.tui.widgets.other_code import highlighted  # noqa: PLC0415 - loads Pygments

    return highlighted(code, language)


class CodeView(Static):
    """A piece of code that cannot be changed here; long lines are folded, never lost."""

    def __init__(self, code: str, language: str, **kwargs: Any) -> None:
        super().__init__(coloured(code, language), markup=False, **kwargs)

    def show(self, code: str, language: str) -> None:
        """Show other code."""
        self.update(coloured(code, language))
