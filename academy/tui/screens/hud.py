"""The HUD: the sequences with state, minutes and XP, the level, and the way on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from academy.tui.screens.page import Page


class HudScreen(Page):
    """What there is to learn and how far one is."""

    HERE = "HUD"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "continue", "Continue", id="hud.continue")]

    def __init__(self, at: str | None = None) -> None:
        super().__init__()
        self.at = at

    def compose_body(self) -> ComposeResult:
        """The sequences."""
        yield OptionList(
            *(
                Option(f"SEQ. {lesson.sequence}  {lesson.title}  {lesson.base_xp} BASE XP", id=lesson.id)
                for lesson in self.session.course.lessons
            ),
            markup=False,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the lesson of a row."""
        if event.option_id is not None:
            self.academy.open_lesson(event.option_id)

    def action_continue(self) -> None:
        """Go to the section where reading stopped."""
        if self.progress.last is not None:
            self.academy.open_lesson(*self.progress.last)
