"""`/v1/chat/completions`: the old pattern, where every request carries the whole history and nothing is stored."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from academy.sandbox import answering, chat_parameters, ids, streaming, unsettled
from academy.sandbox.call import Call, EventStream, Outcome, Reply
from academy.sandbox.chat_parameters import Chat
from academy.sandbox.contexts import Context
from academy.sandbox.routes.responses import DELTA_SECONDS
from academy.sandbox.service import Service


async def create(service: Service, call: Call) -> Outcome:
    """Answer the messages that the request itself carries."""
    chat = chat_parameters.read(call.body)
    context = Context().and_then(chat.items)
    if len(context.tokens) > unsettled.CONTEXT_WINDOW:
        raise unsettled.window_exceeded("messages")
    answer = answering.answer(
        None,
        context,
        call.grant.lines,
        service.cache,
        f"{call.grant.client}/{chat.model}/{chat.cache_key}",
        max_output_tokens=chat.most_tokens,
    )
    head = {"id": ids.chat_completion(), "created": int(time.time()), "model": chat.model}
    finish = "stop" if answer.complete else "length"
    if chat.stream:
        return EventStream(_chunks(chat, head, answer, finish), named=False, done=True)
    message: dict[str, Any] = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "annotations": [],
    }
    return Reply(
        {
            **head,
            "object": "chat.completion",
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
            "usage": _usage(answer.usage),
            "service_tier": "default",
            "system_fingerprint": None,
        }
    )


async def _chunks(
    chat: Chat, head: Mapping[str, Any], answer: answering.Answer, finish: str
) -> AsyncGenerator[Mapping[str, Any], None]:
    def chunk(delta: Mapping[str, Any] | None, ending: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": ending}
        made = {
            **head,
            "object": "chat.completion.chunk",
            "choices": [] if delta is None else [choice],
            "service_tier": "default",
            "system_fingerprint": None,
        }
        # Usage stands in the last chunk alone, and as null in all others, but only where it was asked for.
        return {**made, "usage": None} if chat.stream_usage else made

    yield chunk({"role": "assistant", "content": "", "refusal": None})
    for piece in streaming.pieces(answer.text):
        yield chunk({"content": piece})
        await asyncio.sleep(DELTA_SECONDS)
    yield chunk({}, finish)
    if chat.stream_usage:
        yield {**chunk(None), "usage": _usage(answer.usage)}


def _usage(usage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "prompt_tokens": usage["input_tokens"],
        "completion_tokens": usage["output_tokens"],
        "total_tokens": usage["total_tokens"],
        "prompt_tokens_details": {**usage["input_tokens_details"], "audio_tokens": 0},
        "completion_tokens_details": {
            **usage["output_tokens_details"],
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
