"""JSON Schemas of the TOML files, so that an editor completes and explains their keys."""

import ast
import inspect
from typing import Any, Literal

from pydantic import BaseModel

from academy.course import models

Kind = Literal["lesson", "quiz", "course"]
MODELS: dict[Kind, type[BaseModel]] = {
    "lesson": models.Lesson,
    "quiz": models.Quiz,
    "course": models.CourseInfo,
}


def json_schema(kind: Kind) -> dict[str, Any]:
    """The schema of one kind of file, draft 2020-12; keys are the TOML keys, texts the models' docstrings."""
    schema = MODELS[kind].model_json_schema()
    explained = _explained()
    for table in [schema, *schema.get("$defs", {}).values()]:
        name = table["title"]
        for key, field in table["properties"].items():
            table["properties"][key] = {**_without_null(field), "description": explained[name][key]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """The field as TOML has it: what may be absent is never null."""
    kept = {key: value for key, value in field.items() if key not in ("title", "default")}
    if field.get("default") is not None:
        kept["default"] = field["default"]
    real = [arm for arm in kept.pop("anyOf", []) if arm != {"type": "null"}]
    return {**kept, **(real[0] if real else {})}


def _explained() -> dict[str, dict[str, str]]:
    """The text under each field, by model and key; read from the source, so that loading does not pay."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(models)).body:
        if isinstance(node, ast.ClassDef):
            texts = found.setdefault(node.name, {})
            for field, after in zip(node.body, node.body[1:], strict=False):
                match field, after:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str() as text)),
                    ):
                        texts[name] = inspect.cleandoc(text)
    return found
