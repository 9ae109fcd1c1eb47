"""The one section that is mounted: heading, text, cells, claims, the way on."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from academy.tui.desk import Desk
from academy.tui.widgets.cell import Cell
from academy.tui.widgets.claim_card import ClaimCard
from academy.tui.widgets.prose import Prose
from academy.tui.widgets.section_end import RELATED, RelatedLink, SectionEnd, way_on

if TYPE_CHECKING:
    from academy.tui.widgets.result import Result


class SectionPage(VerticalScroll):
    """Scrolls over one section of a lesson."""

    def __init__(self, desk: Desk, at: int, keys: Mapping[str, str], *, quiz: bool) -> None:
        super().__init__(id="page")
        self.desk = desk
        self.lesson = desk.lesson
        self.at = at
        self.keys = keys
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
            yield Cell(demo, self.desk, self.keys)
        for claim in section.claim:
            yield ClaimCard(claim, self.lesson)
        on = way_on(
            self.lesson, self.at, next_key=self.keys["next"], verify_key=self.keys["verify"], quiz=self.quiz
        )
        yield SectionEnd(on, classes="way-on", markup=False)
        if self.at + 1 == len(self.lesson.section) and self.lesson.related:
            yield SectionEnd(RELATED, classes="related", markup=False)
            for link in self.lesson.related:
                yield RelatedLink(link)

    async def show(self, at: int, *, scroll_y: float = 0) -> None:
        """Show a section of the lesson as it is now, from its top or from further down."""
        self.lesson, self.at = self.desk.lesson, at
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self.parts())
            self.scroll_to(y=scroll_y, animate=False, force=True)

    @property
    def section_id(self) -> str:
        """The section that is shown."""
        return self.lesson.section[self.at].id

    @property
    def cells(self) -> list[Cell]:
        """The cells of the section, in order."""
        return list(self.query(Cell))

    def on_result_shown(self, event: "Result.Shown") -> None:
        """Keep in sight what a demo brings, unless the reader went elsewhere meanwhile."""
        event.stop()
        self.call_after_refresh(self._bring, event.result, event.asked)

    def _bring(self, result: "Result", asked: bool) -> None:
        if not result.is_attached:
            return
        height = self.scrollable_content_region.height
        now = self.scroll_offset.y
        top = result.region.y - self.content_region.y + now
        if not asked and not now <= top < now + height:
            return
        wanted = max(now, top + result.region.height - height)
        self.scroll_to(y=min(wanted, top), animate=False)

    def mark(self) -> Cell | None:
        """Let the cell in view know that the keys mean it."""
        here = self._in_view()
        for cell in self.cells:
            cell.mark(current=cell is here)
        return here

    @property
    def current(self) -> Cell | None:
        """The cell that the keys mean."""
        return next((cell for cell in self.cells if cell.current), None)

    def _in_view(self) -> Cell | None:
        """The one with the focus, or else the one of which most is seen."""
        cells = self.cells
        focused = next((cell for cell in cells if cell.has_focus_within), None)
        if focused is not None and self._seen(focused):
            return focused
        return max(cells, key=self._seen, default=None)

    def _seen(self, cell: Cell) -> int:
        """How many lines of a cell are on the screen; the first cell wins where none is."""
        top, height = cell.virtual_region.y, cell.virtual_region.height
        first, last = self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height
        return max(min(top + height, last) - max(top, first), 0)
