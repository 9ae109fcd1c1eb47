"""The list of sections beside the page: where one is, what was run, what comes."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from academy.course.models import Section
from academy.tui.present.masthead import demo_marks
from academy.tui.widgets.paint import click

WIDTH = 22
_HERE, _ELSEWHERE = "▸ ", "  "


class Rail(Static):
    """A line or two for each section; a click goes there. The stylesheet gives it WIDTH and the mark before."""

    def show(self, sections: Sequence[Section], at: int, ran: frozenset[str], *, quiz: bool) -> None:
        """List the sections and, last, the verification."""
        lines: list[Content] = []
        for number, section in enumerate(sections):
            lines += _entry(section.title, demo_marks(section, ran), number, here=number == at)
        if quiz:
            verify = click("SYNAPSE VERIFICATION", "screen.verify", "bold")
            lines += [Content(""), Content(_ELSEWHERE) + verify]
        self.update(Content("\n").join(lines))


def _entry(title: str, marks: str, number: int, *, here: bool) -> list[Content]:
    words = Content.assemble((title, "bold" if here else ""), (f" {marks}" if marks else "", "$text-success"))
    lines = words.stylize(f"@click=screen.go({number})").wrap(WIDTH)
    return [
        Content.styled(_HERE if here and not at else _ELSEWHERE, "$text-accent") + line
        for at, line in enumerate(lines)
    ]
