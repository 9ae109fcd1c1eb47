"""Events as JSON: what comes in is read strictly, what goes out comes back."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.log.codec import data_text, load, parse, stored, timestamp, to_object
from academy.log.event import Event
from academy.log.exchange import from_lines, to_lines
from tests.log.making import event

GOOD: Mapping[str, Any] = {
    "id": "7",
    "at": "2026-05-11T12:15:00+02:00",
    "day": "2026-05-11",
    "learner": "me",
    "course": "c",
    "kind": "answer",
    "item": "quiz#one",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
EVENTS = st.builds(
    Event,
    id=NAMES,
    at=st.datetimes(timezones=st.just(UTC)).map(timestamp),
    day=st.dates().map(str),
    learner=NAMES,
    course=NAMES,
    kind=NAMES,
    item=NAMES,
    version=st.just("") | NAMES,
    data=st.dictionaries(st.text(), JSON, max_size=3),
)


@given(EVENTS)
def test_an_event_comes_back_from_its_text_and_from_its_row(one: Event) -> None:
    assert parse(json.loads(json.dumps(to_object(one)))) == one
    *names, _ = to_object(one).values()
    assert stored(names, data_text(one.data)) == one


@given(st.lists(EVENTS, max_size=5))
def test_an_export_comes_back_whole(many: list[Event]) -> None:
    lines = list(to_lines(many))
    assert all(line.isascii() and "\n" not in line for line in lines)
    assert from_lines("\n".join(lines).encode()) == (many, [])


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_timestamps_sort_as_moments_do(one: datetime, other: datetime) -> None:
    assert (timestamp(one) < timestamp(other)) == (one < other)


def test_a_moment_of_any_zone_is_brought_to_utc() -> None:
    assert timestamp(datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))).startswith("2025-12-31T23")
    found = parse({**GOOD, "later": "academy"})
    assert (found.at, found.version, found.data) == ("2026-05-11T10:15:00.000000Z", "", {})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": None}, "id is missing"),
        ({"id": ""}, "id is empty"),
        ({"learner": ""}, "learner is empty"),
        ({"kind": 3}, "kind is not text"),
        ({"item": "x" * 513}, "item is longer than 512 characters"),
        ({"course": "\ud800"}, "course is not valid Unicode"),
        ({"at": "yesterday"}, "at is not a time such as 2026-05-11T10:15:00Z"),
        ({"at": "2026-05-11T10:15:00"}, "at is not a time such as 2026-05-11T10:15:00Z"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at is not a time such as 2026-05-11T10:15:00Z"),
        ({"day": "11 May"}, "day is not a date such as 2026-05-11"),
        ({"data": []}, "data is not an object"),
        ({"data": {"x": float("inf")}}, "Out of range float values are not JSON compliant"),
    ],
)
def test_what_is_no_event_is_said(change: Mapping[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse({**GOOD, **change})


@pytest.mark.parametrize("text", ["[" * 100_000, '{"x": NaN}', "", "{", "1" * 5_000, '{"a": 1} x'])
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which words depends on the parser
        load(text)


def test_rows_that_damage_made_of_events_are_told() -> None:
    *names, data = to_object(event()).values()
    for at, change in ((0, 7), (1, "2026-05-11 10:15:00.000000Z"), (4, None), (5, b"x")):
        with pytest.raises(ValueError, match="not"):
            stored([*names[:at], change, *names[at + 1 :]], data_text(data))
    for text in (None, b"{}", "[]", "{", "{} {}"):
        with pytest.raises(ValueError, match="not"):
            stored(names, text)


def test_every_bad_line_of_an_export_is_named() -> None:
    good = next(to_lines([event()]))
    content = b"\xef\xbb\xbf" + f"{good}\r\n\nhello\n{good}\n".encode() + b"\xff\n{}"
    events, bad = from_lines(content)
    assert events == [event(), event()]
    assert [(line.number, line.why.split(":")[0]) for line in bad] == [
        (3, "not JSON"),
        (5, "not UTF-8"),
        (6, "id is missing"),
    ]
