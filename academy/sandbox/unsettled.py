"""What nobody outside OpenAI has settled: rows graded [AZ] (Azure's re-implementation) or [INF] (inferred).

Everything here is a choice of this sandbox. A lesson that touches one of them says so; when evidence turns up,
this is the only file to change. Two choices have no code of their own: a response that was deleted answers like
one that never was (404; [AZ] has 400), and those that continue it go on knowing what it said (unknown).
"""

from collections.abc import Container, Sequence
from typing import Any

from academy.sandbox.errors import ApiError
from academy.sandbox.storage.turns import Item

MAX_KEY, MAX_VALUE, MAX_ITEMS = 64, 512, 20

# [INF] The documented tables give a window per model; one for all is enough to meet its end.
CONTEXT_WINDOW = 400_000
# [INF] GPT-5.6 and later report what they wrote to the cache; the rule taught here is the one before them.
CACHE_WRITE_TOKENS = 0


def string_too_long(param: str, most: int, got: int) -> ApiError:
    """[INF] The wording follows that of the other limits."""
    return ApiError(
        400,
        f"Invalid '{param}': string too long. "
        f"Expected a string with maximum length {most}, but got a string with length {got} instead.",
        code="string_above_max_length",
        param=param,
    )


def array_too_long(param: str, most: int, got: int) -> ApiError:
    """[INF] The first sentence was seen, the second and the code were not."""
    return ApiError(
        400,
        f"Invalid '{param}': array too long. "
        f"Expected an array with maximum length {most}, but got an array with length {got} instead.",
        code="array_above_max_length",
        param=param,
    )


def array_empty(param: str) -> ApiError:
    """[INF] An array that must hold something."""
    return ApiError(
        400,
        f"Invalid '{param}': empty array. "
        "Expected an array with minimum length 1, but got an empty array instead.",
        code="empty_array",
        param=param,
    )


def duplicate_item(item_id: str, param: str) -> ApiError:
    """[INF] A reference to an item that the context already holds."""
    return ApiError(
        400,
        f"Duplicate item found with id {item_id}. Remove duplicate items from your input and try again.",
        param=param,
    )


def no_key() -> ApiError:
    """[INF] A request without a bearer key."""
    return ApiError(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header "
        "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    )


def not_an_object(got: str) -> ApiError:
    """[INF] A body that is JSON but no object; `got` is its type with its article."""
    return ApiError(400, f"Invalid body: expected an object, but got {got} instead.", code="invalid_type")


def body_too_large(most: int) -> ApiError:
    """[INF] A body over the sandbox's own bound, in bytes."""
    return ApiError(413, f"The request body is too large: at most {most} bytes.", code="request_too_large")


def window_exceeded(param: str = "input") -> ApiError:
    """[INF] `truncation` is `disabled` and the context does not fit."""
    return ApiError(
        400,
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
        code="context_length_exceeded",
        param=param,
    )


def no_cancel() -> ApiError:
    """[AZ] Only a background response can be cancelled."""
    return ApiError(400, "Cannot cancel a synchronous response.", param="response_id")


def no_replay() -> ApiError:
    """[AZ] Only a background response can be streamed again."""
    return ApiError(
        400,
        "This response cannot be streamed because it was not created with background=true.",
        param="stream",
    )


def input_items(context: Sequence[Item], output: Container[str]) -> list[Item]:
    """[AZ] What `input_items` lists: the whole context, history included, without the response's own `output`."""
    return [item for item in context if item["id"] not in output]


def no_cursor(item_id: str) -> ApiError:
    """[INF] A page that would begin after an item that is not in the list."""
    return ApiError(404, f"Item with id '{item_id}' not found.", param="after")


def chat_no_model(name: str) -> ApiError:
    """[INF] Chat Completions answers 404 where Responses answers 400."""
    return ApiError(
        404, f"The model `{name}` does not exist or you do not have access to it.", code="model_not_found"
    )


def upstream(status: int, message: str) -> ApiError:
    """The sandbox's own sentence when it could not pass a call on; no API says this."""
    return ApiError(status, message, code="upstream_unreachable", kind="api_connection_error")


def store_unusable(why: str) -> ApiError:
    """The sandbox's own sentence when its file fails it; no API says this."""
    return ApiError(
        503, f"The sandbox cannot use its store: {why}.", code="store_unusable", kind="server_error"
    )


def own_mistake(error: Exception) -> ApiError:
    """The sandbox's own sentence where it has a bug; no API says this."""
    return ApiError(
        500,
        f"The sandbox made a mistake ({type(error).__name__}: {error}). Please report it.",
        code="sandbox_mistake",
        kind="server_error",
    )


def stream_error(error: ApiError, sequence_number: int) -> dict[str, Any]:
    """An error inside a stream: nested as seen on the wire, and flat as the published type has it."""
    inner = {"type": error.kind, "code": error.code, "message": error.message, "param": error.param}
    return {**inner, "type": "error", "error": inner, "sequence_number": sequence_number}
