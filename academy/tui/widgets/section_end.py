"""What stands under a section: the way on, and at the end of the lesson everything that comes after it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from academy.course.models import Lesson, Link
from academy.tui.widgets.paint import click

RELATED = Content.styled("RELATED, in your browser", "bold $text-accent")


def way_on(lesson: Lesson, at: int, *, next_key: str, verify_key: str, quiz: bool) -> Content:
    """The next section, or the verification after the last."""
    if at + 1 < len(lesson.section):
        label = f"[ {next_key} ] Next: {lesson.section[at + 1].title}"
        return click(label, "screen.next_section", "bold $text-accent")
    if quiz:
        return Content.assemble(
            "That was the last section. What stays?\n",
            click(f"[ {verify_key} ] SYNAPSE VERIFICATION", "screen.verify", "bold $text-accent"),
        )
    return Content.styled("That was the last section.", "$text-muted")


class SectionEnd(Static):
    """The last lines of a section."""


class RelatedLink(Static, can_focus=True):
    """A link to something related; enter or a click opens it in the browser."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open in the browser", id="related.open")
    ]

    def __init__(self, link: Link) -> None:
        title = Content.styled(f"↗ {link.title}", "$text-primary underline")
        about = Content.styled(f"  {link.about}" if link.about else "", "$text-muted")
        super().__init__(title + about, classes="related-link", markup=False)
        self.link = link

    @property
    def addresses(self) -> tuple[str]:
        """Where it leads."""
        return (self.link.url,)

    def on_click(self) -> None:
        """Open it."""
        self.action_open()

    def action_open(self) -> None:
        """Open it."""
        self.app.open_url(self.link.url)
