"""Whatever tomli has to say against a text, an author reads where to mend it and how."""

import pytest
import tomli

from academy.course.syntax import explain

# The bar stands before the character that the caret points to.
REFUSED = {
    "a = |'x": "this string is not closed",
    "a = |'x\nb = 1": "this string is not closed",
    "a = 'x|\nb = 'y'": "the string is not closed on its line",
    'a = "x|\nb = 1': "the string is not closed on its line",
    "a = |'''x\n'y' # it's": "this string is not closed",
    'a = \'it\'\nb = |"""x': "this string is not closed",
    'a = "|\\': "unescaped",
    'a = "C:|\\dir"': "unescaped",
    'a = "|\\u12"': "invalid hex value",
    "a = { b = 1, b = 2| }": "'b' is in these braces already",
    'a = "|\\uD800"': "escaped character is not a Unicode scalar value",
    "x = 1 # |\x07": "found invalid character '\\x07'",
    "a = 1\n|a = [\n 'a = 1',\n]": "this key or table is here already",
    "a.b = 1\n# [a]\n|[a] # x": "this key or table is here already",
    "a = 1|.": "expected newline",
    "a = [1, 2|": "unclosed array",
    "[a|": "expected ']' at the end of a table declaration",
    "|= 1": "invalid statement",
    "a = |yes": "this is no value",
}


@pytest.mark.parametrize("marked", REFUSED)
def test_a_refused_text_is_explained_at_its_place(marked: str) -> None:
    text = marked.replace("|", "", 1)
    with pytest.raises(tomli.TOMLDecodeError) as refused:
        tomli.loads(text)
    at, message, hint = explain(refused.value, text)
    assert text[:at] + "|" + text[at:] == marked
    assert REFUSED[marked] in message
    assert hint


def test_the_numbers_and_brackets_that_python_refuses_are_found_in_the_text() -> None:
    long = f"a = 1\nb = {'9' * 5000}"
    with pytest.raises(ValueError, match="Exceeds the limit") as refused:
        tomli.loads(long)
    assert explain(refused.value, long)[0] == long.index("999")
    deep = f"a = 1\nb = {'[' * 5000}"
    with pytest.raises(RecursionError) as too_deep:
        tomli.loads(deep)
    assert explain(too_deep.value, deep)[0] > deep.index("[[")
