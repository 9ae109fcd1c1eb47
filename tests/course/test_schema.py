"""The schemas that editors read agree with what the loader says."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from academy.course import home
from academy.course.schema import MODELS, Kind, json_schema
from tests.course.test_broken import BROKEN, expected

HERE = Path(__file__).parent
FOLDERS = (HERE / "valid", home.shipped())
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": (str, date),
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}
KNOWN = {
    "$ref",
    "additionalProperties",
    "const",
    "default",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
}
KNOWN |= {"maxLength", "maximum", "minItems", "minLength", "minimum", "pattern", "properties", "required"}
KNOWN |= {"title", "type", "$defs", "$schema"}


def refusals(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> Iterator[str]:
    """What a validator says: as much of draft 2020-12 as our schemas use, and no more."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from refusals(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole)
        return
    wanted = TYPES[schema["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and schema["type"] != "boolean"):
        yield "type"
        return
    if (type(value) is date) != (schema.get("format") == "date"):
        yield "format"
    if "enum" in schema and value not in schema["enum"]:
        yield "enum"
    match value:
        case dict():
            yield from (f"required {key}" for key in schema.get("required", ()) if key not in value)
            for key, inner in value.items():
                if key in schema["properties"]:
                    yield from refusals(inner, schema["properties"][key], whole)
                else:
                    assert schema["additionalProperties"] is False
                    yield f"additional {key}"
        case list():
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                yield "items"
            for inner in value:
                yield from refusals(inner, schema["items"], whole)
        case str():
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                yield "length"
            if not re.search(schema.get("pattern", ""), value):
                yield "pattern"
        case int() | float():
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                yield "range"


def kind_of(path: Path) -> Kind:
    return (
        "course"
        if path.name == "course.toml"
        else "lesson"
        if path.parent.name.startswith("lesson")
        else "quiz"
    )


def refused(path: Path) -> list[str]:
    schema = json_schema(kind_of(path))
    return list(refusals(tomli.loads(path.read_bytes().decode()), schema, schema))


@pytest.mark.parametrize(
    "path",
    [path for folder in FOLDERS for kind in ("lessons", "quizzes") for path in folder.glob(f"{kind}/*.toml")],
)
def test_a_whole_file_fits_its_schema(path: Path) -> None:
    assert refused(path) == []


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(BROKEN.glob("*/*.toml"))
        if expected(path).code
        in ("unknown-key", "missing-key", "wrong-type", "bad-choice", "bad-id", "bad-url")
    ],
    ids=lambda path: path.stem,
)
def test_a_mistake_of_shape_is_refused_by_the_schema_too(path: Path) -> None:
    assert refused(path)


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_is_explained_and_none_may_be_null(kind: Kind) -> None:
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(schema)
    for table in (schema, *schema.get("$defs", {}).values()):
        assert table["additionalProperties"] is False
        for key, field in table["properties"].items():
            assert len(field["description"]) > 5, key
            assert "null" not in json.dumps(field)
            assert "anyOf" not in field
