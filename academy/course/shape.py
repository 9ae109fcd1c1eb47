"""What a file's tables and values must look like: pydantic's verdict in an author's words."""

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from academy.course.mistake import Keys, Mistake
from academy.course.models import ID_PATTERN, PATH_PATTERN, TEXT_PATTERN, URL_PATTERN
from academy.course.problems import did_you_mean, quoted

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date",
    "tuple_type": "an array",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
# Where many share one key, TOML names it as one (`[[section]]`); these two stand in lines, as many.
_ONE_OF = {"exchanges": "exchange", "related": "link"}
_EXAMPLES = {
    "string_type": 'write it in quotes: {key} = "..."',
    "int_type": "write it without quotes or a point: {key} = 15",
    "int_from_float": "write it without quotes or a point: {key} = 15",
    "float_type": "write it without quotes: {key} = 0.6",
    "bool_type": "write it without quotes: {key} = true",
    "date_type": "write it without quotes: {key} = 2026-01-31",
}


def shape_mistakes(model: type[BaseModel], error: ValidationError) -> list[Mistake]:
    """Every mistake that a model found in a file's data."""
    details = error.errors(include_url=False)
    found = [mistake for detail in details if (mistake := _mistake(model, detail))]
    # A misspelt key is one mistake, not an unknown key and a missing one.
    meant = {
        (*m.path[:-1], word) for m in found if m.code == "unknown-key" and (word := _meant(model, m.path))
    }
    return [m for m in found if m.code != "missing-key" or m.path not in meant]


def _mistake(model: type[BaseModel], detail: ErrorDetails) -> Mistake | None:
    path, kind, given = detail["loc"], detail["type"], detail["input"]
    limits = detail.get("ctx", {})
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    match kind:
        case "extra_forbidden":
            return _unknown_key(model, path)
        case "missing":
            needed = [name for name, info in _fields(model, path[:-1]).items() if info.is_required()]
            hint = f"{_where(path[:-1])} needs {', '.join(needed)}"
            return Mistake(path, "missing-key", f"{_where(path[:-1])} has no `{key}`", hint)
        case "string_pattern_mismatch":
            return _pattern(path, key, given, limits["pattern"])
        case "string_too_short":
            return Mistake(path, "empty", f"`{key}` is empty", "write something, or leave the key out")
        case "string_too_long":
            message = f"`{key}` has {len(given)} characters, at most {limits['max_length']} fit"
            return Mistake(path, "out-of-range", message, "make it shorter")
        case "greater_than_equal":
            message = f"`{key}` is {quoted(given)}, it must be at least {limits['ge']:g}"
            return Mistake(path, "out-of-range", message, _range(model, path))
        case "less_than_equal":
            message = f"`{key}` is {quoted(given)}, it must be at most {limits['le']:g}"
            return Mistake(path, "out-of-range", message, _range(model, path))
        case "finite_number":
            message = f"`{key}` is {quoted(given)}, which is no number"
            return Mistake(path, "out-of-range", message, _range(model, path))
        case "too_short":
            return _too_few(path, key, given, limits["min_length"])
        case "too_long":
            message = f"{_where(path[:-1])} has {len(given)} of `{key}`, at most {limits['max_length']} fit"
            return Mistake(path, "out-of-range", message, "leave some out")
        case "literal_error" if isinstance(given, str):
            choices = _choices(model, path)
            message = f"`{key}` is {quoted(given)}, it must be one of {', '.join(choices)}"
            meant = did_you_mean(given, choices)
            hint = f"did you mean `{meant}`?" if meant else "take one of these"
            return Mistake(path, "bad-choice", message, hint)
        case _:
            return _wrong_type(model, path, key, kind, given)


def _unknown_key(model: type[BaseModel], path: Keys) -> Mistake:
    meant = _meant(model, path)
    known = ", ".join(_fields(model, path[:-1]))
    hint = f"did you mean `{meant}`?" if meant else f"known here: {known}"
    return Mistake(path, "unknown-key", f"{_where(path[:-1])} has no key {quoted(path[-1])}", hint, at="key")


def _pattern(path: Keys, key: str, given: str, pattern: str) -> Mistake:
    match pattern:
        case _ if pattern == ID_PATTERN:
            message = f"{quoted(given)} is not an id"
            return Mistake(
                path, "bad-id", message, "small letters a-z and digits, words joined by single hyphens"
            )
        case _ if pattern == PATH_PATTERN:
            return Mistake(
                path, "bad-path", f"{quoted(given)} is not a path of the API", "it begins with /v1/"
            )
        case _ if pattern == URL_PATTERN:
            return Mistake(
                path, "bad-url", f"{quoted(given)} is not a web address", "it begins with https://"
            )
    assert pattern == TEXT_PATTERN
    index = next(i for i, c in enumerate(given) if (c < " " and c not in "\t\n") or "\x7f" <= c <= "\x9f")
    message = f"`{key}` holds the control character U+{ord(given[index]):04X}, which terminals obey"
    return Mistake(path, "control-character", message, "take it out", index=index)


def _too_few(path: Keys, key: str, given: Sequence[Any], least: int) -> Mistake | None:
    if len(given) >= least:
        return None  # pydantic counts only the elements that are right themselves
    message = f"{_where(path[:-1])} has {len(given)} of `{key}`, it needs at least {least}"
    return Mistake(path, "out-of-range", message, f"add a [[{_dotted(path)}]]")


def _wrong_type(model: type[BaseModel], path: Keys, key: str, kind: str, given: object) -> Mistake:
    wanted = _KINDS.get(kind, "a text" if kind == "literal_error" else "something else")
    hint = _EXAMPLES.get("string_type" if kind == "literal_error" else kind, "").format(key=key)
    if kind == "tuple_type" and isinstance(given, Mapping):
        hint = f"write it with two brackets: [[{_dotted(path)}]]"
    elif kind == "tuple_type":
        tables = bool(_fields(model, (*path, 0)))
        hint = (
            f"write [[{_dotted(path)}]] and its keys below"
            if tables
            else f"write it in brackets: {key} = [...]"
        )
    elif kind in ("model_type", "model_attributes_type"):
        double = "[[{}]]" if path and isinstance(path[-1], int) else "[{}]"
        hint = f"write {double.format(_dotted(path))} and its keys below"
    return Mistake(path, "wrong-type", f"`{key}` is {_named(given)}, it must be {wanted}", hint)


def _named(given: object) -> str:
    match given:
        case bool():
            return f"the truth value {str(given).lower()}"
        case int() | float():
            return f"the number {quoted(given)}"
        case str():
            return f"the text {quoted(given)}"
        case Mapping():
            return "a table"
        case list():
            return "an array"
    return f"the date or time {quoted(str(given))}"


def _where(path: Keys) -> str:
    """What the table at `path` is called: its last key, or the file."""
    key = next((part for part in reversed(path) if isinstance(part, str)), None)
    return "the file" if key is None else f"this {_ONE_OF.get(key, key)}"


def _dotted(path: Keys) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _range(model: type[BaseModel], path: Keys) -> str:
    """The range of a number with both ends, as every number of ours has."""
    limits = _fields(model, path[:-1])[str(path[-1])].metadata
    least = next(limit.ge for limit in limits if hasattr(limit, "ge"))
    most = next(limit.le for limit in limits if hasattr(limit, "le"))
    return f"write a number from {least:g} to {most:g}"


def _meant(model: type[BaseModel], path: Keys) -> str | None:
    return did_you_mean(str(path[-1]), _fields(model, path[:-1]))


def _fields(model: type[BaseModel], path: Keys) -> Mapping[str, Any]:
    """The keys that the table at `path` may have; empty where no table belongs."""
    found = _types(model, path)
    return next((t.model_fields for t in found if isinstance(t, type) and issubclass(t, BaseModel)), {})


def _choices(model: type[BaseModel], path: Keys) -> list[str]:
    return [str(choice) for t in _types(model, path) if get_origin(t) is Literal for choice in get_args(t)]


def _types(model: type[BaseModel], path: Keys) -> list[Any]:
    """The types that a value at `path` may have, wrappings taken off."""
    found: list[Any] = [model]
    for part in path:
        inner: list[Any] = []
        for t in found:
            if isinstance(part, int) and get_origin(t) is tuple:
                inner += _unwrapped(get_args(t)[0])
            elif (
                isinstance(part, str)
                and isinstance(t, type)
                and issubclass(t, BaseModel)
                and part in t.model_fields
            ):
                inner += _unwrapped(t.model_fields[part].annotation)
        found = inner
    return found


def _unwrapped(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [t for arm in get_args(annotation) for t in _unwrapped(arm)]
    return [annotation]
