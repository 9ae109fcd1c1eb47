"""The edge of everything line by line: what reaches a terminal, and what comes in."""

from io import BytesIO, StringIO, TextIOWrapper
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from academy.plain.console import Console, harmless


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@given(st.text())
def test_a_terminal_is_never_told_to_do_anything_but_begin_a_new_line(text: str) -> None:
    assert not any(category(character).startswith("C") for character in harmless(text) if character != "\n")


def test_line_ends_of_all_systems_are_one() -> None:
    assert harmless("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_paragraphs_are_folded_on_a_terminal_and_whole_elsewhere() -> None:
    words = " ".join(["word"] * 60)
    pipe, terminal = StringIO(), Terminal()
    Console(StringIO(), pipe, StringIO()).say(words, "1. ")
    Console(StringIO(), terminal, StringIO()).say(words, "1. ")
    assert pipe.getvalue() == f"1. {words}\n"
    first, *rest = terminal.getvalue().splitlines()
    assert first.startswith("1. word")
    assert rest
    assert all(line.startswith("   word") for line in rest)


def test_only_somebody_who_types_is_prompted() -> None:
    err = StringIO()
    assert Console(StringIO("2\n"), StringIO(), err).ask("Your answer:") == "2"
    assert err.getvalue() == ""
    assert Console(Terminal(" 2 \n"), StringIO(), err).ask("Your answer:") == "2"
    assert err.getvalue() == "Your answer: "


def test_the_end_of_input_is_no_empty_line() -> None:
    console = Console(StringIO("\nlast"), StringIO(), StringIO())
    assert [console.ask("?"), console.ask("?"), console.ask("?")] == ["", "last", None]


def test_what_an_encoding_lacks_becomes_a_question_mark() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii")
    Console(StringIO(), out, StringIO()).say("naïve ✓")
    assert raw.getvalue() == b"na?ve ?\n"
    out.detach()
