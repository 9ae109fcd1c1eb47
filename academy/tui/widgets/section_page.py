"""The one section that is mounted: heading, text, cells, claims, the way on."""

from collections.abc import Iterator, Mapping
from itertools import islice
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


FIRST = 2
SCROLL_KEYS = ("up", "down", "pageup", "pagedown", "home", "end")


class SectionPage(VerticalScroll, can_focus=False):
    """Scrolls over one section of a lesson; the screen's keys scroll it, so that the focus is free for cells."""

    def __init__(self, desk: Desk, at: int, keys: Mapping[str, str], *, quiz: bool) -> None:
        super().__init__(id="page")
        self.desk = desk
        self.lesson = desk.lesson
        self.at = at
        self.keys = keys
        self.quiz = quiz
        self._left: Cell | None = None
        self._waiting = self.parts()
        self.complete = False

    def compose(self) -> ComposeResult:
        """What is seen first; the rest comes after the first picture."""
        yield from islice(self._waiting, FIRST)

    def on_mount(self) -> None:
        """Go on once the first picture is there."""
        self.call_after_refresh(self._rest)

    async def _rest(self) -> None:
        await self.mount_all(list(self._waiting))
        self.complete = True
        self.mark()

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
        self._waiting = iter(())
        self.complete = True
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
        return [child for child in self.children if isinstance(child, Cell)]

    def scroll_towards(self, where: str) -> None:
        """Scroll by a line, by a page, or to an end; `where` is one of SCROLL_KEYS."""
        page = self.scrollable_content_region.height - 1
        match where:
            case "home":
                self.scroll_home(animate=False)
            case "end":
                self.scroll_end(animate=False)
            case _:
                by = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[where]
                self.scroll_relative(y=by, animate=False)

    def on_result_shown(self, event: "Result.Shown") -> None:
        """Keep in sight what a demo brings, unless the reader went elsewhere meanwhile."""
        event.stop()
        self.call_after_refresh(self._bring, event.result, event.asked)

    def _bring(self, result: "Result", asked: bool) -> None:
        cell = self.target()
        if cell is None or result not in cell.query(".result"):
            return
        height = self.scrollable_content_region.height
        now = self.scroll_offset.y
        top = result.region.y - self.content_region.y + now
        if not asked and not now <= top < now + height:
            return
        wanted = max(now, top + result.region.height - height)
        self.scroll_to(y=min(wanted, top), animate=False)

    def mark(self) -> None:
        """Let the cell that the keys mean know it."""
        here = self.target()
        for cell in self.cells:
            cell.mark(current=cell is here)

    def target(self) -> Cell | None:
        """The cell that the keys mean: the one with the focus, or the one in view once that was scrolled away from.

        It is found out when a key comes, because a key may come before a change of focus was heard of.
        """
        focused = next((cell for cell in self.cells if cell.has_focus_within), None)
        if focused is not None and focused is not self._left:
            return focused
        return max(self.cells, key=self._seen, default=None)

    def focus_moved(self) -> None:
        """A cell that was scrolled away from counts again when it gets the focus anew."""
        self._left = None
        self.mark()

    def scrolled(self) -> None:
        """Whoever scrolls the focused cell out of sight means the one in view."""
        focused = next((cell for cell in self.cells if cell.has_focus_within), None)
        arrived = self.scroll_offset.y == round(self.scroll_target_y)
        self._left = focused if focused is not None and arrived and not self._seen(focused) else None
        self.mark()

    def _seen(self, cell: Cell) -> int:
        """How many lines of a cell are on the screen; the first cell wins where none is."""
        top, height = cell.virtual_region.y, cell.virtual_region.height
        first, last = self.scroll_offset.y, self.scroll_offset.y + self.scrollable_content_region.height
        return max(min(top + height, last) - max(top, first), 0)
