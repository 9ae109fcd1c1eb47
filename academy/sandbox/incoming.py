"""Items as callers send them, checked and brought into the shape in which they are stored."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from academy.sandbox import errors, schema, unsettled
from academy.sandbox.storage.turns import Item

ROLES = ("assistant", "system", "developer", "user")
LONGEST = 10_485_760

# Kinds that the API takes and a sandbox of text does not.
_OTHER_ITEMS = (
    "file_search_call", "computer_call", "computer_call_output", "web_search_call", "function_call",
    "function_call_output", "tool_search_call", "tool_search_output", "additional_tools", "reasoning",
    "compaction", "image_generation_call", "code_interpreter_call", "local_shell_call",
    "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call",
    "apply_patch_call_output", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response",
    "mcp_call", "custom_tool_call", "custom_tool_call_output", "compaction_trigger", "program",
    "program_output", "configuration_update",
)  # fmt: skip
_OTHER_PARTS = ("input_image", "input_file", "input_audio")
_SPOKEN = {"assistant": ("output_text", "refusal")}
_HEARD = ("input_text",)

_text = schema.string(LONGEST)


def checked(param: str, value: Any, *, into_conversation: bool = False) -> tuple[Mapping[str, Any], ...]:
    """The items of an array, messages and references; raises the API's error for the first that is neither."""
    return tuple(
        _checked(f"{param}[{at}]", item, into_conversation=into_conversation)
        for at, item in enumerate(schema.array(param, value))
    )


def stored(
    items: Sequence[Mapping[str, Any]],
    new_id: Callable[[], str],
    find: Callable[[str], Item | None],
    present: Callable[[], Collection[str]],
    param: str,
) -> tuple[Item, ...]:
    """Checked items with ids, their content as parts, references replaced by what they point at.

    `present` gives the ids that the context holds already. Raises the API's error for a reference to an item
    that is not stored, or that would then stand there twice.
    """
    made: list[Item] = []
    for item in items:
        if item.get("type") == "item_reference":
            found = find(item["id"])
            if found is None:
                raise errors.no_referenced_item(item["id"])
            if found["id"] in {one["id"] for one in made} | set(present()):
                raise unsettled.duplicate_item(found["id"], param)
            made.append(found)
        else:
            made.append(_message(item, new_id()))
    return tuple(made)


def message(role: str, text: str) -> Mapping[str, Any]:
    """A message as `checked` would give it."""
    return {"type": "message", "role": role, "content": text}


def _checked(param: str, item: Any, *, into_conversation: bool) -> Mapping[str, Any]:
    found = schema.mapping(param, item)
    kind = found.get("type", "message")
    if not isinstance(kind, str):
        raise errors.wrong_type(f"{param}.type", "a string", kind)
    if kind == "item_reference":
        if "id" not in found:
            raise errors.missing(f"{param}.id")
        schema.string(256)(f"{param}.id", found["id"])
        return found
    if into_conversation and kind == "reasoning" and not found.get("summary"):
        raise errors.invalid_item()
    if kind in _OTHER_ITEMS:
        raise errors.unsupported(f"items of type '{kind}'", param)
    if kind != "message":
        raise errors.wrong_value(param, kind[:200], ("message", "item_reference", *_OTHER_ITEMS))
    role = found.get("role", "")
    if not isinstance(role, str):
        raise errors.wrong_type(f"{param}.role", "a string", role)
    if role not in ROLES:
        raise errors.wrong_value(param, role[:200], ROLES)
    if "content" not in found:
        raise errors.missing(f"{param}.content")
    _check_content(f"{param}.content", found["content"], _SPOKEN.get(role, _HEARD))
    return found


def _check_content(param: str, content: Any, kinds: Sequence[str]) -> None:
    if isinstance(content, str):
        _text(param, content)
        return
    if not isinstance(content, list):
        raise errors.wrong_type(param, "one of a string or an array", content)
    for at, part in enumerate(content):
        place = f"{param}[{at}]"
        kind = schema.mapping(place, part).get("type", "")
        if not isinstance(kind, str):
            raise errors.wrong_type(f"{place}.type", "a string", kind)
        if kind in _OTHER_PARTS:
            raise errors.unsupported(f"content of type '{kind}'", place)
        if kind not in kinds:
            raise errors.wrong_value(place, kind[:200], kinds)
        field = "refusal" if kind == "refusal" else "text"
        if field not in part:
            raise errors.missing(f"{place}.{field}")
        _text(f"{place}.{field}", part[field])


def _message(item: Mapping[str, Any], item_id: str) -> Item:
    role, content = item["role"], item["content"]
    if isinstance(content, str):
        content = [{"type": "output_text" if role == "assistant" else "input_text", "text": content}]
    return {
        "id": item_id,
        "type": "message",
        "role": role,
        "status": "completed",
        "content": [_part(part) for part in content],
    }


def _part(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if part["type"] == "output_text":
        return {"type": "output_text", "text": part["text"], "annotations": [], "logprobs": []}
    field = "refusal" if part["type"] == "refusal" else "text"
    return {"type": part["type"], field: part[field]}
