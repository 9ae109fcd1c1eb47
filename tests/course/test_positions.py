"""The scanner knows where every key and value of a document stands, however it is written."""

from dataclasses import dataclass, field
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from academy.course.mistake import Keys
from academy.course.positions import Positions

SPACE = st.sampled_from(["", " ", "\t"])
BREAK = st.sampled_from(["", " ", "\n", " # ], } = \"'''\n  "])
NAME = st.text(st.sampled_from("ab-1\uff21 .'\"#]"), max_size=3)
BARE = st.text(st.sampled_from("ab-1_"), min_size=1, max_size=3)
SCALAR = st.sampled_from(
    [
        "1",
        "0x1F",
        "1.5e3",
        "true",
        "2026-01-31",
        "2026-01-31 07:00:00",
        '""',
        "''",
        '"]},#\\"\'"',
        "'\\'",
        '"""\n[a]\n\\""" = \\\n  1"""',
        '"""two quotes at the end"""""',
        "'''it's\n[[b]]'''''",
    ]
)


@dataclass
class Writer:
    """Writes a document and notes where it puts what."""

    data: st.DataObject
    text: str = ""
    values: dict[Keys, int] = field(default_factory=dict)
    keys: dict[Keys, int] = field(default_factory=dict)

    def some(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def put(self, piece: str) -> None:
        self.text += piece

    def key(self, parent: Keys, number: int) -> Keys:
        """A key no other of its table has; quoted in either way, or bare."""
        name = f"{self.some(NAME)}{number}"
        path = (*parent, name)
        self.keys[path] = len(self.text)
        if all(c in "ab-1234567890" for c in name) and self.some(st.booleans()):
            self.put(name)
        elif "'" not in name and self.some(st.booleans()):
            self.put(f"'{name}'")
        else:
            self.put('"' + name.replace('"', '\\"') + '"')
        return path

    def pair(self, parent: Keys, number: int, depth: int) -> None:
        path = self.key(parent, number)
        if self.some(st.booleans()):
            # A dotted key makes a table that stands where its name does.
            self.values[path] = self.keys[path]
            self.put(self.some(SPACE) + "." + self.some(SPACE))
            path = self.key(path, 0)
        self.put(self.some(SPACE) + "=" + self.some(SPACE))
        self.value(path, depth)

    def value(self, path: Keys, depth: int) -> None:
        self.values[path] = len(self.text)
        kind = self.some(st.sampled_from(["scalar", "array", "table"])) if depth else "scalar"
        if kind == "scalar":
            self.put(self.some(SCALAR))
            return
        opening, closing = "[]" if kind == "array" else "{}"
        self.put(opening)
        count = self.some(st.integers(0, 3))
        for number in range(count):
            self.put(self.some(BREAK))
            if kind == "array":
                self.value((*path, number), depth - 1)
            else:
                self.pair(path, number, depth - 1)
            self.put(self.some(BREAK) + ("," if number < count - 1 or self.some(st.booleans()) else ""))
        self.put(self.some(BREAK) + closing)

    def table(self, path: Keys, header: str) -> None:
        start = len(self.text)
        self.values[path] = start
        self.keys[path] = start + header.rindex(".") + 1 if "." in header else start + header.count("[")
        self.put(header + self.some(st.sampled_from(["\n", " # [x]\n\n"])))
        for number in range(self.some(st.integers(0, 3))):
            self.pair(path, number, 2)
            self.put(self.some(st.sampled_from(["\n", " # x = 1\n"])))


@given(st.data())
def test_every_key_and_value_is_found_where_it_was_written(data: st.DataObject) -> None:
    writer = Writer(data)
    for number in range(data.draw(st.integers(0, 3))):
        writer.pair((), number, 2)
        writer.put("\n")
    for many in range(data.draw(st.integers(0, 3))):
        writer.table(("many", many), "[[many]]")
        if data.draw(st.booleans()):
            writer.table(("many", many, "one"), "[many.one]")
        for inner in range(data.draw(st.integers(0, 2))):
            writer.table(("many", many, "inner", inner), "[[many.inner]]")
    tomli.loads(writer.text)
    positions = Positions(writer.text)
    for path, offset in writer.values.items():
        assert positions.value(path) == positions.line_column(offset), path
    for path, offset in writer.keys.items():
        assert positions.key(path) == positions.line_column(offset), path


def test_what_has_no_place_of_its_own_has_that_of_what_is_around_it() -> None:
    positions = Positions("a = 1\n[[many]]\nb = { c = 1 }\n")
    assert positions.value(("many", 0, "absent", "deeper")) == (2, 1)
    assert positions.key(("many", 0, "b", "absent")) == (3, 5)
    assert positions.value(("absent",)) == (1, 1)
    assert Positions("").value(("a", 0)) == (1, 1)


@given(
    st.text(st.sampled_from("ab\uff21\n\t\\"), min_size=1, max_size=20).filter(lambda text: "x" not in text),
    st.integers(0, 19),
    st.sampled_from(['"', '"""', '"""\n', "'", "'''", "'''\n"]),
    st.booleans(),
)
def test_a_character_inside_a_text_is_found_behind_its_escapes(
    text: str, at: int, quotes: str, trimmed: bool
) -> None:
    at %= len(text)
    text = text[:at] + "x" + text[at + 1 :]
    closing = quotes.rstrip("\n")
    if quotes.startswith("'"):
        written = text
        if len(closing) == 1:
            written, text = written.replace("\n", " "), text.replace("\n", " ")
    else:
        written = text.replace("\\", "\\\\").replace("a", "\\u0061").replace("\uff21", "\\U0000ff21")
        if len(closing) == 1:
            written = written.replace("\n", "\\n")
        elif trimmed:
            # A backslash at the end of a line takes it and the blanks after it out.
            written = written.replace("x", "\\  \n  x")
            at_break = text.index("x")
            if text[:at_break].endswith((" ", "\t", "\n")) or text[at_break - 1 : at_break] == "\\":
                written = written.replace("\\  \n  x", "x")
    document = f"k = {quotes}{written}{closing}\n"
    value = tomli.loads(document)["k"]
    positions = Positions(document)
    place = positions.inside(("k",), value.index("x"))
    line, column = place
    assert document.split("\n")[line - 1][column - 1] == "x"
