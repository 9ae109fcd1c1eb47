"""The head of a lesson: title, facts, and (where there is no rail) the section one is in."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from academy.course.models import Lesson
from academy.progress.fold import LessonProgress
from academy.tui.present import masthead
from academy.tui.present.words import Piece
from academy.tui.widgets.paint import paint


class LessonHead(Vertical):
    """Two lines, and a third on narrow terminals; a badge while the real API answers."""

    def compose(self) -> ComposeResult:
        """Title, facts, place."""
        yield Static(classes="lesson-title", markup=False)
        yield Static(classes="lesson-facts", markup=False)
        yield Static(classes="lesson-place", markup=False)

    def show(self, lesson: Lesson, at: int, progress: LessonProgress, *, real: bool) -> None:
        """Say what lesson, which section, and what was earned."""
        title = (*((Piece(" REAL API ", "bad"), Piece(" ")) if real else ()), Piece(lesson.title, "strong"))
        self.query_one(".lesson-title", Static).update(paint(title))
        self.query_one(".lesson-facts", Static).update(paint(masthead.facts(lesson, progress)))
        place = masthead.place(lesson.section, at, progress.demos_run)
        self.query_one(".lesson-place", Static).update(paint(place))
