"""`POST /v1/responses`, read in the order in which the API looks: model, unknown keys, input, everything else.

What the sandbox cannot do is refused by name; what changes nothing here (temperature and the like) is checked
and echoed. Server state (conversation, previous response) is looked at later, by the route.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.sandbox import errors, incoming, models, schema

MAX_INTEGER = 2**31 - 1
INCLUDABLE = (
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
)
MOVED = {
    "messages": "input",
    "max_tokens": "max_output_tokens",
    "max_completion_tokens": "max_output_tokens",
    "response_format": "text.format",
    "reasoning_effort": "reasoning.effort",
}
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")

_identifier = schema.string(256)
_text_format = schema.fields({"type": schema.unless("structured output", "text")})


def _include(param: str, value: Any) -> None:
    schema.choice(*INCLUDABLE)(param, value)
    if value == "message.output_text.logprobs":
        raise errors.unsupported("log probabilities", param)


def _background(param: str, value: Any) -> None:
    schema.boolean(param, value)
    if value:
        raise errors.unsupported("background responses", param)


def _conversation(param: str, value: Any) -> None:
    if isinstance(value, dict):
        schema.known_keys(value, ("id",), prefix=f"{param}.")
        if "id" not in value:
            raise errors.missing(f"{param}.id")
        _identifier(f"{param}.id", value["id"])
    elif isinstance(value, str):
        _identifier(param, value)
    else:
        raise errors.wrong_type(param, "one of a string or an object", value)


# What is checked and, where the Response object has such a key, echoed in it.
ECHOED: Mapping[str, schema.Check] = {
    "instructions": schema.or_null(schema.string(incoming.LONGEST)),
    "max_output_tokens": schema.or_null(schema.integer(16, MAX_INTEGER)),
    "max_tool_calls": schema.or_null(schema.integer(1, MAX_INTEGER)),
    "metadata": schema.or_null(schema.metadata),
    "parallel_tool_calls": schema.or_null(schema.boolean),
    "previous_response_id": schema.or_null(_identifier),
    "prompt_cache_key": schema.or_null(schema.string(1_024)),
    "reasoning": schema.or_null(
        schema.fields(
            {
                "effort": schema.or_null(schema.choice(*EFFORTS)),
                "summary": schema.or_null(schema.choice("auto", "concise", "detailed")),
            }
        )
    ),
    "safety_identifier": schema.or_null(schema.string(128)),
    "store": schema.or_null(schema.boolean),
    "temperature": schema.or_null(schema.number(0.0, 2.0)),
    "text": schema.fields(
        {
            "format": _text_format,
            "verbosity": schema.or_null(schema.choice("low", "medium", "high")),
        }
    ),
    "tool_choice": schema.unless("tools", "auto", "none"),
    "tools": schema.unless("tools", []),
    "top_p": schema.or_null(schema.number(0.0, 1.0)),
    "truncation": schema.or_null(schema.choice("auto", "disabled")),
    "user": schema.string(1_024),
}
# What is checked and shows nowhere in the answer.
HEEDED: Mapping[str, schema.Check] = {
    "conversation": schema.or_null(_conversation),
    "include": schema.or_null(schema.array_of(_include)),
    "prompt_cache_retention": schema.or_null(schema.choice("in_memory", "24h")),
    "service_tier": schema.unless("service tiers", None, "auto", "default"),
    "stream": schema.or_null(schema.boolean),
    "stream_options": schema.or_null(schema.fields({"include_obfuscation": schema.boolean})),
    "top_logprobs": schema.unless("log probabilities", None, 0),
}
REFUSED: Mapping[str, schema.Check] = {
    "access_programs": schema.unless("access programs", None),
    "background": schema.or_null(_background),
    "background_options": schema.unless("background responses", None),
    "context_management": schema.unless("context management (compaction)", None, []),
    "image": schema.unless("images", None),
    "moderation": schema.unless("moderation", None),
    "prompt": schema.unless("prompt objects", None),
    "prompt_cache_options": schema.unless("explicit cache breakpoints", None),
}
CHECKS: Mapping[str, schema.Check] = dict(sorted({**ECHOED, **HEEDED, **REFUSED}.items()))
KNOWN = ("model", "input", *CHECKS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call to create a response that passed every check of its own body."""

    model: str
    items: tuple[Mapping[str, Any], ...]
    previous_response_id: str | None = None
    conversation_id: str | None = None
    store: bool = True
    stream: bool = False
    obfuscate: bool = True
    echoed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def instructions(self) -> str | None:
        """The instructions of this call alone; those of earlier ones are not carried over."""
        found: str | None = self.echoed.get("instructions")
        return found

    @property
    def max_output_tokens(self) -> int | None:
        """Where the answer is to be cut off."""
        found: int | None = self.echoed.get("max_output_tokens")
        return found


def read(body: Mapping[str, Any]) -> Wanted:
    """Check a body; raises the error that the API gives for what it would see first."""
    model = model_of(body, errors.no_model)
    for name in body:
        if name in MOVED:
            raise errors.moved_parameter(name, MOVED[name])
    schema.known_keys(body, KNOWN)
    items = _input(body)
    for name, check in CHECKS.items():
        if name in body:
            check(name, body[name])
    conversation = body.get("conversation")
    if isinstance(conversation, dict):
        conversation = conversation["id"]
    previous = body.get("previous_response_id")
    if previous is not None and conversation is not None:
        raise errors.mutually_exclusive()
    return Wanted(
        model=model,
        items=items,
        previous_response_id=previous,
        conversation_id=conversation,
        store=body.get("store") is not False,
        stream=body.get("stream") is True,
        obfuscate=(body.get("stream_options") or {}).get("include_obfuscation") is not False,
        echoed={name: body[name] for name in ECHOED if body.get(name) is not None},
    )


def model_of(body: Mapping[str, Any], unknown: Any) -> str:
    """The model that a body names; `unknown` makes the error for a name that nobody knows."""
    if "model" not in body:
        raise errors.missing("model")
    model = body["model"]
    if not isinstance(model, str):
        raise errors.wrong_type("model", "a string", model)
    if model not in models.names():
        raise unknown(model[:200])
    return model


def _input(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    value = body.get("input", "")
    if isinstance(value, str):
        schema.string(incoming.LONGEST)("input", value)
        items: tuple[Mapping[str, Any], ...] = (incoming.message("user", value),) if value else ()
    elif isinstance(value, list):
        items = incoming.checked("input", value)
    else:
        raise errors.wrong_type("input", "one of a string or an array", value)
    if not items and all(
        body.get(name) is None for name in ("previous_response_id", "conversation", "prompt")
    ):
        raise errors.no_input()
    return items
