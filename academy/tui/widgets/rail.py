"""The list of sections beside the page: where one is, what was run, what comes."""

from textual.content import Content
from textual.widgets import Static

from academy.tui.present.masthead import demo_marks
from academy.tui.widgets.lesson_head import Place
from academy.tui.widgets.paint import click

WIDTH = 22
_HERE, _ELSEWHERE = "▸ ", "  "


class Rail(Static):
    """A line or two for each section; a click goes there. The stylesheet gives it WIDTH and the mark before."""

    def __init__(self, place: Place) -> None:
        super().__init__(_list(place), id="rail", markup=False)
        self._place = place

    def show(self, place: Place) -> None:
        """Say where one is now; nothing is drawn where nothing changed."""
        if place != self._place:
            self._place = place
            self.update(_list(place))


def _list(place: Place) -> Content:
    lines: list[Content] = []
    for number, section in enumerate(place.lesson.section):
        marks = demo_marks(section, place.progress.demos_run)
        lines += _entry(section.title, marks, number, here=number == place.at)
    if place.quiz:
        verify = click("SYNAPSE VERIFICATION", "screen.verify", "bold")
        lines += [Content(""), Content(_ELSEWHERE) + verify]
    return Content("\n").join(lines)


def _entry(title: str, marks: str, number: int, *, here: bool) -> list[Content]:
    words = Content.assemble((title, "bold" if here else ""), (f" {marks}" if marks else "", "$text-success"))
    lines = words.stylize(f"@click=screen.go({number})").wrap(WIDTH)
    return [
        Content.styled(_HERE if here and not at else _ELSEWHERE, "$text-accent") + line
        for at, line in enumerate(lines)
    ]
