"""The list of sections beside the page: where one is, what was run, what comes."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from academy.course.models import Section
from academy.tui.present.masthead import demo_marks


class Rail(Static):
    """A line or two for each section; a click goes there."""

    def show(self, sections: Sequence[Section], at: int, ran: frozenset[str], *, quiz: bool) -> None:
        """List the sections and, last, the verification."""
        lines: list[Content] = []
        for number, section in enumerate(sections):
            here = number == at
            marks = demo_marks(section, ran)
            lines.append(
                Content.assemble(
                    ("▸ " if here else "  ", "$text-accent"),
                    (section.title, "bold" if here else "$text-muted"),
                    (f" {marks}" if marks else "", "$text-success"),
                ).stylize(f"@click=screen.go({number})")
            )
        if quiz:
            lines.append(Content.styled("\n  SYNAPSE VERIFICATION", "bold $text-accent @click=screen.verify"))
        self.update(Content("\n").join(lines))
