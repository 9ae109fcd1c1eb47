"""The tabs as lines of text."""

from academy.demo import transcript
from academy.sandbox.ledger import Turn
from academy.sandbox.record import Exchange
from academy.sandbox.state import ConversationView, ItemView, ResponseView, State


def response(name: str, previous: str | None = None, conversation: str | None = None) -> ResponseView:
    return ResponseView(
        id=name,
        created_at=0.0,
        status="completed",
        model="gpt-5.4",
        previous_response_id=previous,
        conversation_id=conversation,
        input=(ItemView("msg_1", "message", "user", f"Hello\n from {name}"),),
        output=(ItemView("rs_1", "reasoning", "", "x" * 100),),
    )


def test_the_wire_shows_a_request_and_its_answer_in_full() -> None:
    exchange = Exchange(
        seq=1,
        client="c",
        started_at=0.0,
        seconds=0.0123,
        method="GET",
        path="/v1/responses/resp_1",
        query="stream=true",
        request=None,
        request_bytes=0,
        status=200,
        response={"naïve": [1]},
        response_bytes=1234,
        streamed=True,
        events=9,
        retry=1,
    )
    assert list(transcript.wire([exchange])) == [
        "GET /v1/responses/resp_1?stream=true -> 200  (12 ms, 9 events, retry 1)",
        "  request: empty",
        "  response, 1,234 bytes",
        "    {",
        '      "naïve": [',
        "        1",
        "      ]",
        "    }",
    ]


def test_the_state_is_a_tree_that_branches_where_chains_do() -> None:
    held = State(
        responses=(
            response("r1"),
            response("r2", "r1"),
            response("r3", "r1", "c1"),
            response("r4", "r2"),
            response("r5", "gone"),
        ),
        conversations=(ConversationView("c1", 0.0, (ItemView("m", "message", "user", "Hi"),)),),
        left_out=3,
    )
    lines = list(transcript.state(held))
    heads = [line.split("  completed")[0] for line in lines if "completed" in line]
    assert heads == ["  r1", "    r2", "      r4", "    r3", "  r5"]
    assert lines[:2] == ["as the sandbox holds it", "  3 older ones are left out"]
    assert "    user: Hello from r1" in lines
    assert f"    reasoning: {'x' * 71}…" in lines
    assert any("r3" in line and "in c1" in line for line in lines)
    assert any("r5" in line and "after gone, which is not here" in line for line in lines)
    assert lines[-2:] == ["  c1  1 items", "    user: Hi"]


def test_a_chain_of_thousands_is_shown_without_running_out_of_stack_or_width() -> None:
    chain = tuple(response(f"r{n}", f"r{n - 1}" if n else None) for n in range(3000))
    lines = [line for line in transcript.state(State(responses=chain)) if "completed" in line]
    assert len(lines) == 3000
    assert max(map(len, lines)) < 80


def test_an_empty_state_says_so_and_a_seen_one_what_it_is() -> None:
    assert list(transcript.state(State(seen=True))) == [
        "as seen on the wire; the real API has no list",
        "  nothing is stored",
    ]


def turn(read: int, cached: int, said: int, sent: int) -> Turn:
    return Turn(1, "/v1/responses", "gpt-5.4", read, cached, said, sent, read, 200)


def test_the_ledger_draws_bars_to_one_scale() -> None:
    lines = list(transcript.ledger([turn(200, 0, 50, 200), turn(1500, 1024, 100, 20)]))
    bars = [line.rpartition("  ")[2] for line in lines if line.startswith("turn")]
    assert [(bar.count("="), bar.count("#"), bar.count("+")) for bar in bars] == [(0, 5, 1), (26, 12, 2)]
    assert "20 tokens" in lines[3]
    assert "1500 tokens" in lines[3]
    assert lines[-1] == "in all: 1700 tokens read and billed, 220 tokens sent by you"


def test_a_ledger_without_turns_says_so() -> None:
    assert list(transcript.ledger([])) == ["no turn was answered"]
    assert list(transcript.ledger([turn(0, 0, 0, 0)]))
