"""What a demo expects is seen or said to be missing, for any expectation and any run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.course.models import Expect, ExpectedExchange
from academy.demo.judge import Facts, missing
from academy.demo.run import Ended
from academy.sandbox.record import Exchange

WORDS = st.text(st.sampled_from("ab\n …"), min_size=1, max_size=4).filter(lambda text: bool(text.strip()))
PIECES = WORDS.map(str.strip)
IDS = st.text(st.sampled_from("abz019_-"), min_size=1, max_size=12)
EXCHANGES = st.builds(
    ExpectedExchange,
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    path=st.sampled_from(["/v1/responses", "/v1/responses/*", "/v1/conversations/*/items/*", "/v1/a.b/c"]),
    status=st.sampled_from([200, 400, 404]),
)


def exchange(
    method: str = "POST", path: str = "/v1/responses", status: int = 200, **more: int | None
) -> Exchange:
    return Exchange(
        seq=1,
        client="lesson/demo#1",
        started_at=0.0,
        seconds=0.1,
        method=method,
        path=path,
        query="",
        request=None,
        request_bytes=0,
        status=status,
        response=None,
        response_bytes=0,
        input_tokens=more.get("input_tokens"),
        cached_tokens=more.get("cached_tokens"),
    )


def facts(
    stdout: str = "", ended: Ended = "done", error: str | None = None, exchanges: tuple[Exchange, ...] = ()
) -> Facts:
    return Facts(ended, error, stdout, exchanges)


@given(st.lists(PIECES), st.data())
def test_pieces_in_their_order_with_anything_around_them_are_seen(
    pieces: list[str], data: st.DataObject
) -> None:
    around = [data.draw(st.text(max_size=3)) for _ in range(len(pieces) + 1)]
    stdout = around[0] + "".join(piece + after for piece, after in zip(pieces, around[1:], strict=True))
    assert missing(Expect(output=tuple(pieces)), facts(stdout)) == ()


@given(st.lists(PIECES, min_size=1, max_size=4), st.text(st.sampled_from("ab \n…"), max_size=20))
def test_output_is_missing_exactly_when_no_way_of_placing_the_pieces_exists(
    pieces: list[str], stdout: str
) -> None:
    def fits(at: int, left: list[str]) -> bool:
        return not left or any(
            stdout.startswith(left[0], start) and fits(start + len(left[0]), left[1:])
            for start in range(at, len(stdout))
        )

    assert bool(missing(Expect(output=tuple(pieces)), facts(stdout))) is not fits(0, pieces)


@given(st.lists(EXCHANGES, max_size=4), st.data())
def test_calls_that_match_one_to_one_are_seen_and_any_change_is_not(
    expected: list[ExpectedExchange], data: st.DataObject
) -> None:
    seen = [
        exchange(want.method, "".join(data.draw(IDS) if c == "*" else c for c in want.path), want.status)
        for want in expected
    ]
    expect = Expect(exchanges=tuple(expected))
    assert missing(expect, facts(exchanges=tuple(seen))) == ()
    assert len(missing(expect, facts(exchanges=(*seen, exchange())))) == 1
    if seen:
        at = data.draw(st.integers(0, len(seen) - 1))
        assert missing(expect, facts(exchanges=(*seen[:at], *seen[at + 1 :])))
        wrong = exchange(seen[at].method, seen[at].path + "/more", seen[at].status)
        assert len(missing(expect, facts(exchanges=(*seen[:at], wrong, *seen[at + 1 :])))) == 1
        wrong = exchange(seen[at].method, seen[at].path, 500)
        assert len(missing(expect, facts(exchanges=(*seen[:at], wrong, *seen[at + 1 :])))) == 1


@given(st.lists(EXCHANGES, max_size=3).map(tuple))
def test_calls_count_only_where_they_are_expected(made: tuple[ExpectedExchange, ...]) -> None:
    seen = tuple(exchange(one.method, one.path, one.status) for one in made)
    assert missing(Expect(), facts(exchanges=seen)) == ()
    assert bool(missing(Expect(exchanges=()), facts(exchanges=seen))) is bool(seen)


ERRORS = st.sampled_from([None, "ValueError", "NotFoundError"])


@given(ERRORS, ERRORS)
def test_an_exception_must_be_the_expected_one(expected: str | None, error: str | None) -> None:
    ended: Ended = "error" if error else "done"
    assert bool(missing(Expect(error=expected), facts(ended=ended, error=error))) is (expected != error)


@given(st.sampled_from(["stopped", "time", "memory", "output", "died"]), ERRORS, ERRORS)
def test_a_run_that_was_cut_short_never_counts(ended: Ended, expected: str | None, error: str | None) -> None:
    (sentence,) = missing(Expect(error=expected, output=("never",)), facts(ended=ended, error=error))
    assert sentence.endswith(".")


def test_running_out_of_memory_may_be_the_point() -> None:
    assert missing(Expect(error="MemoryError"), facts(ended="memory", error="MemoryError")) == ()


@pytest.mark.parametrize(
    ("wanted", "turns", "seen"),
    [
        ("some", [(2000, 1024)], True),
        ("some", [(2000, 1024), (2100, 0)], False),
        ("some", [], False),
        ("none", [(20, 0)], True),
        ("none", [(2000, 1024), (20, None)], True),
        ("none", [(20, 128)], False),
        ("none", [], False),
    ],
)
def test_cached_tokens_are_those_of_the_last_answered_turn(
    wanted: str, turns: list[tuple[int, int | None]], *, seen: bool
) -> None:
    made = [exchange(input_tokens=tokens, cached_tokens=cached) for tokens, cached in turns]
    made += [exchange("GET", "/v1/responses/x"), exchange(status=400)]
    expect = Expect.model_validate({"cached": wanted})
    assert (not missing(expect, facts(exchanges=tuple(made)))) is seen


def test_the_sentences_are_for_people() -> None:
    expect = Expect(
        output=("PINEAPPLE", "word", "x" * 80),
        exchanges=(
            ExpectedExchange(method="POST", path="/v1/responses"),
            ExpectedExchange(method="DELETE", path="/v1/responses/*"),
        ),
    )
    said = missing(expect, facts("word PINEAPPLE", exchanges=(exchange(status=404),)))
    assert said == (
        "The output has “word”, but not after “PINEAPPLE”.",
        f"The output does not have “{'x' * 59}…”.",
        "Call 1 was expected to be POST /v1/responses with status 200; it was POST /v1/responses with status 404.",
        "Call 2, DELETE /v1/responses/*, was expected and not made.",
    )
    assert missing(Expect(), facts(ended="error", error="AssertionError")) == (
        "It ended with an AssertionError, which nobody expected.",
    )
    assert missing(Expect(error="NotFoundError"), facts()) == (
        "It ran to its end; a NotFoundError was expected.",
    )
    assert missing(Expect(), Facts("died", None, "", (), "killed by SIGSEGV")) == (
        "It ended its interpreter (killed by SIGSEGV).",
    )
