import gzip
import hashlib
import threading
import warnings
from collections.abc import Iterator
from importlib.metadata import files
from typing import Any

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from academy.sandbox import tokens

VOCABULARY = next(file for file in files("bpe-openai") or () if file.name == "o200k_base.tiktoken.gz")
URL = b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"

ODD = st.text(max_size=300)
WORDY = st.lists(
    st.sampled_from(
        [
            "the",
            " launch",
            "'ll",
            "DON'T",
            "1234567",
            "3.14",
            "/*",
            "=" * 40,
            "a" * 50,
            "日本語",
            "Straße",
            "👩‍👩‍👧",
            "<|endoftext|>",
            "<|start|>",
            "\n\n",
            "  ",
            "\t",
            "e\u0301",
            "\u00a0",
            "\u2028",
            "\r\n",
            "\uff46\uff55",
            "\x00",
            "\ufffd",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.fixture(scope="module")
def other() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own making, at import
        import bpe_openai  # type: ignore[import-untyped]
    return bpe_openai.get_encoding("o200k_base")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tiktoken.Encoding]:
    # tiktoken downloads its vocabulary; the same file, whose hash it checks, lies in another wheel.
    cache = tmp_path_factory.mktemp("tiktoken")
    (cache / hashlib.sha1(URL).hexdigest()).write_bytes(gzip.decompress(VOCABULARY.read_binary()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(cache))
        yield tiktoken.get_encoding("o200k_base")


def test_known_counts() -> None:
    assert tokens.count("") == 0
    assert tokens.count("hello world") == 2
    assert tokens.encode("hello world") == [24912, 2375]


def test_what_looks_special_is_plain_text() -> None:
    assert tokens.count("<|endoftext|>") == 7
    assert max(tokens.encode("a<|endoftext|>b<|endofprompt|>")) < 199_998


def test_lone_surrogates_count_as_replacement_characters() -> None:
    assert tokens.encode("a\ud800b") == tokens.encode("a\ufffdb")


def test_the_same_ids_as_bpe_openai(other: Any) -> None:
    @given(st.one_of(ODD, WORDY))
    def compare(text: str) -> None:
        assert tokens.encode(text) == list(other.encode(text, disallowed_special=()))

    compare()


def test_the_same_ids_as_tiktoken(original: tiktoken.Encoding) -> None:
    @given(st.one_of(ODD, WORDY))
    def compare(text: str) -> None:
        assert tokens.encode(text) == original.encode_ordinary(text)
        assert tokens.count(text) == len(original.encode_ordinary(text))

    compare()


def test_a_long_text_is_counted_as_the_original_does(original: tiktoken.Encoding) -> None:
    text = "The launch is on 3 March, in Zürich: 49,90 € 🎉.\n" * 2_000
    assert tokens.encode(text) == original.encode_ordinary(text)


def test_what_is_handed_out_is_the_callers_own() -> None:
    tokens.encode("mutable").append(1)
    assert 1 not in tokens.encode("mutable")


def test_threads_agree() -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(tokens.count("one two three"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [3] * 8
