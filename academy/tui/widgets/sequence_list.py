"""The list of sequences; enter or a click opens one."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from academy.course.outline import LessonOutline
from academy.progress.fold import LessonProgress, Progress
from academy.tui.present.sequences import row
from academy.tui.widgets.paint import paint_lines

_TURNED = Style(reverse=True, color="default", bgcolor="default")


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
        digits = max((len(str(lesson.sequence)) for lesson in lessons), default=1)
        self.set_options(
            Option(
                paint_lines(row(lesson, progress.lessons.get(lesson.id, LessonProgress()), width, digits)),
                id=lesson.id,
            )
            for lesson in lessons
        )
        ids = [lesson.id for lesson in lessons]
        if ids:
            self.highlighted = ids.index(at) if at in ids else 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Keys for rows are there when rows are."""
        return self.option_count > 0

    def render_line(self, y: int) -> Strip:
        """Turn the row under the cursor round where there may be no colour to mark it with."""
        strip = super().render_line(y)
        rows = {segment.style.meta.get("option") for segment in strip if segment.style}
        if not self.app.native_ansi_color or self.highlighted is None or self.highlighted not in rows:
            return strip
        return Strip(
            [Segment(text, (style or _TURNED) + _TURNED) for text, style, _ in strip], strip.cell_length
        )

    @property
    def at(self) -> str | None:
        """The id of the lesson under the cursor."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id
