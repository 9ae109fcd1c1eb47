"""What stands under a section: the way on, and at the end of the lesson everything that comes after it."""

from textual.content import Content
from textual.widgets import Static

from academy.course.models import Lesson, Link
from academy.tui.widgets.paint import click


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


def related(links: tuple[Link, ...]) -> Content:
    """The row of links; each opens in the browser."""
    rows = [Content.styled("RELATED (opens in your browser)", "bold $text-accent")]
    for number, link in enumerate(links):
        rows.append(
            Content.assemble(
                click(f"↗ {link.title}", f"screen.open_related({number})", "$text-primary underline"),
                (f"  {link.about}" if link.about else "", "$text-muted"),
            )
        )
    return Content("\n").join(rows)


class SectionEnd(Static):
    """The last lines of a section."""
