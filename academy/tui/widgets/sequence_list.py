"""The list of sequences; enter or a click opens one."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from academy.course.outline import LessonOutline
from academy.progress.fold import LessonProgress, Progress
from academy.tui.present.sequences import row
from academy.tui.widgets.paint import paint_lines


class SequenceList(OptionList, inherit_bindings=False):
    """One row of two lines or more for each lesson, laid out for the width that there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", id="hud.open"),
        Binding("up,k", "cursor_up", "Up", show=False, id="hud.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="hud.down"),
        Binding("home", "first", "First", show=False, id="hud.first"),
        Binding("end", "last", "Last", show=False, id="hud.last"),
        Binding("pageup", "page_up", "Page up", show=False, id="hud.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="hud.page-down"),
    ]

    def show(self, lessons: Sequence[LessonOutline], progress: Progress, width: int, at: str | None) -> None:
        """List the lessons anew, with the cursor on the one with the id `at` if it is there."""
        self.set_options(
            Option(
                paint_lines(row(lesson, progress.lessons.get(lesson.id, LessonProgress()), width)),
                id=lesson.id,
            )
            for lesson in lessons
        )
        ids = [lesson.id for lesson in lessons]
        if ids:
            self.highlighted = ids.index(at) if at in ids else 0

    @property
    def at(self) -> str | None:
        """The id of the lesson under the cursor."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id
