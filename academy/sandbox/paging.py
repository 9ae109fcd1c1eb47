"""Lists in pages: `after`, `limit` (20; 1 to 100), `order` (desc), and the cursors that the SDK goes on with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy.sandbox import errors, parameters, schema, unsettled
from academy.sandbox.call import Call
from academy.sandbox.storage.turns import Item

DEFAULT, LARGEST = 20, 100


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted."""

    after: str | None
    limit: int
    descending: bool

    def of(self, items: Sequence[Item]) -> dict[str, Any]:
        """That part of a list that is given oldest first; the 404 of a cursor that is not in it."""
        ordered = list(reversed(items)) if self.descending else list(items)
        start = 0
        if self.after is not None:
            places = [at for at, item in enumerate(ordered) if item["id"] == self.after]
            if not places:
                raise unsettled.no_cursor(self.after)
            start = places[0] + 1
        return listed(ordered[start : start + self.limit], has_more=len(ordered) > start + self.limit)


def listed(items: Sequence[Item], *, has_more: bool) -> dict[str, Any]:
    """The list object around the items of one page."""
    return {
        "object": "list",
        "data": list(items),
        "first_id": items[0]["id"] if items else None,
        "last_id": items[-1]["id"] if items else None,
        "has_more": has_more,
    }


def read(call: Call) -> Page:
    """The page that a call asks for; raises the API's error for what is wrong in its query."""
    query = query_of(call, ("after", "limit", "order", "include"))
    limit = query.get("limit", str(DEFAULT))
    digits = limit.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise errors.wrong_type("limit", "an integer", limit)
    schema.integer(1, LARGEST)("limit", int(limit))
    order = query.get("order", "desc")
    schema.choice("asc", "desc")("order", order)
    return Page(query.get("after"), int(limit), order == "desc")


def query_of(call: Call, known: Sequence[str]) -> Mapping[str, str]:
    """The query of a call by name, `include` checked; arrays come as the SDK sends them, `include[]`."""
    found: dict[str, str] = {}
    included: list[str] = []
    for name, value in call.query:
        plain = name.removesuffix("[]")
        schema.known_keys({plain: value}, known)
        found[plain] = value
        if plain == "include":
            included.append(value)
    parameters.HEEDED["include"]("include", included)
    return found
