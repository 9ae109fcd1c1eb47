"""The State tab where there is nothing to ask for a list: what the exchanges showed of the server's state.

The real API lists neither responses nor conversations, so this is a pure fold over the Record: what was
created or fetched is there, what was deleted or answered 404 is gone, what others did is unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from academy.sandbox.items import said
from academy.sandbox.record import Exchange
from academy.sandbox.recording import tokens
from academy.sandbox.state import ConversationView, ItemView, ResponseView, State


def seen(exchanges: Sequence[Exchange]) -> State:
    """State as far as the exchanges show it, in their order; never raises, whatever they hold."""
    held = _Seen()
    for exchange in exchanges:
        held.take(exchange)
    return State(tuple(held.responses.values()), tuple(held.conversations.values()), seen=True)


class _Seen:
    def __init__(self) -> None:
        self.responses: dict[str, ResponseView] = {}
        self.conversations: dict[str, ConversationView] = {}

    def take(self, exchange: Exchange) -> None:
        """Fold in one exchange."""
        _, _, kind, *rest = [*exchange.path.split("/"), "", ""][:7]
        rest = [part for part in rest if part]
        answered = 200 <= exchange.status < 300
        if kind == "responses":
            self._responses(exchange, rest, answered=answered)
        elif kind == "conversations":
            self._conversations(exchange, rest, answered=answered)

    def _responses(self, exchange: Exchange, rest: Sequence[str], *, answered: bool) -> None:
        match exchange.method, *rest:
            case ["POST"] if answered:
                self._created(exchange)
            case ["GET", response_id] | ["POST", response_id, "cancel"]:
                if answered:
                    self._response(exchange)
                elif exchange.status == 404:
                    self.responses.pop(response_id, None)
            case ["DELETE", response_id] if answered or exchange.status == 404:
                self.responses.pop(response_id, None)
            case ["GET", response_id, "input_items"] if answered and response_id in self.responses:
                listed = _listed(exchange)
                if listed is not None:
                    self.responses[response_id] = replace(self.responses[response_id], input=_views(listed))

    def _created(self, exchange: Exchange) -> None:
        request = _mapping(exchange.request)
        if request.get("store") is False or _mapping(exchange.response).get("store") is False:
            return
        response = self._response(exchange, request.get("input"))
        if response is None or response.conversation_id is None or response.status != "completed":
            return
        added = [*response.input, *_views(_mapping(exchange.response).get("output"))]
        conversation = self._conversation(response.conversation_id, exchange.started_at)
        self.conversations[conversation.id] = replace(conversation, items=(*conversation.items, *added))

    def _response(self, exchange: Exchange, sent: object = None) -> ResponseView | None:
        body = _mapping(exchange.response)
        response_id = body.get("id")
        if not isinstance(response_id, str) or not response_id:
            return None
        before = self.responses.get(response_id)
        used = tokens(body)
        conversation = body.get("conversation")
        view = ResponseView(
            id=response_id,
            created_at=_number(body.get("created_at"), exchange.started_at),
            status=str(body.get("status") or "unknown"),
            model=str(body.get("model") or exchange.model or ""),
            previous_response_id=_id(body.get("previous_response_id")),
            conversation_id=_id(conversation),
            input=_sent(sent, response_id) if before is None or sent is not None else before.input,
            output=_views(body.get("output")),
            input_tokens=used[0],
            cached_tokens=used[1],
            output_tokens=used[2],
            metadata=_mapping(body.get("metadata")),
        )
        self.responses[response_id] = view
        return view

    def _conversations(self, exchange: Exchange, rest: Sequence[str], *, answered: bool) -> None:
        request, body = _mapping(exchange.request), _mapping(exchange.response)
        match exchange.method, *rest:
            case ["POST"] if answered and isinstance(body.get("id"), str):
                self._described(body, exchange.started_at, _sent(request.get("items"), body["id"]))
            case ["GET" | "POST", conversation_id] if answered:
                self._described({**body, "id": conversation_id}, exchange.started_at)
            case ["GET" | "DELETE", conversation_id] if answered or exchange.status == 404:
                self.conversations.pop(conversation_id, None)
            case ["POST", conversation_id, "items"] if answered:
                conversation = self._conversation(conversation_id, exchange.started_at)
                self._put(conversation, _views(body.get("data")))
            case ["GET", conversation_id, "items"] if answered:
                self._listed_items(self._conversation(conversation_id, exchange.started_at), exchange)
            case ["GET", conversation_id, "items", _] if answered:
                self._put(self._conversation(conversation_id, exchange.started_at), _views([body]))
            case ["DELETE", conversation_id, "items", item_id] if answered:
                conversation = self._conversation(conversation_id, exchange.started_at)
                left = tuple(item for item in conversation.items if item.id != item_id)
                self.conversations[conversation.id] = replace(conversation, items=left)

    def _described(self, body: Mapping[str, Any], now: float, items: tuple[ItemView, ...] = ()) -> None:
        conversation = self._conversation(body["id"], _number(body.get("created_at"), now))
        self.conversations[conversation.id] = replace(
            conversation,
            created_at=_number(body.get("created_at"), conversation.created_at),
            items=items or conversation.items,
            metadata=_mapping(body.get("metadata")),
        )

    def _listed_items(self, conversation: ConversationView, exchange: Exchange) -> None:
        listed = _listed(exchange)
        if listed is not None:
            self.conversations[conversation.id] = replace(conversation, items=_views(listed))
        else:
            self._put(conversation, _views(_mapping(exchange.response).get("data")))

    def _put(self, conversation: ConversationView, items: tuple[ItemView, ...]) -> None:
        held = {item.id: item for item in conversation.items}
        unnamed = {(item.role, item.text): item.id for item in reversed(conversation.items) if " " in item.id}
        for item in items:
            # What was sent without an id comes back with one: the same item, not another.
            held[unnamed.pop((item.role, item.text), item.id) if item.id not in held else item.id] = item
        self.conversations[conversation.id] = replace(conversation, items=tuple(held.values()))

    def _conversation(self, conversation_id: str, now: float) -> ConversationView:
        return self.conversations.get(conversation_id) or ConversationView(conversation_id, now, ())


def _listed(exchange: Exchange) -> list[Any] | None:
    """A list that arrived whole, oldest first; None for a page of a longer one."""
    body = _mapping(exchange.response)
    asked = parse_qs(exchange.query.removeprefix("?"))
    data = body.get("data")
    if not isinstance(data, list) or body.get("has_more") or "after" in asked:
        return None
    return data if asked.get("order") == ["asc"] else data[::-1]


def _sent(sent: object, owner: str) -> tuple[ItemView, ...]:
    if isinstance(sent, str):
        return _views([{"type": "message", "role": "user", "content": sent}], owner)
    return _views(sent, owner)


def _views(items: object, owner: str = "") -> tuple[ItemView, ...]:
    """Items as the tab shows them; one that was sent has no id yet: its place stands for it, after a space."""
    listed: Iterable[Any] = items if isinstance(items, list | tuple) else ()
    return tuple(_view(f"{owner} {at}", item) for at, item in enumerate(listed, start=1))


def _view(place: str, item: object) -> ItemView:
    body = _mapping(item)
    role = body.get("role")
    return ItemView(
        id=str(body.get("id") or place),
        type=str(body.get("type") or "message"),
        role=str(role) if role else "",
        text=said(item).text,
    )


def _id(value: object) -> str | None:
    named = value.get("id") if isinstance(value, Mapping) else value
    return named if isinstance(named, str) and named else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise
