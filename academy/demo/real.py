"""The real API that the learner's environment names; read in the program, never handed to an interpreter."""

from collections.abc import Mapping

from academy.sandbox.forward import OPENAI, Forward


def real_api(environ: Mapping[str, str]) -> Forward | None:
    """Where calls would be passed on to: OPENAI_API_KEY, and OPENAI_BASE_URL if it is set; None without a key."""
    key = environ.get("OPENAI_API_KEY", "").strip()
    return Forward(key, environ.get("OPENAI_BASE_URL", "").strip() or OPENAI) if key else None
