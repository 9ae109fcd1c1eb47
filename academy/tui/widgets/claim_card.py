"""FIELD CHECK: something said about the API, what is true of it, and what shows that."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from academy.course.models import Claim, Lesson
from academy.tui.present.claim import evidence, stamp
from academy.tui.present.markdown import bare
from academy.tui.widgets.paint import click, paint
from academy.tui.widgets.prose import Prose, content


class ClaimCard(Vertical):
    """One claim with its verdict, fact, source, date and evidence; the proof is one click away."""

    def __init__(self, claim: Claim, lesson: Lesson) -> None:
        super().__init__(classes=f"verdict-{claim.verdict}")
        self.claim = claim
        self.lesson = lesson

    @property
    def addresses(self) -> tuple[str, ...]:
        """The web addresses in its source; those of the fact are the fact's."""
        return tuple(said.link for said in bare(self.claim.source) if said.link)

    def compose(self) -> ComposeResult:
        """Verdict, what is said, what is so, how one knows."""
        yield Static(paint(stamp(self.claim)), markup=False)
        yield Prose(self.claim.fact, classes="claim-fact")
        source = Content.styled("Source: ", "$text-muted") + content(bare(self.claim.source))
        words = Content.assemble(source, "\n", paint(evidence(self.claim, self.lesson)))
        if self.claim.proof is not None:
            words = Content.assemble(
                words,
                "\n",
                click("[ run the proof ]", f"screen.prove('{self.claim.proof}')", "bold $text-accent"),
            )
        yield Static(words, classes="claim-evidence", markup=False)
