"""The end of an attempt: score, XP, what to read again, and the ways on as a menu."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from academy.course.models import Course
from academy.progress.journal import Award
from academy.progress.result import rereads, sentences, verified
from academy.quiz.attempt import Attempt
from academy.tui.present.verification import cursor, score
from academy.tui.present.words import Piece, Words
from academy.tui.widgets.head import ABORT
from academy.tui.widgets.paint import paint
from academy.tui.widgets.prose import Prose


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: what it is called, and the action of the screen that goes there."""

    key: str
    words: Words
    action: str


class WayRow(Horizontal):
    """One way on; a click takes it."""

    class Clicked(Message):
        """Somebody clicked on a way."""

        def __init__(self, way: Way) -> None:
            super().__init__()
            self.way = way

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.way = way

    def compose(self) -> ComposeResult:
        """Key and words."""
        yield Static(classes="option-lead", markup=False)
        yield Static(paint(self.way.words), classes="option-body", markup=False)

    def on_click(self) -> None:
        """Take this way."""
        self.post_message(self.Clicked(self.way))

    def show(self, *, at: bool) -> None:
        """Show whether the cursor is here."""
        self.set_class(at, "-at")
        self.query_one(".option-lead", Static).update(
            paint((cursor(here=at), Piece(f"{self.way.key:<4}", "key")))
        )


class ResultPage(VerticalScroll, can_focus=False):
    """What an attempt came to; `key_of` names the key of an action of the screen."""

    def __init__(self, attempt: Attempt, award: Award, course: Course, key_of: Callable[[str], str]) -> None:
        super().__init__()
        self.attempt = attempt
        self.award = award
        self.course = course
        self.at = 0
        self.links = tuple(each for each in rereads(attempt, course) if each.section)
        again = [
            Way(str(number), (Piece("Read again: "), Piece(each.section.title, "key")), f"choose({number})")
            for number, each in enumerate(self.links, 1)
            if each.section
        ]
        onward = [
            Way(key_of("abort"), (Piece(ABORT, "strong"),), "abort"),
            Way(key_of("lesson"), (Piece("Back to the lesson"),), "lesson"),
            Way(key_of("again"), (Piece("Take it again"),), "again"),
        ]
        if verified(attempt, course) is None:
            del onward[1]
        self.ways = (*again, *onward)

    def compose(self) -> ComposeResult:
        """Score, sentences, what was missed, ways on."""
        with Vertical(classes="quiz-column"):
            yield Static(paint(score(self.attempt, self.award)), classes="quiz-score", markup=False)
            said = sentences(self.attempt, self.award, self.course)
            yield Static("\n".join(said), classes="quiz-said", markup=False)
            missed = rereads(self.attempt, self.course)
            if missed:
                yield Static("MISSED", classes="quiz-missed", markup=False)
            for each in missed:
                with Horizontal(classes="quiz-missed-row"):
                    yield Static(f"QUERY {each.number}  ", classes="option-lead", markup=False)
                    yield Prose(each.question.prompt, classes="option-body")
            yield Static("WHERE TO", classes="quiz-missed", markup=False)
            for way in self.ways:
                yield WayRow(way)

    def on_mount(self) -> None:
        """Put the cursor on the first way."""
        self.move(0)

    def move(self, step: int) -> None:
        """Move the cursor; it stops at both ends."""
        self.at = min(max(self.at + step, 0), len(self.ways) - 1)
        for number, row in enumerate(self.query(WayRow)):
            row.show(at=number == self.at)
            if step and number == self.at:
                row.scroll_visible(animate=False)
