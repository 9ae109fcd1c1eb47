"""Checks of single JSON values; each raises the API's own error for the first thing that is wrong."""

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from academy.sandbox import errors, unsettled

Check = Callable[[str, Any], None]
MAX_PROPERTIES = 16


def boolean(param: str, value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise errors.wrong_type(param, "a boolean", value)


def integer(least: int, most: int) -> Check:
    """A whole number between two bounds, both allowed."""

    def check(param: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise errors.wrong_type(param, "an integer", value)
        if value < least:
            raise errors.below(param, least, value)
        if value > most:
            raise errors.above(param, most, value)

    return check


def number(least: float, most: float) -> Check:
    """Any number between two bounds, both allowed."""

    def check(param: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise errors.wrong_type(param, "a decimal", value)
        if value < least:
            raise errors.below(param, least, value)
        if value > most:
            raise errors.above(param, most, value)

    return check


def string(longest: int) -> Check:
    """Text of at most so many characters."""

    def check(param: str, value: Any) -> None:
        if not isinstance(value, str):
            raise errors.wrong_type(param, "a string", value)
        if len(value) > longest:
            raise unsettled.string_too_long(param, longest, len(value))

    return check


def choice(*options: str) -> Check:
    """One of some words."""

    def check(param: str, value: Any) -> None:
        if not isinstance(value, str):
            raise errors.wrong_type(param, "a string", value)
        if value not in options:
            raise errors.wrong_value(param, value, options)

    return check


def or_null(check: Check) -> Check:
    """The same, where null means left out."""

    def nullable(param: str, value: Any) -> None:
        if value is not None:
            check(param, value)

    return nullable


def unless(what: str, *harmless: Any) -> Check:
    """Refuse honestly all but the values that ask for nothing the sandbox lacks."""

    def check(param: str, value: Any) -> None:
        # 0 equals False in Python, not in JSON.
        if not any(value == known and type(value) is type(known) for known in harmless):
            raise errors.unsupported(what, param)

    return check


def array_of(check: Check) -> Check:
    """An array whose every element passes a check."""

    def check_all(param: str, value: Any) -> None:
        for at, element in enumerate(array(param, value)):
            check(f"{param}[{at}]", element)

    return check_all


def array(param: str, value: Any) -> Sequence[Any]:
    """The value as an array."""
    if not isinstance(value, list):
        raise errors.wrong_type(param, "an array", value)
    return value


def mapping(param: str, value: Any) -> Mapping[str, Any]:
    """The value as an object."""
    if not isinstance(value, dict):
        raise errors.wrong_type(param, "an object", value)
    return value


def metadata(param: str, value: Any) -> None:
    """At most 16 pairs of text: keys of 64 characters, values of 512."""
    pairs = mapping(param, value)
    if len(pairs) > MAX_PROPERTIES:
        raise errors.too_many_properties(param, MAX_PROPERTIES, len(pairs))
    for key, text in pairs.items():
        if len(key) > unsettled.MAX_KEY:
            raise unsettled.string_too_long(f"{param}.{key[:64]}", unsettled.MAX_KEY, len(key))
        string(unsettled.MAX_VALUE)(f"{param}.{key}", text)


def fields(checks: Mapping[str, Check]) -> Check:
    """An object that has no other keys than those named, each of which passes its check."""

    def check(param: str, value: Any) -> None:
        found = mapping(param, value)
        known_keys(found, checks, prefix=f"{param}.")
        for name, field in checks.items():
            if name in found:
                field(f"{param}.{name}", found[name])

    return check


def known_keys(body: Mapping[str, Any], known: Collection[str], prefix: str = "") -> None:
    """Refuse the first key that is not known, with the nearest that is."""
    for key in body:
        if key not in known:
            near = difflib.get_close_matches(key[:100], list(known), n=1)
            raise errors.unknown_parameter(f"{prefix}{key[:200]}", f"{prefix}{near[0]}" if near else None)
