"""Events in and out of JSON: strict with what comes from outside, quick with what the log itself wrote."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from academy.log.event import Event

COLUMNS = ("id", "at", "day", "learner", "course", "kind", "item", "version")
MAX_NAME = 512
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def timestamp(moment: datetime) -> str:
    """An aware moment as events carry it: UTC, RFC 3339, microseconds, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def to_object(event: Event) -> dict[str, Any]:
    """An event as a JSON object, the shape of a line of an export."""
    return {**{name: getattr(event, name) for name in COLUMNS}, "data": dict(event.data)}


def data_text(data: Mapping[str, Any]) -> str:
    """The data of an event as JSON text; ValueError when it is not JSON."""
    try:
        return json.dumps(dict(data), sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, RecursionError) as error:
        raise ValueError(f"data is not JSON: {error}") from None


def parse(value: object) -> Event:
    """Read a JSON object as an event; ValueError with a sentence when it is none.

    `version` and `data` may be missing, keys that are not ours are passed over: a later academy may write
    more. Times in other zones are brought to UTC.
    """
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    found = {name: _name(value, name) for name in COLUMNS}
    for name in ("id", "kind", "learner"):
        if not found[name]:
            raise ValueError(f"{name} is empty")
    data = value.get("data", {})
    if not isinstance(data, Mapping):
        raise ValueError("data is not an object")
    data_text(data)
    found["at"] = _moment(found["at"])
    try:
        found["day"] = date.fromisoformat(found["day"]).isoformat()
    except ValueError:
        raise ValueError("day is not a date such as 2026-05-11") from None
    return Event(**found, data=dict(data))


def stored(names: Sequence[Any], data: object) -> Event:
    """The event of a row that `parse` let in once; ValueError when damage made something else of it.

    Opening a log reads all its rows before the first paint, and `parse` takes four times as long.
    """
    if not all(type(name) is str for name in names) or not isinstance(data, str):
        raise ValueError("not text")
    id_, at, day, learner, course, kind, item, version = names
    event = Event(id_, at, day, learner, course, kind, item, version, load(data))
    if not _AT.fullmatch(event.at) or type(event.data) is not dict:
        raise ValueError("not an event")
    return event


def load(text: str) -> Any:
    """JSON without the things that are not JSON (NaN) or that bring a parser down; ValueError otherwise."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None


def _name(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name, "" if name == "version" else None)
    if not isinstance(text, str):
        raise ValueError(f"{name} is missing" if text is None else f"{name} is not text")
    if len(text) > MAX_NAME:
        raise ValueError(f"{name} is longer than {MAX_NAME} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not valid Unicode") from None
    return text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return timestamp(moment)
    except (ValueError, OverflowError):
        raise ValueError("at is not a time such as 2026-05-11T10:15:00Z") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"not JSON: {constant}")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
