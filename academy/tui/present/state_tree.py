"""The State tab: what the server holds, chains as branches, conversations with their items."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from academy.sandbox.record import Exchange
from academy.sandbox.state import ConversationView, ItemView, ResponseView, State
from academy.tui.present.json_tree import text_nodes
from academy.tui.present.node import Node, branch
from academy.tui.present.printable import one_line, printable
from academy.tui.present.words import Piece, counted

NOW, BEFORE = "● ", "○ "
PREVIEW = 56
ID = 18
HELD = "In the sandbox: ● this run, ○ before it"
SEEN = "What was seen on the wire: the real API has no list"


def ids_of(exchanges: Iterable[Exchange]) -> frozenset[str]:
    """The ids of what a run made, read or named: they are marked in the tree."""
    found: set[str] = set()
    for exchange in exchanges:
        for body in (exchange.request, exchange.response):
            if isinstance(body, dict):
                named = (body.get(name) for name in ("id", "previous_response_id", "conversation"))
                found |= {value for value in named if isinstance(value, str)}
        found.update(part for part in exchange.path.split("/") if part.startswith(("resp_", "conv_")))
    return frozenset(found)


def state_tree(state: State, mine: frozenset[str]) -> tuple[Node, ...]:
    """Responses and conversations as a tree; those of this run are unfolded, older ones folded."""
    nodes = [Node("about", (Piece(SEEN if state.seen else HELD, "dim"),))]
    children: defaultdict[str | None, list[ResponseView]] = defaultdict(list)
    known = {response.id for response in state.responses}
    for response in state.responses:
        parent = response.previous_response_id
        children[parent if parent in known else None].append(response)
    roots = children.pop(None, [])
    made = [_chain(root, children, mine) for root in roots]
    made += [_conversation(conversation, mine) for conversation in state.conversations]
    nodes += [node for node in made if node.open]
    earlier = tuple(node for node in reversed(made) if not node.open)
    if earlier or state.left_out:
        nodes.append(_earlier(earlier, state.left_out))
    if not roots and not state.conversations:
        nodes.append(Node("nothing", (Piece("Nothing is stored.", "dim"),)))
    return tuple(nodes)


def _earlier(nodes: tuple[Node, ...], left_out: int) -> Node:
    """What was there before, newest first, out of the way."""
    words = (
        Piece(BEFORE, "dim"),
        Piece("earlier: "),
        Piece(counted(len(nodes) + left_out, "chain or conversation", "chains and conversations")),
    )
    more = (Node("left-out", (Piece(f"and {left_out:,} older", "dim"),)),) if left_out else ()
    return branch("earlier", words, lambda: (*nodes, *more))


def _chain(root: ResponseView, children: dict[str | None, list[ResponseView]], mine: frozenset[str]) -> Node:
    """A chain as one level: only a branch goes deeper, so that five hundred turns are no staircase."""
    line = _line(root, children)
    size, now = _reach(root, children, mine)
    if size == 1:
        return _response(root, mine)
    forks = size - len(line)
    words = (
        _mark(now),
        Piece("chain of ", "dim"),
        Piece(counted(size, "response")),
        *((Piece(f", {counted(forks, 'on a branch', 'on branches')}", "dim"),) if forks else ()),
        Piece(f"  {_when(root.created_at)}", "dim"),
    )

    def below() -> tuple[Node, ...]:
        nodes: list[Node] = []
        for at, response in enumerate(line):
            nodes.append(_response(response, mine))
            after = line[at + 1].id if at + 1 < len(line) else None
            nodes += [
                _chain(other, children, mine) for other in children.get(response.id, ()) if other.id != after
            ]
        return tuple(nodes)

    return branch(f"chain/{root.id}", words, below, open=now)


def _line(root: ResponseView, children: dict[str | None, list[ResponseView]]) -> list[ResponseView]:
    """From a response along the first that continues each."""
    line = [root]
    seen = {root.id}
    while following := children.get(line[-1].id):
        if following[0].id in seen:
            break
        seen.add(following[0].id)
        line.append(following[0])
    return line


def _reach(
    root: ResponseView, children: dict[str | None, list[ResponseView]], mine: frozenset[str]
) -> tuple[int, bool]:
    """How many responses follow from one, itself included, and whether any of them is of this run."""
    waiting, found = [root], {}
    while waiting:
        response = waiting.pop()
        if response.id not in found:
            found[response.id] = response
            waiting += children.get(response.id, ())
    return len(found), any(name in mine for name in found)


def _response(response: ResponseView, mine: frozenset[str]) -> Node:
    tokens = "" if response.input_tokens is None else f"  {response.input_tokens:,} tokens in"
    words = (
        _mark(response.id in mine),
        Piece(f"{short(response.id)} ", "key"),
        Piece(printable(response.status), "good" if response.status == "completed" else "mild"),
        Piece(tokens, "number"),
    )
    return branch(
        f"response/{response.id}", words, lambda: _response_parts(response), open=response.id in mine
    )


def _response_parts(response: ResponseView) -> tuple[Node, ...]:
    name = f"response/{response.id}"
    facts = [
        ("id", response.id),
        ("model", response.model),
        ("status", response.status),
        ("previous_response_id", response.previous_response_id or "null"),
        ("conversation", response.conversation_id or "null"),
        *((f"metadata {key}", str(value)) for key, value in response.metadata.items()),
    ]
    nodes = [_fact(name, key, value) for key, value in facts]
    if response.input_tokens is not None:
        read, out = f"{response.input_tokens:,} in", f"{response.output_tokens or 0:,} out"
        tokens = f"{read}, {response.cached_tokens or 0:,} of them cached, {out}"
        nodes.append(Node(f"{name}/tokens", (Piece("tokens: ", "dim"), Piece(tokens, "number"))))
    items = (_item(name, item) for item in (*response.input, *response.output))
    return (*items, branch(f"{name}/details", (Piece("details", "dim"),), lambda: tuple(nodes)))


def _conversation(conversation: ConversationView, mine: frozenset[str]) -> Node:
    now = conversation.id in mine
    name = f"conversation/{conversation.id}"
    words = (
        _mark(now),
        Piece(f"{short(conversation.id)} ", "key"),
        Piece(counted(len(conversation.items), "item")),
        Piece(f"  {_when(conversation.created_at)}", "dim"),
    )

    def parts() -> tuple[Node, ...]:
        facts = [
            ("id", conversation.id),
            *((f"metadata {k}", str(v)) for k, v in conversation.metadata.items()),
        ]
        details = tuple(_fact(name, key, value) for key, value in facts)
        items = (_item(name, item) for item in conversation.items)
        return (*items, branch(f"{name}/details", (Piece("details", "dim"),), lambda: details))

    return branch(name, words, parts, open=now)


def _fact(name: str, key: str, value: str) -> Node:
    return Node(f"{name}/{key}", (Piece(f"{printable(key)}: ", "dim"), Piece(one_line(value, 80))))


def _item(name: str, item: ItemView) -> Node:
    who = item.role or item.type
    words = (
        Piece(f"{printable(who)}: ", "mark" if who == "user" else "strong"),
        Piece(one_line(item.text, PREVIEW)),
    )
    if len(item.text) <= PREVIEW:
        return Node(f"{name}/{item.id}", words)
    return branch(f"{name}/{item.id}", words, lambda: text_nodes(f"{name}/{item.id}", item.text))


def _mark(now: bool) -> Piece:
    return Piece(NOW, "mark") if now else Piece(BEFORE, "dim")


def short(name: str) -> str:
    """The beginning of an id, which tells it from others."""
    return printable(name) if len(name) <= ID else printable(name[:ID]) + "…"


def _when(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%d %b %H:%M")
