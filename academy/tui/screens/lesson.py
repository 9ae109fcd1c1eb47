"""A lesson, one section at a time."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from academy.course.models import Lesson
from academy.log.error import LogError
from academy.tui.present.markdown import WEB
from academy.tui.screens.page import Page
from academy.tui.widgets.lesson_head import LessonHead
from academy.tui.widgets.rail import Rail
from academy.tui.widgets.section_page import SectionPage


class LessonScreen(Page):
    """Reading, running and checking; every position is kept."""

    CSS_PATH = "../lesson.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-beside")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_section", "Next", id="lesson.next"),
        Binding("b", "previous_section", "Back", id="lesson.back"),
        Binding("v", "verify", "Verify", id="lesson.verify"),
    ]

    def __init__(self, lesson_id: str, section_id: str | None = None) -> None:
        super().__init__()
        self.lesson_id = lesson_id
        self.wanted = section_id
        self.at = 0

    @property
    def lesson(self) -> Lesson:
        """The lesson as the course has it now."""
        return self.session.course.lesson(self.lesson_id)

    def compose(self) -> ComposeResult:
        """The page, with the number of the lesson at its head."""
        self.HERE = f"SEQ. {self.lesson.sequence}"
        yield from super().compose()

    def compose_body(self) -> ComposeResult:
        """Head, rail, section."""
        lesson = self.lesson
        self.at = self._number_of(self.wanted or self.progress.lessons[self.lesson_id].section) or 0
        yield LessonHead()
        with Horizontal(id="lesson-body"):
            yield Rail(id="rail", markup=False)
            yield SectionPage(lesson, self.at, quiz=self.session.course.quiz_of(lesson) is not None)

    def on_mount(self) -> None:
        """Note that the lesson was opened."""
        self._note(lambda: self.session.journal.opened(self.lesson_id))
        self._arrived()
        self.page.focus()

    def on_screen_resume(self) -> None:
        """Show what was earned meanwhile; this lesson is where to continue again."""
        if self.is_mounted:
            self._arrived()

    @property
    def page(self) -> SectionPage:
        """The section that is shown."""
        return self.query_one(SectionPage)

    def show_section(self, section_id: str) -> None:
        """Go to a section by its id; one that is not there leaves the page as it is."""
        at = self._number_of(section_id)
        if at is not None:
            self.call_later(self._go, at)

    async def action_next_section(self) -> None:
        """Go on."""
        await self._go(self.at + 1)

    async def action_previous_section(self) -> None:
        """Go back."""
        await self._go(self.at - 1)

    async def action_go(self, number: int) -> None:
        """Go to a section of the rail."""
        await self._go(number)

    def action_verify(self) -> None:
        """Take the quiz."""
        quiz = self.session.course.quiz_of(self.lesson)
        if quiz is None:
            self.notify("This lesson has no verification.", markup=False)
        else:
            self.academy.open_quiz(quiz.id)

    def action_open_related(self, number: int) -> None:
        """Open a related link in the browser."""
        self.app.open_url(self.lesson.related[number].url)

    def action_open_link(self, url: str) -> None:
        """Open a web address that stands in the text."""
        if url.startswith(WEB):
            self.app.open_url(url)

    async def _go(self, at: int) -> None:
        if 0 <= at < len(self.lesson.section) and at != self.at:
            self.at = at
            await self.page.show(self.lesson, at)
            self.page.focus()
            self._arrived()

    def _number_of(self, section_id: str | None) -> int | None:
        return next((n for n, section in enumerate(self.lesson.section) if section.id == section_id), None)

    def _arrived(self) -> None:
        section = self.lesson.section[self.at]
        self._note(lambda: self.session.journal.reading(self.lesson_id, section.id))
        self._show_progress()

    def _show_progress(self) -> None:
        lesson, progress = self.lesson, self.progress.lessons[self.lesson_id]
        self.query_one(LessonHead).show(lesson, self.at, progress, real=False)
        quiz = self.session.course.quiz_of(lesson) is not None
        self.query_one(Rail).show(lesson.section, self.at, progress.demos_run, quiz=quiz)

    def _note(self, write: Callable[[], None]) -> None:
        """Write to the journal; a log that cannot be written is said, and reading goes on."""
        try:
            write()
        except LogError as error:
            self.notify(f"{error} Your reading goes on.", severity="warning", markup=False)
