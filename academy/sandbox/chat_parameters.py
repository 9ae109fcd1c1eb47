"""`POST /v1/chat/completions`, text only: what is taken, what is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy.sandbox import errors, incoming, schema, unsettled
from academy.sandbox.parameters import EFFORTS, MAX_INTEGER, model_of

ROLES = ("assistant", "developer", "system", "user")
_TOOL_ROLES = ("tool", "function")

_number = schema.or_null(schema.number(-2.0, 2.0))
_tokens = schema.or_null(schema.integer(1, MAX_INTEGER))
_text = schema.string(incoming.LONGEST)

CHECKS: Mapping[str, schema.Check] = {
    "audio": schema.unless("audio", None),
    "frequency_penalty": _number,
    "function_call": schema.unless("functions", None, "auto", "none"),
    "functions": schema.unless("functions", None, []),
    "logit_bias": schema.unless("logit biases", None, {}),
    "logprobs": schema.unless("log probabilities", None, *(False,)),
    "max_completion_tokens": _tokens,
    "max_tokens": _tokens,
    "metadata": schema.or_null(schema.metadata),
    "modalities": schema.unless("audio", None, ["text"]),
    "moderation": schema.unless("moderation", None),
    "n": schema.unless("more than one choice", None, 1),
    "parallel_tool_calls": schema.boolean,
    "prediction": schema.unless("predicted outputs", None),
    "presence_penalty": _number,
    "prompt_cache_key": schema.or_null(schema.string(1_024)),
    "prompt_cache_options": schema.unless("explicit cache breakpoints", None),
    "prompt_cache_retention": schema.or_null(schema.choice("in_memory", "24h")),
    "reasoning_effort": schema.or_null(schema.choice(*EFFORTS)),
    "response_format": schema.unless("structured output", None, {"type": "text"}),
    "safety_identifier": schema.or_null(schema.string(128)),
    "seed": schema.or_null(schema.integer(-(2**63), 2**63 - 1)),
    "service_tier": schema.unless("service tiers", None, "auto", "default"),
    "stop": schema.unless("stop sequences", None, []),
    "store": schema.unless("stored chat completions", None, *(False,)),
    "stream": schema.or_null(schema.boolean),
    "stream_options": schema.or_null(
        schema.fields({"include_obfuscation": schema.boolean, "include_usage": schema.boolean})
    ),
    "temperature": schema.or_null(schema.number(0.0, 2.0)),
    "tool_choice": schema.unless("tools", "auto", "none"),
    "tools": schema.unless("tools", []),
    "top_logprobs": schema.unless("log probabilities", None, 0),
    "top_p": schema.or_null(schema.number(0.0, 1.0)),
    "user": schema.string(1_024),
    "verbosity": schema.or_null(schema.choice("low", "medium", "high")),
    "web_search_options": schema.unless("web search", None),
}
KNOWN = ("model", "messages", *CHECKS)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat completion that is wanted; `items` are its messages in the shape of the Responses API."""

    model: str
    items: tuple[Mapping[str, Any], ...]
    most_tokens: int | None
    stream: bool
    stream_usage: bool
    cache_key: str | None


def read(body: Mapping[str, Any]) -> Chat:
    """Check a body; raises the API's error for what is wrong first."""
    model = model_of(body, unsettled.chat_no_model)
    schema.known_keys(body, KNOWN)
    if "messages" not in body:
        raise errors.missing("messages")
    messages = schema.array("messages", body["messages"])
    if not messages:
        raise unsettled.array_empty("messages")
    items = tuple(_item(f"messages[{at}]", message) for at, message in enumerate(messages))
    for name, check in CHECKS.items():
        if name in body:
            check(name, body[name])
    limits = [body[name] for name in ("max_completion_tokens", "max_tokens") if body.get(name) is not None]
    return Chat(
        model=model,
        items=items,
        most_tokens=limits[0] if limits else None,
        stream=body.get("stream") is True,
        stream_usage=(body.get("stream_options") or {}).get("include_usage") is True,
        cache_key=body.get("prompt_cache_key"),
    )


def _item(param: str, message: Any) -> Mapping[str, Any]:
    found = schema.mapping(param, message)
    role = found.get("role", "")
    if not isinstance(role, str):
        raise errors.wrong_type(f"{param}.role", "a string", role)
    if role in _TOOL_ROLES or found.get("tool_calls"):
        raise errors.unsupported("tools", param)
    if role not in ROLES:
        raise errors.wrong_value(param, role[:200], ROLES)
    if "content" not in found:
        raise errors.missing(f"{param}.content")
    kind = "output_text" if role == "assistant" else "input_text"
    texts = _texts(f"{param}.content", found["content"])
    return {
        "type": "message",
        "role": role,
        "content": [{"type": kind, "text": text} for text in texts],
    }


def _texts(param: str, content: Any) -> list[str]:
    if isinstance(content, str):
        _text(param, content)
        return [content]
    if not isinstance(content, list):
        raise errors.wrong_type(param, "one of a string or an array", content)
    texts = []
    for at, part in enumerate(content):
        place = f"{param}[{at}]"
        kind = schema.mapping(place, part).get("type", "")
        if kind in ("image_url", "input_audio", "file"):
            raise errors.unsupported(f"content of type '{kind}'", place)
        schema.choice("text")(place, kind)
        if "text" not in part:
            raise errors.missing(f"{place}.text")
        _text(f"{place}.text", part["text"])
        texts.append(part["text"])
    return texts
