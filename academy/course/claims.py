"""How verdicts and evidence of claims are called, on every screen."""

from typing import Final

from academy.course.models import Evidence, Verdict

VERDICTS: Final[dict[Verdict, str]] = {
    "true": "TRUE",
    "partly": "PARTLY TRUE",
    "false": "FALSE",
    "stale": "OUT OF DATE",
    "unsettled": "UNSETTLED",
}
EVIDENCE: Final[dict[Evidence, str]] = {
    "sdk": "a proof that runs against the SDK",
    "sandbox": "a proof that runs against the sandbox",
    "cited": "the source alone: nothing offline can settle it",
}
