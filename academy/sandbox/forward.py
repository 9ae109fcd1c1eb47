"""Passing a call on to a real API: the key stays here, in the server's process."""

from dataclasses import dataclass, field

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a key's calls go instead of the built-in model; the real key is never shown, stored or recorded."""

    api_key: str = field(repr=False)
    base_url: str = OPENAI
