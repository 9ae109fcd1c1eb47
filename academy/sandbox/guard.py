"""The door: which host names, keys and bodies are let in. Pure; the app asks."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from academy.sandbox import errors, unsettled
from academy.sandbox.keys import Grant, Keys, masked
from academy.sandbox.recording import raw

MAX_BODY_BYTES = 8 * 1024 * 1024
_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def check_host(host: str | None) -> None:
    """Refuse a name that is not loopback's: a web page that had its own name point here (DNS rebinding) has one."""
    if host is None or not _LOOPBACK.fullmatch(host):
        raise errors.ApiError(
            403, "The sandbox answers only to 127.0.0.1 and localhost.", code="host_not_allowed"
        )


def grant_of(keys: Keys, authorization: str | None) -> Grant:
    """What the key of a request stands for; raises the API's 401 for a missing or unknown one."""
    scheme, _, key = (authorization or "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        raise unsettled.no_key()
    grant = keys.find(key)
    if grant is None:
        raise errors.bad_key(masked(key))
    return grant


def parsed(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a body, an empty one for no body; raises the API's 400 for anything else."""
    if not body.strip():
        return {}
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        if _SURROGATE.search(body):
            # Half a surrogate pair is text that nobody could store or send.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise errors.bad_json("It is nested too deeply.") from None
    except UnicodeError:
        raise errors.bad_json("It is not valid UTF-8.") from None
    except ValueError as error:
        raise errors.bad_json(f"({error})") from None
    if not isinstance(found, dict):
        raise unsettled.not_an_object(errors.described(found))
    return found


def readable(body: bytes) -> Any:
    """A body as the record keeps it: its JSON, its beginning as text where it is none, None for no body."""
    if not body:
        return None
    try:
        return parsed(body)
    except errors.ApiError:
        return raw(body)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
