"""The Response object, every key of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from academy.sandbox import unsettled
from academy.sandbox.parameters import Wanted

Json = dict[str, Any]


def begun(wanted: Wanted, response_id: str, created_at: int) -> Json:
    """A response in progress: as it stands in the first events of a stream."""
    echoed = wanted.echoed
    conversation = None if wanted.conversation_id is None else {"id": wanted.conversation_id}
    reasoning = echoed.get("reasoning", {})
    text = echoed.get("text", {})
    return {
        "id": response_id,
        "object": "response",
        "created_at": created_at,
        "completed_at": None,
        "status": "in_progress",
        "background": False,
        "conversation": conversation,
        "error": None,
        "frequency_penalty": 0.0,
        "incomplete_details": None,
        "instructions": echoed.get("instructions"),
        "max_output_tokens": echoed.get("max_output_tokens"),
        "max_tool_calls": echoed.get("max_tool_calls"),
        "metadata": echoed.get("metadata", {}),
        "model": wanted.model,
        "output": [],
        "parallel_tool_calls": echoed.get("parallel_tool_calls", True),
        "presence_penalty": 0.0,
        "previous_response_id": wanted.previous_response_id,
        "prompt_cache_key": echoed.get("prompt_cache_key"),
        "reasoning": {"effort": reasoning.get("effort"), "summary": reasoning.get("summary")},
        "safety_identifier": echoed.get("safety_identifier"),
        "service_tier": "default",
        "store": wanted.store,
        "temperature": echoed.get("temperature", 1.0),
        "text": {"format": {"type": "text"}, "verbosity": text.get("verbosity") or "medium"},
        "tool_choice": echoed.get("tool_choice", "auto"),
        "tools": [],
        "top_logprobs": 0,
        "top_p": echoed.get("top_p", 1.0),
        "truncation": echoed.get("truncation", "disabled"),
        "usage": None,
        "user": echoed.get("user"),
    }


def ended(started: Mapping[str, Any], output: Sequence[Mapping[str, Any]], usage: Json, now: int) -> Json:
    """The same response with its output: completed, or incomplete where its message was cut off."""
    complete = all(item["status"] == "completed" for item in output)
    return {
        **started,
        "status": "completed" if complete else "incomplete",
        "completed_at": now if complete else None,
        "incomplete_details": None if complete else {"reason": "max_output_tokens"},
        "output": list(output),
        "usage": usage,
    }


def message(item_id: str, text: str, *, complete: bool) -> Json:
    """The model's message as an output item."""
    return {
        "id": item_id,
        "type": "message",
        "role": "assistant",
        "status": "completed" if complete else "incomplete",
        "content": [text_part(text)],
    }


def text_part(text: str) -> Json:
    """The one content part of the model's message."""
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def usage(input_tokens: int, cached_tokens: int, output_tokens: int) -> Json:
    """What the response is billed on."""
    return {
        "input_tokens": input_tokens,
        "input_tokens_details": {
            "cached_tokens": cached_tokens,
            "cache_write_tokens": unsettled.CACHE_WRITE_TOKENS,
        },
        "output_tokens": output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": input_tokens + output_tokens,
    }
