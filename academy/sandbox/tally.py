"""What a stream comes to: how many events, and the whole answer that they spell out."""

from collections.abc import Mapping
from typing import Any

DONE = "[DONE]"


class Tally:
    """Fed every event of a stream, of Responses or of Chat Completions, local or passed on."""

    def __init__(self) -> None:
        self.events = 0
        self.answer: dict[str, Any] | None = None
        self._error: Any = None

    @property
    def final(self) -> Any:
        """The last Response object, the assembled chat completion, or the error that ended the stream."""
        return self.answer if self._error is None else {"error": self._error}

    def add(self, event: Any) -> None:
        """Count an event and take from it what belongs to the answer; the end of a chat stream is none."""
        if event == DONE:
            return
        self.events += 1
        if not isinstance(event, Mapping):
            return
        if event.get("error"):
            self._error = event["error"]
        elif isinstance(event.get("response"), Mapping):
            self.answer = dict(event["response"])
        elif event.get("object") == "chat.completion.chunk":
            self.answer = _joined(self.answer, event)


def ends(event: Any) -> bool:
    """Whether an event is the last one of its stream, so that whoever has read it goes on."""
    if event == DONE:
        return True
    kind = event.get("type") if isinstance(event, Mapping) else None
    return kind in ("response.completed", "response.incomplete", "response.failed", "error")


def _joined(answer: dict[str, Any] | None, chunk: Mapping[str, Any]) -> dict[str, Any]:
    known = answer or {
        **{name: chunk.get(name) for name in ("id", "created", "model")},
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": ""}, "finish_reason": None}],
    }
    if chunk.get("usage"):
        known = {**known, "usage": chunk["usage"]}
    choices = chunk.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, Mapping):
        return known
    delta = first.get("delta")
    said = delta.get("content") if isinstance(delta, Mapping) else None
    before = known["choices"][0]
    text = before["message"]["content"] + (said if isinstance(said, str) else "")
    choice = {
        **before,
        "message": {"role": "assistant", "content": text},
        "finish_reason": first.get("finish_reason") or before["finish_reason"],
    }
    return {**known, "choices": [choice]}
