from typing import Any

from academy.sandbox.ledger import Turn, ledger
from academy.sandbox.record import Exchange


def exchange(**changed: Any) -> Exchange:
    plain: dict[str, Any] = {
        "seq": 1, "client": "a", "started_at": 0.0, "seconds": 0.1, "method": "POST", "path": "/v1/responses",
        "query": "", "request": {}, "request_bytes": 120, "status": 200, "response": {}, "response_bytes": 900,
        "model": "gpt-5.4", "input_tokens": 40, "cached_tokens": 0, "output_tokens": 7, "sent_tokens": 12,
    }  # fmt: skip
    return Exchange(**{**plain, **changed})


def test_a_turn_sent_little_and_was_billed_on_all_that_was_read() -> None:
    assert ledger([exchange(seq=5)]) == (Turn(5, "/v1/responses", "gpt-5.4", 40, 0, 7, 12, 40, 120),)


def test_only_answered_turns_with_usage_are_in_it() -> None:
    turns = ledger(
        [
            exchange(seq=1),
            exchange(seq=2, status=400, input_tokens=None),
            exchange(seq=3, method="GET", path="/v1/responses/resp_1"),
            exchange(seq=4, path="/v1/conversations", input_tokens=None),
            exchange(seq=5, path="/v1/chat/completions", input_tokens=60, sent_tokens=60),
            exchange(seq=6, input_tokens=None),
            exchange(seq=7, status=500),
        ]
    )
    assert [(turn.seq, turn.sent_tokens, turn.resent_tokens) for turn in turns] == [(1, 12, 40), (5, 60, 60)]


def test_what_the_real_api_did_not_say_counts_as_nothing_cached_and_all_sent() -> None:
    (turn,) = ledger([exchange(cached_tokens=None, output_tokens=None, sent_tokens=None, model=None)])
    assert (turn.cached_tokens, turn.output_tokens, turn.sent_tokens, turn.model) == (0, 0, 40, "")
