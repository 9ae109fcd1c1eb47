"""One question on the screen: prompt, options, and after the answer the feedback under them."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from academy.quiz.feedback import OVERTAKEN, marked
from academy.tui.present.verification import hint, judged
from academy.tui.sitting import Sitting
from academy.tui.widgets.option_row import OptionRow
from academy.tui.widgets.paint import click, paint
from academy.tui.widgets.prose import Prose


class Feedback(Vertical):
    """The verdict and the explanation under an answered question."""

    class Laid(Message):
        """It has its place on the page, for the first time or after the terminal changed its size."""

    def on_resize(self) -> None:
        """Say that it can be scrolled to."""
        self.post_message(self.Laid())


class QuestionPage(VerticalScroll, can_focus=False):
    """Shows one question of a sitting, `notes` above it; `show` brings it to a later moment of the same question."""

    def __init__(self, sitting: Sitting, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.sitting = sitting
        self.notes = notes
        self._judged = False

    def compose(self) -> ComposeResult:
        """Notes, intro, prompt, options, what to do."""
        question = self.sitting.question
        assert question is not None, "a question page shows a question"
        with Vertical(classes="quiz-column"):
            for note in self.notes:
                yield Static(note, classes="quiz-note", markup=False)
            if self.sitting.attempt.quiz.intro and not self.sitting.attempt.answers:
                yield Prose(self.sitting.attempt.quiz.intro, classes="quiz-intro")
            yield Prose(question.prompt, classes="quiz-prompt")
            for number, option in enumerate(self.sitting.attempt.options(question), 1):
                yield OptionRow(number, option.text)
            yield Static(classes="quiz-hint", markup=False)
            yield Static(classes="quiz-trouble", markup=False)
            yield Static(click("[ ANSWER ]", "screen.submit"), classes="quiz-submit", markup=False)

    def on_mount(self) -> None:
        """Show the moment that it was made for."""
        self.show(self.sitting)

    def show(self, sitting: Sitting, *, asked: bool = False, trouble: str = "") -> None:
        """Show what is chosen, or the feedback; `trouble` is a sentence about what went wrong."""
        before, self.sitting = self.sitting, sitting
        self.query_one(".quiz-trouble", Static).update(trouble)
        self.query_one(".quiz-trouble").display = bool(trouble)
        if sitting.feedback:
            if not self._judged:
                self._judge()
            return
        self.query_one(".quiz-hint", Static).update(paint(hint(sitting, asked=asked)))
        self.query_one(".quiz-submit").set_class(sitting.ready, "-ready")
        for row in self.query(OptionRow):
            row.show(sitting)
        if sitting.at is not None and sitting.at != before.at:
            self.call_after_refresh(self._follow_cursor)

    def _judge(self) -> None:
        self._judged = True
        question = self.sitting.question
        assert question is not None, "feedback belongs to a question"
        for row, each in zip(self.query(OptionRow), marked(self.sitting.attempt, question), strict=True):
            row.judge(each)
        self.query_one(".quiz-hint").display = False
        verdict = Static(paint(judged(self.sitting)), classes="quiz-verdict", markup=False)
        overtaken = Static(OVERTAKEN, classes="quiz-overtaken", markup=False)
        overtaken.display = self.sitting.overtaken
        panel = Feedback(verdict, overtaken, Prose(question.explanation), classes="quiz-feedback")
        self.query_one(".quiz-column").mount(panel, before=self.query_one(".quiz-trouble"))
        self.query_one(".quiz-submit", Static).update(click("[ GO ON ]", "screen.submit"))
        self.query_one(".quiz-submit").add_class("-ready")

    def _follow_cursor(self) -> None:
        """Scroll as little as shows the option under the cursor as it is by now, however fast the keys came."""
        if self.sitting.at is not None and not self._judged:
            top, bottom = self._rows_of(self.query(OptionRow)[self.sitting.at])
            self.scroll_to(y=min(max(self.scroll_y, bottom - self.size.height), top), animate=False)

    def on_feedback_laid(self) -> None:
        """Show all of the feedback and the way on if they fit, else the beginning of the feedback."""
        self.call_after_refresh(self._bring_feedback)

    def _bring_feedback(self) -> None:
        top, _ = self._rows_of(self.query_one(Feedback))
        _, bottom = self._rows_of(self.query_one(".quiz-submit"))
        self.scroll_to(y=min(bottom - self.size.height, top), animate=False)

    def _rows_of(self, part: Widget) -> tuple[int, int]:
        """The first row of a part of the column, and the one below its last, counted from the top of the page."""
        above = self.query_one(".quiz-column").gutter.top
        return above + part.virtual_region.y, above + part.virtual_region.bottom
