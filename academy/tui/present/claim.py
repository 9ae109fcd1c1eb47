"""A FIELD CHECK in words."""

from academy.course.claims import EVIDENCE, VERDICTS
from academy.course.models import Claim, Lesson, Verdict
from academy.tui.present.words import Piece, Tone, Words

TONES: dict[Verdict, Tone] = {
    "true": "good",
    "partly": "mild",
    "false": "bad",
    "stale": "bad",
    "unsettled": "mild",
}


def stamp(claim: Claim) -> Words:
    """The verdict, and what it is about."""
    return (
        Piece("FIELD CHECK ", "mark"),
        Piece(VERDICTS[claim.verdict], TONES[claim.verdict]),
        Piece("\n"),
        Piece(f"“{claim.said}”", "strong"),
    )


def evidence(claim: Claim, lesson: Lesson) -> Words:
    """The date verified, and what shows it."""
    words = (
        Piece("Verified: ", "dim"),
        Piece(claim.verified.isoformat()),
        Piece("\nEvidence: ", "dim"),
        Piece(EVIDENCE[claim.evidence]),
    )
    if claim.proof is None:
        return words
    return (*words, Piece(f", “{lesson.demos[claim.proof].title}”"))
