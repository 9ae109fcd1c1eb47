"""Markdown as text to be read aloud."""

from io import StringIO
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.plain.console import Console
from academy.plain.markdown import blocks, inline


def written(markdown: str) -> str:
    out = StringIO()
    Console(StringIO(), out, StringIO()).markdown(markdown)
    return out.getvalue()


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Some **bold** and *soft* words.", "Some bold and soft words."),
        ("Keep `a_b*c` as it is.", "Keep `a_b*c` as it is."),
        ("See [the docs](https://example.org/a).", "See the docs (https://example.org/a)."),
        ("two\nlines", "two lines"),
        ("one\n\ntwo", "one two"),
        ("![a picture](x.png)", "a picture"),
        ("[bold]markup of others[/bold]", "[bold]markup of others[/bold]"),
    ],
)
def test_a_short_piece_is_one_paragraph(markdown: str, text: str) -> None:
    assert inline(markdown) == text


def test_a_page_keeps_its_blocks_apart() -> None:
    page = """
# Title
First.

- one
- two
  1. deeper
  2. and on

```python
x = 1

y = 2
```

| a | b |
|---|---|
| 1 | 2 |

Last.
"""
    assert written(page).splitlines() == [
        "Title",
        "",
        "First.",
        "- one",
        "- two",
        "   1. deeper",
        "   2. and on",
        "",
        "    x = 1",
        "",
        "    y = 2",
        "",
        "a | b",
        "1 | 2",
        "",
        "Last.",
    ]


@given(st.text())
def test_no_text_is_too_strange(markdown: str) -> None:
    assert not any(category(c).startswith("C") for c in written(markdown) if c != "\n")


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=5))
def test_every_word_of_every_paragraph_is_there(words: list[str]) -> None:
    assert [block.text for block in blocks("\n\n".join(words))] == words
