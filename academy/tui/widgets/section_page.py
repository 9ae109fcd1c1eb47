"""The one section that is mounted: heading, text, cells, claims, the way on."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from academy.course.models import Lesson
from academy.tui.widgets.cell import Cell
from academy.tui.widgets.claim_card import ClaimCard
from academy.tui.widgets.prose import Prose
from academy.tui.widgets.section_end import SectionEnd, related, way_on


class SectionPage(VerticalScroll):
    """Scrolls over one section of a lesson."""

    def __init__(self, lesson: Lesson, at: int, *, quiz: bool) -> None:
        super().__init__(id="page")
        self.lesson = lesson
        self.at = at
        self.quiz = quiz

    def compose(self) -> ComposeResult:
        """The section."""
        yield from self.parts()

    def parts(self) -> Iterator[Widget]:
        """The widgets of the section, in reading order."""
        section = self.lesson.section[self.at]
        yield Static(
            Content.styled(section.title, "bold $text-primary"), classes="section-title", markup=False
        )
        yield Prose(section.body, classes="section-body")
        for demo in section.demo:
            yield Cell(demo)
        for claim in section.claim:
            yield ClaimCard(claim, self.lesson)
        on = way_on(self.lesson, self.at, next_key="n", verify_key="v", quiz=self.quiz)
        yield SectionEnd(on, classes="way-on", markup=False)
        if self.at + 1 == len(self.lesson.section) and self.lesson.related:
            yield SectionEnd(related(self.lesson.related), classes="related", markup=False)

    async def show(self, lesson: Lesson, at: int) -> None:
        """Show another section from its top."""
        self.lesson, self.at = lesson, at
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self.parts())
            self.scroll_home(animate=False)
