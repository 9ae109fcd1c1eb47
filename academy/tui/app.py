"""The app: which page is shown, and what is the same on all of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from academy.tui import themes
from academy.tui.screens.page import Page
from academy.tui.session import Session

if TYPE_CHECKING:
    from academy.tui.screens.lesson import LessonScreen


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app begins: in a lesson, in a quiz, or (neither) on the HUD."""

    lesson: str | None = None
    section: str | None = None
    quiz: str | None = None


class AcademyApp(App[None]):
    """Shows pages over one session; whoever made the session closes it.

    A lesson page lives on while others are shown (demos, edits and scroll position stay); HUD and quiz are made
    anew each time.
    """

    CSS_PATH = "academy.tcss"
    TITLE = "academy"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "reload", "Reload", show=False, id="app.reload"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    def __init__(self, session: Session, start: Start | None = None) -> None:
        super().__init__()
        self.session = session
        self.start = start or Start()
        self._lessons: dict[str, LessonScreen] = {}
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.DARK

    def get_default_screen(self) -> Screen[Any]:
        """The first page, without any other under it."""
        page = self._first_page()
        for path in page.css_path:  # Textual reads a screen's own styles only when it is pushed
            self.stylesheet.read(path)
        return page

    def _first_page(self) -> Page:
        if self.start.lesson is not None:
            return self._lesson_page(self.start.lesson, self.start.section)
        if self.start.quiz is not None:
            return self._quiz_page(self.start.quiz)
        return self._hud_page(None)

    def open_lesson(self, lesson_id: str, section_id: str | None = None) -> None:
        """Show a lesson, at a section or where reading stopped."""
        self._show(self._lesson_page(lesson_id, section_id))

    def open_quiz(self, quiz_id: str) -> None:
        """Show a quiz: the unfinished attempt, or a new one."""
        self._show(self._quiz_page(quiz_id))

    def to_hud(self) -> None:
        """Show the HUD, with the lesson that was left under the cursor."""
        self._show(self._hud_page(getattr(self.screen, "lesson_id", None)))

    def action_reload(self) -> None:
        """Read the course again."""
        self.session.reload()
        for page in (self.screen, *self._lessons.values()):
            if isinstance(page, Page):
                page.course_changed()

    def _show(self, page: Page) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(page)

    def _hud_page(self, lesson_id: str | None) -> Page:
        from academy.tui.screens.hud import HudScreen  # noqa: PLC0415 - each page loads only what it shows

        return HudScreen(lesson_id)

    def _lesson_page(self, lesson_id: str, section_id: str | None) -> Page:
        from academy.tui.screens.lesson import LessonScreen  # noqa: PLC0415

        page = self._lessons.get(lesson_id)
        if page is None:
            page = self._lessons[lesson_id] = LessonScreen(lesson_id, section_id)
            self.install_screen(page, f"lesson-{lesson_id}")
        elif section_id is not None:
            page.show_section(section_id)
        return page

    def _quiz_page(self, quiz_id: str) -> Page:
        from academy.tui.screens.quiz import QuizScreen  # noqa: PLC0415

        return QuizScreen(quiz_id)
