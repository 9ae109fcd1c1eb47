"""The app: which page is shown, and what is the same on all of them."""

import gc
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual._context import active_message_pump
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen

from academy.log.error import LogError
from academy.system.terminal import MIN_COLUMNS, MIN_ROWS, too_small
from academy.tui import failure, following, keys, themes
from academy.tui.present.sequences import way_on
from academy.tui.screens.page import Page
from academy.tui.session import Session

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from academy.tui.screens.lesson import LessonScreen

TOO_SMALL = "too-small"


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app begins: in a lesson, in a quiz, or (neither) on the HUD."""

    lesson: str | None = None
    section: str | None = None
    quiz: str | None = None


class AcademyApp(App[None]):
    """Shows pages over one session; whoever made the session closes it.

    A lesson page lives on while others are shown (demos, edits and scroll position stay); HUD and quiz are made
    anew each time. `failed` is what ended the app if something did that should not have.
    """

    CSS_PATH = "academy.tcss"
    TITLE = "academy"
    ENABLE_COMMAND_PALETTE = False  # ours has a binding with a name, and our commands alone
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "commands", "Commands", id="app.commands"),
        Binding("f5", "reload", "Reload the course", show=False, id="app.reload"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
        Binding("f1", "help", "Keys", id="app.help"),
    ]

    def __init__(self, session: Session, start: Start | None = None) -> None:
        bare = bool(os.environ.get("NO_COLOR"))
        if not bare:
            os.environ.pop(
                "NO_COLOR", None
            )  # empty is unset (no-color.org); Textual asks only whether it is there
        look = themes.fitting(os.environ)
        super().__init__(ansi_color=True if bare else None)
        self.session = session
        self.start = start or Start()
        self.failed: BaseException | None = None
        self.lessons: dict[str, LessonScreen] = {}
        for theme in themes.THEMES:
            self.register_theme(theme)
        try:
            chosen = session.progress.options.get(themes.OPTION)
        except LogError as error:
            session.notices.append(str(error))
            chosen = None
        self.theme = str(chosen) if chosen in themes.NAMES and not bare else look
        self._keys = keys.read(keys.path())
        self.set_keymap(dict(self._keys.keys))

    def get_default_screen(self) -> Screen[Any]:
        """The first page, without any other under it."""
        page = self._first_page()
        # Textual reads a screen's own styles only when it is pushed or switched to.
        for path in page.css_path:
            self.stylesheet.read(path)
        # Nor does it give a first screen the callback that it takes away again when another takes its place.
        page._push_result_callback(page, None)
        return page

    def _first_page(self) -> Page:
        if self.start.lesson is not None:
            return self._lesson_page(self.start.lesson, self.start.section)
        if self.start.quiz is not None:
            return self._quiz_page(self.start.quiz)
        return self._hud_page(None)

    def on_mount(self) -> None:
        """Leave everything that takes time until after the first picture."""
        self.call_after_refresh(self._painted)

    def open_lesson(self, lesson_id: str, section_id: str | None = None) -> None:
        """Show a lesson, at a section or where reading stopped."""
        if any(lesson.id == lesson_id for lesson in self.session.course.lessons):
            self._show(self._lesson_page(lesson_id, section_id))
        else:
            self.say("The course has no such sequence now: its file has a problem, or is gone.", "warning")

    def open_quiz(self, quiz_id: str) -> None:
        """Show a quiz: the unfinished attempt, or a new one."""
        if any(quiz.id == quiz_id for quiz in self.session.course.quizzes):
            self._show(self._quiz_page(quiz_id))
        else:
            self.say(
                "The course has no such verification now: its file has a problem, or is gone.", "warning"
            )

    def to_hud(self) -> AwaitComplete:
        """Show the HUD, with the lesson that was left under the cursor."""
        return self._show(self._hud_page(getattr(self.page, "lesson_id", None)))

    def continue_reading(self) -> None:
        """Go to the section where reading stopped, or to the first of all."""
        way = way_on(self.session.outline, self.session.last_progress)
        if way is not None:
            self.open_lesson(way.lesson_id, way.section_id)

    @property
    def page(self) -> Page | None:
        """The page that is shown, whatever lies over it."""
        return next((screen for screen in self.screen_stack if isinstance(screen, Page)), None)

    def say(self, sentence: str, severity: "SeverityLevel" = "information") -> None:
        """Show a sentence for some seconds, once at a time; nothing in it is markup."""
        if all(sentence != shown.message for shown in self._notifications):
            self.notify(sentence, severity=severity, markup=False, timeout=8)

    def complain(self, error: LogError) -> None:
        """Say that the log did not take or give something, and what to do."""
        self.say(str(error), "error")

    def key_of(self, name: str) -> str:
        """The key of a binding that works now, as it is shown; the binding's name where none does."""
        for active in self.screen.active_bindings.values():
            if active.binding.id == name:
                return self.get_key_display(active.binding)
        return name

    def set_option(self, name: str, value: object) -> None:
        """Keep a choice in the log; where that cannot be, it holds until the end and a sentence says so."""
        try:
            self.session.journal.set_option(name, value)
        except LogError as error:
            self.complain(error)

    def action_commands(self) -> None:
        """Open the palette."""
        from academy.tui import palette  # noqa: PLC0415 - loaded when first asked for, as everything below

        palette.open_commands(self)

    def search(self) -> None:
        """Open the palette for places alone."""
        from academy.tui import palette  # noqa: PLC0415

        palette.open_places(self)

    def action_help(self) -> None:
        """Show every key that works here."""
        from academy.tui import sheets  # noqa: PLC0415

        sheets.show_help(self)

    def show_problems(self) -> None:
        """Show every problem of the course's files."""
        from academy.tui import sheets  # noqa: PLC0415

        sheets.show_problems(self)

    def action_reload(self) -> None:
        """Read the course again, asked for by hand."""
        self.run_worker(following.reload(self, by_hand=True), group="reload", exclusive=True)

    def on_resize(self) -> None:
        """Cover the page while the terminal is too small for it."""
        self.call_later(self._fit)  # Textual notes the new size after this

    def _painted(self) -> None:
        gc.enable()
        self.run_worker(following.settle(self, self._keys), group="settle")
        self.run_worker(following.watch(self), group="watch")

    def _fit(self) -> None:
        covered = self.screen.id == TOO_SMALL
        small = too_small(self.size.width, self.size.height)
        if small and not covered:
            from academy.tui.screens.too_small import TooSmall  # noqa: PLC0415

            self.push_screen(TooSmall(MIN_COLUMNS, MIN_ROWS, id=TOO_SMALL))
        elif covered and not small:
            self.pop_screen()

    def _show(self, page: Page) -> AwaitComplete:
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.call_later(self._fit)
        return self.switch_screen(page)

    def _hud_page(self, lesson_id: str | None) -> Page:
        from academy.tui.screens.hud import HudScreen  # noqa: PLC0415

        return HudScreen(lesson_id)

    def _lesson_page(self, lesson_id: str, section_id: str | None) -> Page:
        from academy.tui.screens.lesson import LessonScreen  # noqa: PLC0415

        page = self.lessons.get(lesson_id)
        if page is None:
            page = self.lessons[lesson_id] = LessonScreen(lesson_id, section_id)
            self.install_screen(page, f"lesson-{lesson_id}")
        elif section_id is not None:
            page.show_section(section_id)
        return page

    def _quiz_page(self, quiz_id: str) -> Page:
        from academy.tui.screens.quiz import QuizScreen  # noqa: PLC0415

        return QuizScreen(quiz_id)

    def _handle_exception(self, error: Exception) -> None:
        """End the app without a traceback: whoever started it says what happened (`failed`)."""
        if isinstance(failure.cause(error), NoMatches) and any(
            node._pruning for node in (*self.screen_stack, *_within(active_message_pump.get()))
        ):
            return  # a page that is left while it is being filled in finds its parts gone, and nobody sees it
        self.failed = self.failed or failure.cause(error)
        self._return_code = 1
        if self._exception is None:  # what tests through a pilot raise
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


def _within(pump: MessagePump) -> list[DOMNode]:
    """What works on a message, with all that it is part of."""
    return list(pump.ancestors_with_self) if isinstance(pump, DOMNode) else []
