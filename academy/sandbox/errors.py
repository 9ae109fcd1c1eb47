"""The API's error bodies, one constructor a row of the facts file; what is not settled lives in unsettled.py."""

from collections.abc import Sequence
from typing import Any

DOCS = "https://platform.openai.com/docs/api-reference/responses/create"


class SandboxError(Exception):
    """The sandbox cannot start or cannot use its store; `remedy` is the next step."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy


class ApiError(Exception):
    """An answer that is an error: HTTP status, and the four fields of the API's envelope."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.kind = kind

    def body(self) -> dict[str, Any]:
        """The envelope, `{"error": {...}}`."""
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}


def unsupported(what: str, param: str | None) -> ApiError:
    """Something the real API takes and this sandbox does not; never ignored in silence."""
    return ApiError(
        400,
        f"The academy sandbox does not support {what}. The real API does; "
        "leave it out here, or switch to the real API.",
        code="unsupported_by_sandbox",
        param=param,
    )


def bad_key(shown: str) -> ApiError:
    """A key that was not issued here, masked as the API masks it."""
    return ApiError(
        401,
        f"Incorrect API key provided: {shown}. "
        "You can find your API key at https://platform.openai.com/account/api-keys.",
        code="invalid_api_key",
    )


def wrong_path(method: str, path: str) -> ApiError:
    """No such endpoint; also what the API says to `GET /v1/responses`, for there is no list."""
    return ApiError(404, f"Invalid URL ({method} {path})")


def bad_json(why: str) -> ApiError:
    """A body that is not JSON."""
    return ApiError(
        400,
        "Invalid body: failed to parse JSON value. Please check the value to ensure it is valid JSON. "
        f"(Common errors include trailing commas, missing closing brackets, missing quotation marks, etc.) {why}",
        code="invalid_json",
    )


def missing(param: str) -> ApiError:
    """A required parameter that is not there."""
    return ApiError(
        400, f"Missing required parameter: '{param}'.", code="missing_required_parameter", param=param
    )


def no_input() -> ApiError:
    """Neither input nor anything that stands for it."""
    return ApiError(
        400,
        "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.",
        code="missing_required_parameter",
    )


def no_model(name: str) -> ApiError:
    """A model nobody knows."""
    return ApiError(
        400, f"The requested model '{name}' does not exist.", code="model_not_found", param="model"
    )


def unknown_parameter(name: str, meant: str | None) -> ApiError:
    """A key that the endpoint does not have, with the nearest one that it has."""
    hint = f" Did you mean '{meant}'?" if meant else ""
    return ApiError(400, f"Unknown parameter: '{name}'.{hint}", code="unknown_parameter", param=name)


def moved_parameter(name: str, to: str) -> ApiError:
    """A key of Chat Completions that has another name here."""
    return ApiError(
        400,
        f"Unsupported parameter: '{name}'. In the Responses API, this parameter has moved to '{to}'. "
        f"Try again with the new parameter. See the API documentation for more information: {DOCS}.",
        code="unsupported_parameter",
    )


def wrong_type(param: str, expected: str, got: Any) -> ApiError:
    """A value of another JSON type than expected; `expected` carries its article."""
    return ApiError(
        400,
        f"Invalid type for '{param}': expected {expected}, but got {described(got)} instead.",
        code="invalid_type",
        param=param,
    )


def wrong_value(param: str, value: str, supported: Sequence[str]) -> ApiError:
    """A word that is not among those supported."""
    quoted = [f"'{name}'" for name in supported]
    several = f"{', '.join(quoted[:-1])}, and {quoted[-1]}" if len(quoted) > 2 else " and ".join(quoted)
    return ApiError(
        400,
        f"Invalid value: '{value}'. Supported values are: {several}.",
        code="invalid_value",
        param=param,
    )


def below(param: str, least: float, got: float) -> ApiError:
    """A number under its minimum."""
    kind = "integer" if isinstance(least, int) else "decimal"
    return ApiError(
        400,
        f"Invalid '{param}': {kind} below minimum value. "
        f"Expected a value >= {_short(least)}, but got {_short(got)} instead.",
        code=f"{kind}_below_min_value",
        param=param,
    )


def above(param: str, most: float, got: float) -> ApiError:
    """A number over its maximum."""
    kind = "integer" if isinstance(most, int) else "decimal"
    return ApiError(
        400,
        f"Invalid '{param}': {kind} above maximum value. "
        f"Expected a value <= {_short(most)}, but got {_short(got)} instead.",
        code=f"{kind}_above_max_value",
        param=param,
    )


def too_many_properties(param: str, most: int, got: int) -> ApiError:
    """Metadata with more keys than it may have."""
    return ApiError(
        400,
        f"Invalid '{param}': too many properties. "
        f"Expected an object with at most {most} properties, but got an object with {got} properties instead.",
        code="object_above_max_properties",
        param=param,
    )


def invalid_item() -> ApiError:
    """An item that a conversation does not take."""
    return ApiError(400, "Invalid item", code="invalid_item", param="item")


def mutually_exclusive() -> ApiError:
    """A chain and a conversation at once; the empty quotes are the API's own."""
    return ApiError(
        400,
        "Mutually exclusive parameters: ''. "
        "Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
        code="mutually_exclusive_parameters",
    )


def no_previous(response_id: str) -> ApiError:
    """A chain that would begin at a response that is not stored."""
    return ApiError(
        400,
        f"Previous response with id '{response_id}' not found.",
        code="previous_response_not_found",
        param="previous_response_id",
    )


def no_response(response_id: str) -> ApiError:
    """A response that is not stored."""
    return ApiError(404, f"Response with id '{response_id}' not found.")


def no_conversation(conversation_id: str) -> ApiError:
    """A conversation that is not stored."""
    return ApiError(404, f"Conversation with id '{conversation_id}' not found.")


def no_item(item_id: str) -> ApiError:
    """An item that is not in its conversation."""
    return ApiError(404, f"Item with id '{item_id}' not found in conversation.")


def no_referenced_item(item_id: str) -> ApiError:
    """An `item_reference` to something that is not stored."""
    return ApiError(
        404,
        f"Item with id '{item_id}' not found. Items are not persisted when `store` is set to false. "
        "Try again with `store` set to true, or remove this item from your input.",
    )


def conversation_locked() -> ApiError:
    """Another response is being made in this conversation; 400, so that the SDK does not try again."""
    return ApiError(
        400,
        "Another process is currently operating on this conversation. Please retry in a few seconds.",
        code="conversation_locked",
        param="conversation",
    )


def described(value: Any) -> str:
    """A JSON value's type with its article, as the API's sentences have it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a decimal number"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"


def _short(number: float) -> str:
    """A number as written, without the digits that nobody reads; huge ones would not even print."""
    if isinstance(number, int) and abs(number) >= 10**18:
        return "a number of more than 18 digits"
    return str(number)
