"""SYNAPSE VERIFICATION: one question after the other, feedback that stays, and what it all came to."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from academy.course.models import Quiz
from academy.log.error import LogError
from academy.progress.result import opening, verified
from academy.tui.held import QUIET, HeldKey
from academy.tui.present.verification import place
from academy.tui.screens.page import Page
from academy.tui.sitting import Sitting
from academy.tui.widgets.option_row import OptionRow
from academy.tui.widgets.paint import paint
from academy.tui.widgets.question_page import QuestionPage
from academy.tui.widgets.result_page import ResultPage, WayRow

if TYPE_CHECKING:
    from textual.timer import Timer

    from academy.progress.journal import Award

T = TypeVar("T")
MOST_OPTIONS: Final = 9


class QuizScreen(Page):
    """Takes one attempt at a quiz, the unfinished one if there is one.

    An answer is in the log before its feedback is shown. Whoever leaves comes back to the same question.
    """

    CSS_PATH = "../quiz.tcss"
    HERE = "SYNAPSE VERIFICATION"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(1)", "Choose", key_display="1-9", id="quiz.choose-1"),
        *(
            Binding(
                str(number), f"choose({number})", f"Choose {number}", show=False, id=f"quiz.choose-{number}"
            )
            for number in range(2, MOST_OPTIONS + 1)
        ),
        Binding("up", "move(-1)", "Move", key_display="↑↓", id="quiz.up"),
        Binding("down", "move(1)", "Down", show=False, id="quiz.down"),
        Binding("space", "choose_here", "Choose here", show=False, id="quiz.choose"),
        Binding("enter", "submit", "Go on", id="quiz.submit"),
        Binding("a", "again", "Again", id="quiz.again"),
        Binding("l", "lesson", "Lesson", id="quiz.lesson"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="quiz.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="quiz.page-down"),
    ]

    def __init__(self, quiz_id: str) -> None:
        super().__init__()
        self.quiz_id: str = quiz_id
        self.lesson_id: str | None = None
        self.sitting: Sitting | None = None
        self.award: Award | None = None
        self._busy = False
        self._enter = HeldKey()
        self._waiting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """A line that says where one is, and room for the page."""
        yield Static(id="quiz-place", markup=False)
        yield Container(id="quiz-body")

    def on_mount(self) -> None:
        """Take up the attempt."""
        self._begin()

    def course_changed(self) -> None:
        """Go on over the changed quiz, at the same question; a quiz that is gone is taken to its end."""
        if self.sitting is None or self.award is not None or self._busy:
            return
        quiz = self._quiz(self.sitting)
        if quiz != self.sitting.attempt.quiz:
            self.run_worker(self._arrive(self.sitting.over(quiz)), group="page")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key appears when it does something."""
        if action in {"again", "lesson"}:
            over = self.award is not None
            return over and (action == "again" or self.lesson_id is not None)
        if action == "choose":
            if self.award is not None:
                return any(results.links for results in self.query(ResultPage))
            return not (self.sitting and self.sitting.feedback)
        return super().check_action(action, parameters)

    def action_choose(self, number: int) -> None:
        """Choose an option; on the last page go to what is to be read again."""
        results = self.query(ResultPage)
        if results:
            self._read_again(results.first(), number)
        elif self.sitting is not None and not self._busy:
            self._show(self.sitting.choose(number))

    def action_choose_here(self) -> None:
        """Choose the option under the cursor; on the last page take the way under it."""
        if self.query(ResultPage):
            self.action_submit()
        elif self.sitting is not None and self.sitting.at is not None:
            self.action_choose(self.sitting.at + 1)

    def action_move(self, step: int) -> None:
        """Move the cursor, or scroll where there is none."""
        for results in self.query(ResultPage):
            results.move(step)
        if self.sitting is not None and self.award is None and not self._busy:
            if self.sitting.feedback:
                self.query_one(QuestionPage).scroll_relative(y=step, animate=False)
            else:
                self._show(self.sitting.move(step))

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        for page in self.query("#quiz-body > *"):
            page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    def action_submit(self) -> None:
        """Answer; after the feedback go on, though never because the key is held down."""
        press = self._enter.press(time.monotonic())
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        if self._busy or press == "held":
            return
        if self.sitting is None or (not self.sitting.feedback and self.award is None):
            self._answer()
        elif press == "at once":
            self._go_on()
        else:
            self._waiting = self.set_timer(QUIET, self._go_on)

    def action_again(self) -> None:
        """Begin another attempt."""
        if not self._busy:
            self._begin()

    def action_lesson(self) -> None:
        """Go back to the lesson."""
        if self.lesson_id is not None:
            self.academy.open_lesson(self.lesson_id)

    def action_open_link(self, url: str) -> None:
        """Open a web address that stands in the text."""
        if url.startswith(("http://", "https://")):
            self.app.open_url(url)

    def on_option_row_clicked(self, event: OptionRow.Clicked) -> None:
        """Choose what was clicked."""
        if self.award is None:
            self.action_choose(event.number)

    async def on_way_row_clicked(self, event: WayRow.Clicked) -> None:
        """Take the way that was clicked."""
        await self.run_action(event.way.action)

    def _read_again(self, results: ResultPage, number: int) -> None:
        if number <= len(results.links):
            section = results.links[number - 1].section
            if section is not None and self.lesson_id is not None:
                self.academy.open_lesson(self.lesson_id, section.id)

    def _show(self, sitting: Sitting, *, asked: bool = False, trouble: str = "") -> None:
        self.sitting = sitting
        for page in self.query(QuestionPage):
            page.show(sitting, asked=asked, trouble=trouble)

    def _begin(self) -> None:
        self.run_worker(self._take_up(), group="log")

    def _answer(self) -> None:
        if self.sitting is None:
            self._begin()
        elif self.sitting.ready:
            self._enter.acted()
            self.run_worker(self._submit(self.sitting), group="log")
        else:
            self._show(self.sitting, asked=True)

    def _go_on(self) -> None:
        self._waiting = None
        self._enter.acted()
        results = self.query(ResultPage)
        if results:
            way = results.first().ways[results.first().at]
            self.call_later(self.run_action, way.action)
        elif self.sitting is not None:
            self.run_worker(self._next(self.sitting), group="log")

    async def _take_up(self) -> None:
        try:
            attempt = await self._ask_log(lambda: self.session.journal.start_attempt(self.quiz_id))
        except KeyError:
            self.notify("This quiz is not in the course any more.", severity="warning", markup=False)
            self.academy.to_hud()
        except LogError as error:
            self._say(f"The attempt could not be begun. {error} Press enter to try again.")
        else:
            self.award = None
            await self._arrive(Sitting.begin(attempt), opening(attempt, self.session.course))

    async def _submit(self, sitting: Sitting) -> None:
        journal = self.session.journal
        try:
            attempt, _ = await self._ask_log(lambda: journal.answer(sitting.attempt, sitting.chosen))
        except LogError as error:
            self._show(sitting, trouble=f"Your answer was not kept. {error} Press enter to try again.")
        else:
            self._show(sitting.answered(attempt))
            self._show_place()

    async def _next(self, sitting: Sitting) -> None:
        await self._arrive(Sitting.begin(replace(sitting.attempt, quiz=self._quiz(sitting))))

    async def _arrive(self, sitting: Sitting, notes: tuple[str, ...] = ()) -> None:
        """Show the next question, or close the attempt and show what it came to."""
        attempt = sitting.attempt
        lesson = verified(attempt, self.session.course)
        self.lesson_id = lesson.id if lesson else None
        if sitting.question is None:
            try:
                self.award = await self._ask_log(lambda: self.session.journal.finish(attempt))
            except LogError as error:
                self._say(f"Your score was not kept. {error} Your answers are: press enter to try again.")
                return
        self.sitting = sitting
        await self._show_page(notes)

    async def _show_page(self, notes: tuple[str, ...]) -> None:
        sitting = self.sitting
        assert sitting is not None, "a page shows a sitting"
        page: QuestionPage | ResultPage
        if self.award is not None:
            page = ResultPage(sitting.attempt, self.award, self.session.course, self._key_of)
        else:
            page = QuestionPage(sitting, notes)
        body = self.query_one("#quiz-body")
        async with self.batch():
            await body.remove_children()
            await body.mount(page)
        self._show_place()

    def _show_place(self) -> None:
        if self.sitting is not None:
            lesson = verified(self.sitting.attempt, self.session.course)
            title = (lesson or self.sitting.attempt.quiz).title
            self.query_one("#quiz-place", Static).update(paint(place(self.sitting, title)))
        self.refresh_bindings()

    def _key_of(self, action: str) -> str:
        """The key that does something now, as people write it."""
        bound = [
            active.binding for active in self.active_bindings.values() if active.binding.action == action
        ]
        return self.app.get_key_display(bound[0]) if bound else ""

    def _quiz(self, sitting: Sitting) -> Quiz:
        """The quiz as the course has it now; one that is gone from it is taken to its end."""
        quizzes = self.session.course.quizzes
        return next((quiz for quiz in quizzes if quiz.id == self.quiz_id), sitting.attempt.quiz)

    def _say(self, trouble: str) -> None:
        """Say what went wrong, on the page that is there or in its place."""
        if self.sitting is not None and self.query(QuestionPage):
            self._show(self.sitting, trouble=trouble)
        else:
            body = self.query_one("#quiz-body")
            body.remove_children()
            body.mount(Static(trouble, classes="quiz-trouble", markup=False))

    async def _ask_log(self, work: Callable[[], T]) -> T:
        """Do some work with the log beside the screen, one at a time."""
        self._busy = True
        try:
            return await asyncio.to_thread(work)
        finally:
            self._busy = False
