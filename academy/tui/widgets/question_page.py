"""One question on the screen: prompt, options, and after the answer the feedback under them."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from academy.quiz.feedback import OVERTAKEN, marked
from academy.tui.present.verification import hint, judged
from academy.tui.sitting import Sitting
from academy.tui.widgets.option_row import OptionRow
from academy.tui.widgets.paint import click, paint
from academy.tui.widgets.prose import Prose


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
            self.query(OptionRow)[sitting.at].scroll_visible(animate=False)

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
        panel = Vertical(verdict, overtaken, Prose(question.explanation), classes="quiz-feedback")
        self.query_one(".quiz-column").mount(panel, before=self.query_one(".quiz-trouble"))
        self.query_one(".quiz-submit", Static).update(click("[ GO ON ]", "screen.submit"))
        self.query_one(".quiz-submit").add_class("-ready")
        self.call_after_refresh(self._bring_into_view, panel)

    def _bring_into_view(self, panel: Vertical) -> None:
        """All of the feedback and the way on if they fit, else the beginning of the feedback."""
        bottom = self.query_one(".quiz-submit").virtual_region.bottom
        self.scroll_to(y=min(bottom - self.size.height, panel.virtual_region.y), animate=False)
