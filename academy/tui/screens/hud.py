"""The HUD: the sequences with state, minutes and XP, the level, and the way on."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from academy.course.problems import printable
from academy.progress.fold import LessonProgress
from academy.tui.present import sequences
from academy.tui.reloading import first_problem
from academy.tui.screens.page import Page
from academy.tui.widgets.head import Head
from academy.tui.widgets.level_bar import LevelBar
from academy.tui.widgets.paint import click, paint_lines
from academy.tui.widgets.sequence_list import SequenceList

NAME = "ACADEMY // HUD"
_WIDEST = 118
_WIDE = 100  # columns from which the detail stands beside the list


class Line(Static):
    """Text of which parts can be clicked, without underlining them."""

    auto_links = False


class HudScreen(Page):
    """What there is to learn and how far one is. It is drawn from the outline, before the course is loaded."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "continue", "Continue", id="hud.continue"),
        Binding("slash", "search", "Search", id="hud.search"),
        Binding("f", "problems", "File problems", id="hud.problems"),
    ]

    def __init__(self, at: str | None = None) -> None:
        """`at`: the lesson under the cursor."""
        super().__init__()
        self._at = at
        self._laid_out = 0

    def compose_head(self) -> Head:
        """A name where other pages have the way here."""
        return Head(self.session.outline.info.title, name_at_left=NAME)

    def compose_body(self) -> ComposeResult:
        """Level, way on, the sequences with what the one under the cursor holds, and what is to be said."""
        with Vertical(id="hud"):
            yield LevelBar()
            yield Line(id="way-on", markup=False)
            with Horizontal(id="hud-body"):
                yield SequenceList(id="sequences", markup=False)
                with VerticalScroll(id="detail"):
                    yield Static(id="detail-text", markup=False)
                yield Static(id="empty", markup=False)
            yield Line(id="notices", markup=False)

    def on_mount(self) -> None:
        """Fill it in."""
        self.query_one(SequenceList).border_title = "SEQUENCES"
        self._show(self._at or (self.progress.last or ("",))[0])

    def on_resize(self, event: events.Resize) -> None:
        """Lay the rows out for another width."""
        if self._laid_out and self._laid_out != self._room(event.size.width):
            self._show(self.query_one(SequenceList).at)

    def course_changed(self) -> None:
        """Show the course as it is now, with the cursor where it was."""
        self.query_one(Head).show(self.session.outline.info.title)
        self._show(self.query_one(SequenceList).at)

    def progress_changed(self) -> None:
        """Show level, streak and states anew."""
        self._show(self.query_one(SequenceList).at)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """There is no way out of the HUD to itself; the rest is there when it has something to do."""
        if action == "abort":
            return False
        if action in {"continue", "search"}:
            return bool(self.session.outline.lessons)
        if action == "problems":
            return self.session.loaded and bool(self.session.load.problems)
        return True

    def on_option_list_option_selected(self, event: SequenceList.OptionSelected) -> None:
        """Open the lesson of a row."""
        if event.option_id is not None:
            self.academy.open_lesson(event.option_id)

    def on_option_list_option_highlighted(self) -> None:
        """Say what is in the lesson under the cursor."""
        self._show_detail()

    def action_continue(self) -> None:
        """Go to the section where reading stopped."""
        self.academy.continue_reading()

    def action_search(self) -> None:
        """Search the titles of sequences, sections and verifications."""
        self.academy.search()

    def action_problems(self) -> None:
        """Show every problem of the course's files."""
        self.academy.show_problems()

    def _room(self, columns: int) -> int:
        """The width of a row of the list: what the style sheet leaves of the window."""
        width = min(columns, _WIDEST) - 4
        return (width * 3 // 5 if columns >= _WIDE else width) - 2

    def _detail_room(self) -> int:
        """The width of a line beside the list, or below it, by the same style sheet."""
        columns = self.app.size.width
        width = min(columns, _WIDEST) - 4
        return width * 2 // 5 - 5 if columns >= _WIDE else width - 2

    def _show(self, at: str | None) -> None:
        self._laid_out = self._room(self.app.size.width)
        course, progress = self.session.outline, self.progress
        self.query_one(LevelBar).show(progress)
        listed = self.query_one(SequenceList)
        listed.show(course.lessons, progress, self._laid_out, at)
        self.set_class(not course.lessons, "-empty")
        way = sequences.way_on(course, progress)
        if way is not None:
            key = self._key("hud.continue")
            label = Content.assemble(
                (f"▶ {way.verb}  ", "bold $text-accent"), (way.place, "bold"), (f"  [{key}]", "$text-muted")
            )
            self.query_one("#way-on", Static).update(label.stylize("@click=screen.continue"))
        else:
            self.query_one("#empty", Static).update(self._help())
        self._show_detail()
        self._show_notices()
        self.refresh_bindings()

    def _show_detail(self) -> None:
        at = self.query_one(SequenceList).at
        for lesson in self.session.outline.lessons:
            if lesson.id == at:
                found = self.session.last_progress.lessons.get(lesson.id, LessonProgress())
                lines = sequences.detail(
                    lesson, found, self._detail_room(), whole=self.app.size.width >= _WIDE
                )
                self.query_one("#detail-text", Static).update(paint_lines(lines))
                self.query_one(
                    "#detail"
                ).border_title = f"SEQ. {lesson.sequence} // {printable(lesson.track)}"

    def _show_notices(self) -> None:
        lines = [Content.styled(f"! {notice}", "$text-warning") for notice in self.session.notices]
        if self.session.loaded and (problems := self.session.load.problems):
            number = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the course's files"
            lines.append(Content.styled(f"! {number}: {first_problem(problems)}", "$text-error"))
            lines.append(
                click(f"  [{self._key('hud.problems')}] shows what is wrong, and where", "screen.problems")
            )
        notices = self.query_one("#notices", Static)
        notices.display = bool(lines)
        notices.update(Content("\n").join(lines))

    def _help(self) -> Content:
        """What to do with a folder that holds no course, or none that can be shown."""
        return Content.assemble(
            ("There is no sequence to show yet.\n\n", "bold"),
            f"This is the folder: {self.session.root}\n\n",
            "It needs lessons/course.toml with an id and a title, and beside it a file for each lesson, such as "
            "lessons/01-first.toml; quizzes go into quizzes/.\n\n",
            ("academy check FOLDER", "bold $text-primary"),
            " names every mistake with file, line and a hint; ",
            ("academy check --schema lesson", "bold $text-primary"),
            " prints what a lesson may hold.\n\nWhat you save is picked up here at once.",
        )

    def _key(self, name: str) -> str:
        return self.academy.key_of(name)
