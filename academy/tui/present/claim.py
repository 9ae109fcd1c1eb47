"""A FIELD CHECK in words."""

from academy.course.models import Claim, Evidence, Lesson, Verdict
from academy.tui.present.words import Piece, Tone, Words

TONES: dict[Verdict, Tone] = {
    "true": "good",
    "partly": "mild",
    "false": "bad",
    "stale": "bad",
    "unsettled": "mild",
}
VERDICTS: dict[Verdict, str] = {
    "true": "TRUE",
    "partly": "PARTLY TRUE",
    "false": "FALSE",
    "stale": "OUT OF DATE",
    "unsettled": "UNSETTLED",
}
EVIDENCE: dict[Evidence, str] = {
    "sdk": "a proof that runs against the SDK",
    "sandbox": "a proof that runs against the sandbox",
    "cited": "the source alone: nothing offline can settle it",
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
    """Source, date verified, and what shows it."""
    words = (
        Piece("Source: ", "dim"),
        Piece(claim.source),
        Piece("\nVerified: ", "dim"),
        Piece(claim.verified.isoformat()),
        Piece("  Evidence: ", "dim"),
        Piece(EVIDENCE[claim.evidence]),
    )
    if claim.proof is None:
        return words
    return (*words, Piece(f", “{lesson.demos[claim.proof].title}”"))
