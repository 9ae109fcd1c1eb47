"""Which part of a prompt the API would have read from its cache: the published prefix rule.

Source: OpenAI's guide to prompt caching, as it holds for models before GPT-5.6. A prompt of 1,024 tokens
or more is cached by its exact prefix, in steps of 128 tokens, for 5 to 10 minutes after its last use.
"""

import hashlib
import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence

# How token ids are packed: a prompt that comes as such an array is copied and not converted, id by id.
ID = "I"
SMALLEST = 1_024
STEP = 128
TTL_SECONDS = 600.0
KEPT_BLOCKS = 65_536


class PrefixCache:
    """Remembers prompts as chained hashes of 128-token blocks, the least recently used forgotten first.

    A block's hash covers all that stands before it, so the longest common prefix with any earlier prompt
    is found in one walk, however many prompts there were. Safe to use from several threads.
    """

    def __init__(self, *, ttl: float = TTL_SECONDS, kept_blocks: int = KEPT_BLOCKS) -> None:
        self._ttl = ttl
        self._kept = kept_blocks
        self._used: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def lookup_and_store(self, scope: str, prompt: Sequence[int], now: float) -> int:
        """Cached tokens of a prompt (0, or 1,024 and up in steps of 128), which is remembered from `now` on.

        `scope` keeps those apart who share no cache (an organisation and a model); `now` is in seconds on any
        clock that does not run backwards.
        """
        if len(prompt) < SMALLEST:
            return 0
        blocks = _blocks(scope, prompt)
        with self._lock:
            found = 0
            for block in blocks:
                used = self._used.get(block)
                if used is None or now - used > self._ttl:
                    break
                found += 1
            # The deepest first: when room is short, a prompt loses its end before its beginning.
            for block in reversed(blocks):
                self._used[block] = now
                self._used.move_to_end(block)
            while len(self._used) > self._kept:
                self._used.popitem(last=False)
        cached = found * STEP
        return cached if cached >= SMALLEST else 0


def _blocks(scope: str, prompt: Sequence[int]) -> list[bytes]:
    ids = array(ID, prompt)
    packed = memoryview(ids).cast("B")
    width = STEP * ids.itemsize
    running = hashlib.blake2b(hashlib.sha256(scope.encode("utf-8", "replace")).digest(), digest_size=16)
    blocks = []
    for start in range(0, len(prompt) // STEP * width, width):
        running.update(packed[start : start + width])
        blocks.append(running.digest())
    return blocks
