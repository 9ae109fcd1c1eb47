"""The head of a lesson: title, facts, and (where there is no rail) the section one is in."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from academy.course.models import Lesson
from academy.progress.fold import LessonProgress
from academy.tui.present import masthead
from academy.tui.present.words import Piece, Words
from academy.tui.widgets.paint import paint


class Place(NamedTuple):
    """Where a learner is: which section, what came of the lesson so far, whether the real API answers."""

    lesson: Lesson
    at: int
    progress: LessonProgress
    real: bool = False
    quiz: bool = False


class LessonHead(Vertical):
    """Two lines, and a third on narrow terminals; a badge while the real API answers."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """Title, facts, place."""
        for name, words in self._lines():
            yield Static(paint(words), classes=name, markup=False)

    def show(self, place: Place) -> None:
        """Say where one is now; nothing is drawn where nothing changed."""
        if place != self._place:
            self._place = place
            for name, words in self._lines():
                self.query_one(f".{name}", Static).update(paint(words))

    def _lines(self) -> tuple[tuple[str, Words], ...]:
        lesson, at, progress, real, _ = self._place
        badge = (Piece(" REAL API ", "bad"), Piece(" ")) if real else ()
        return (
            ("lesson-title", (*badge, Piece(lesson.title, "strong"))),
            ("lesson-facts", masthead.facts(lesson, progress)),
            ("lesson-place", masthead.place(lesson.section, at, progress.demos_run)),
        )
