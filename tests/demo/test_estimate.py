"""An estimate is on the safe side of what the real API would bill, and is made without it."""

import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.demo.estimate import OUTPUT_ALLOWANCE, Estimate, estimate, sentence, total
from academy.demo.throwaway import bench
from academy.sandbox import Forward, Sandbox, prices
from academy.sandbox.record import Exchange
from tests.demo.lessons import lesson


def turn(
    read: int | None,
    said: int | None = 10,
    *,
    model: str = "gpt-5.4",
    status: int = 200,
    request: dict[str, object] | None = None,
) -> Exchange:
    return Exchange(
        seq=1,
        client="tested/a#1",
        started_at=0.0,
        seconds=0.0,
        method="POST",
        path="/v1/responses",
        query="",
        request=request or {},
        request_bytes=0,
        status=status,
        response={},
        response_bytes=0,
        model=model,
        input_tokens=read,
        output_tokens=said,
    )


def test_every_later_turn_reads_the_earlier_answers_at_their_full_allowance() -> None:
    made = estimate([((turn(20), turn(50)), True), ((turn(90),), True)])
    longer = OUTPUT_ALLOWANCE - 10
    assert (made.turns, made.output_tokens) == (3, 3 * OUTPUT_ALLOWANCE)
    assert made.input_tokens == 20 + (50 + longer) + (90 + 2 * longer)
    assert made.dollars == prices.cost("gpt-5.4", made.input_tokens, 0, made.output_tokens)


def test_what_is_not_counted_still_makes_the_context_longer() -> None:
    made = estimate([((turn(20),), False), ((turn(50),), True)])
    assert (made.turns, made.input_tokens) == (1, 50 + OUTPUT_ALLOWANCE - 10)


@pytest.mark.parametrize("name", ["max_output_tokens", "max_completion_tokens", "max_tokens"])
def test_a_call_that_limits_its_answer_is_allowed_no_more(name: str) -> None:
    assert estimate([((turn(20, request={name: 16}),), True)]).output_tokens == 16
    assert estimate([((turn(20, 30, request={name: 16}),), True)]).output_tokens == 30


def test_calls_that_no_model_answered_cost_nothing() -> None:
    assert estimate([((turn(None, None), turn(20, status=400)), True)]) == Estimate(0, 0, 0, Decimal(0))


def test_a_model_without_a_price_makes_the_sum_unknown() -> None:
    known, unknown = estimate([((turn(20),), True)]), estimate([((turn(20, model="made-up"),), True)])
    assert known.dollars is not None
    assert unknown.dollars is None
    assert total([known, unknown]).dollars is None
    assert total([known, known]).dollars == known.dollars * 2
    assert "no price" in sentence(unknown)


def test_it_reads_as_a_sentence() -> None:
    made = Estimate(1, 1234, 400, Decimal("0.009085"))
    assert sentence(made) == "1 turn, 1,234 tokens in, 400 allowed out: at most about $0.0091"


TOKENS = st.integers(0, 5000)


@given(st.lists(st.tuples(TOKENS, TOKENS), max_size=6))
def test_it_is_never_below_what_was_seen(turns: list[tuple[int, int]]) -> None:
    made = estimate([(tuple(turn(read, said) for read, said in turns), True)])
    seen = prices.cost("gpt-5.4", sum(t[0] for t in turns), 0, sum(t[1] for t in turns))
    assert made.turns == len(turns)
    assert made.dollars is not None
    assert seen is not None
    assert made.dollars >= seen


FIRST = (
    "from openai import OpenAI\nclient = OpenAI()\n"
    'a = client.responses.create(model="gpt-5.4", input="My name is Ada.")'
)
NEXT = 'b = client.responses.create(model="gpt-5.4", input="And now?", previous_response_id=a.id)'
CHAIN = lesson(
    {"id": "a", "code": FIRST},
    {"id": "b", "continues": "a", "code": NEXT},
    {"id": "alone", "code": "print('nothing to pay')"},
)


@pytest.mark.skipif(sys.platform == "win32", reason="demos need fork")
async def test_a_notebook_estimates_what_would_run_and_touches_nothing() -> None:
    async with bench() as ours:
        with Sandbox(None) as real:
            key = real.issue_key("real")
            notebook = ours.runner.notebook(CHAIN, Forward(key, real.base_url))
            both = await notebook.estimate("b")
            assert both.turns == 2
            assert await notebook.estimate("a", "b") == both
            assert (await notebook.estimate("alone")).dollars == 0
            assert ours.sandbox.record.since() == real.record.since() == ()
            assert not ours.sandbox.state().responses
            await notebook.run("a", lambda _: None)
            assert (await notebook.estimate("b")).turns == 1
            assert (await notebook.estimate("b", code={"b": "pass"})).turns == 0
            assert len(real.record.since()) == 1
