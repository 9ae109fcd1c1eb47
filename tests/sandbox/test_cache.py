from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox.cache import SMALLEST, STEP, TTL_SECONDS, PrefixCache

LENGTHS = st.integers(0, 3_000)


def by_the_rule(earlier: Sequence[Sequence[int]], prompt: Sequence[int]) -> int:
    longest = 0
    for other in earlier:
        same = 0
        while same < min(len(other), len(prompt)) and other[same] == prompt[same]:
            same += 1
        longest = max(longest, same)
    floor = longest // STEP * STEP
    return floor if floor >= SMALLEST else 0


@given(st.lists(st.tuples(LENGTHS, LENGTHS), max_size=6))
def test_the_documented_rule(shapes: list[tuple[int, int]]) -> None:
    cache = PrefixCache()
    earlier: list[list[int]] = []
    for number, (common, own) in enumerate(shapes, start=1):
        prompt = [*range(common), *([-number % 1_000_003] * own)]
        assert cache.lookup_and_store("a", prompt, 0.0) == by_the_rule(earlier, prompt)
        earlier.append(prompt)


def test_the_smallest_prompt_and_the_steps() -> None:
    for length, cached in ((1_023, 0), (1_024, 1_024), (1_151, 1_024), (1_152, 1_152), (2_006, 1_920)):
        cache, prompt = PrefixCache(), list(range(length))
        assert cache.lookup_and_store("a", prompt, 0.0) == 0
        assert cache.lookup_and_store("a", prompt, 1.0) == cached


def test_a_chain_that_grows_is_cached_up_to_its_last_turn() -> None:
    cache = PrefixCache()
    cached = [cache.lookup_and_store("a", list(range(length)), 0.0) for length in (900, 1_100, 1_300, 1_500)]
    assert cached == [0, 0, 1_024, 1_280]


def test_scopes_share_nothing() -> None:
    cache, prompt = PrefixCache(), list(range(2_000))
    cache.lookup_and_store("a", prompt, 0.0)
    assert cache.lookup_and_store("b", prompt, 0.0) == 0


def test_a_prefix_is_forgotten_some_time_after_its_last_use() -> None:
    cache, prompt = PrefixCache(), list(range(2_000))
    cache.lookup_and_store("a", prompt, 0.0)
    assert cache.lookup_and_store("a", prompt, TTL_SECONDS) == 1_920
    assert cache.lookup_and_store("a", prompt, 2 * TTL_SECONDS) == 1_920
    assert cache.lookup_and_store("a", prompt, 3 * TTL_SECONDS + 1) == 0


def test_memory_is_bounded_and_what_was_used_last_stays() -> None:
    cache = PrefixCache(kept_blocks=20)
    old, new = list(range(2_000)), list(range(5_000, 7_000))
    cache.lookup_and_store("a", old, 0.0)
    cache.lookup_and_store("a", new, 1.0)
    assert cache.lookup_and_store("a", new, 2.0) == 1_920
    assert cache.lookup_and_store("a", old, 3.0) == 0


def test_a_prompt_larger_than_the_room_keeps_its_beginning() -> None:
    cache, prompt = PrefixCache(kept_blocks=10), list(range(10_000))
    cache.lookup_and_store("a", prompt, 0.0)
    assert cache.lookup_and_store("a", prompt, 1.0) == 1_280
