"""How a problem looks to a person: the caret under the right character, nothing that a terminal would obey."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.course.problems import Problem, did_you_mean, quoted, render

FILE = Path("lessons/01.toml")


def shown(text: str, line: int, column: int) -> list[str]:
    return render(Problem(FILE, line, column, "code", "what", "how"), text).splitlines()


def test_a_problem_is_shown_with_its_place_its_line_a_caret_and_a_hint() -> None:
    assert shown("a = 1\nminutes = 0\n", 2, 11) == [
        "lessons/01.toml:2:11: code: what",
        " 2 | minutes = 0",
        "   |           ^",
        "   hint: how",
    ]


@pytest.mark.parametrize(
    ("before", "cells"),
    [
        ("plain ", 6),
        ("\t", 1),
        ("\uff21\u6f22 ", 5),
        ("e\u0301 ", 2),
        ("\U0001f34d ", 3),
        ("\u200d\x1b ", 3),
    ],
)
def test_the_caret_stands_below_whatever_width_stands_before(before: str, cells: int) -> None:
    _, line, caret, _ = shown(f"{before}HERE", 1, len(before) + 1)
    assert line.endswith("HERE")
    assert caret == "   | " + " " * cells + "^"


def test_a_windows_line_ends_before_its_carriage_return() -> None:
    assert shown("a = 1\r\nb =\r\nc = 3\r\n", 2, 4)[1:3] == [" 2 | b =", "   |    ^"]


def test_a_problem_at_the_end_of_the_file_points_behind_it() -> None:
    assert shown("a = [", 1, 6)[1:3] == [" 1 | a = [", "   |      ^"]
    assert shown("a = 1\n", 2, 1)[1:3] == [" 2 | ", "   | ^"]


def test_without_a_text_there_is_no_line_to_show() -> None:
    assert shown("", 1, 1) == ["lessons/01.toml:1:1: code: what", "   hint: how"]


@given(
    st.text(st.characters(exclude_characters="\n\r"), min_size=1, max_size=300),
    st.integers(0, 299),
)
def test_a_long_line_is_cut_around_the_caret(line: str, at: int) -> None:
    at = min(at, len(line) - 1)
    problem = Problem(FILE, 1, at + 1, "code", "what")
    _, text, caret = render(problem, line).split("\n")
    assert len(text) < 110
    target = text[5:]
    # Walk the shown line to the caret's column: what stands there is the character that was meant.
    column, wanted = len(caret.rstrip()) - 6, line[at]
    reached = 0
    for character in target:
        width = (
            0
            if unicodedata.combining(character)
            else 2
            if unicodedata.east_asian_width(character) in "WF"
            else 1
        )
        if reached == column and (width or unicodedata.combining(wanted)):
            break
        reached += width
    assert reached == column
    if not unicodedata.combining(wanted):
        assert character in (wanted, "\ufffd", " ")


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_terminal_obeys_is_shown(message: str, hint: str, line: str) -> None:
    out = render(Problem(FILE, 1, 1, "code", message, hint), line)
    assert not [c for c in out if unicodedata.category(c)[0] == "C" and c != "\n"]


def test_color_is_added_only_when_asked_for() -> None:
    problem = Problem(FILE, 1, 1, "code", "what", "how")
    assert "\x1b[" in render(problem, "a", color=True)
    assert "\x1b[" not in render(problem, "a")


def test_a_value_is_quoted_short_and_harmless() -> None:
    assert quoted("a\nb\x1b[2J") == "`a b\ufffd[2J`"
    assert quoted("x" * 100) == f"`{'x' * 39}\u2026`"
    assert quoted(True) == "`True`"


@pytest.mark.parametrize(
    ("word", "meant"), [("titel", "title"), ("get", "GET"), ("Title", "title"), ("extra", None), ("", None)]
)
def test_the_word_that_was_meant_is_found(word: str, meant: str | None) -> None:
    assert did_you_mean(word, ["title", "track", "GET", "POST"]) == meant
