"""Whatever bytes a course is made of: no traceback, every problem inside its file, twice the same."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.course import source
from academy.course.alone import load_path
from academy.course.loader import LoadResult
from academy.course.outline import read_outline
from academy.course.problems import render

VALID = Path(__file__).parent / "valid"
FILES = {str(path.relative_to(VALID)): path.read_bytes() for path in sorted(VALID.glob("*/*.toml"))}
VALUES = (
    b"-1",
    b"9" * 400,
    b"9" * 5000,
    b"1e400",
    b"nan",
    b"0x1F",
    b"true",
    b'""',
    b'"\\u001b[2J"',
    b"'''x\ny'''",
    b"2026-02-30",
    b"2026-01-31T10:00:00Z",
    b"10:00:00",
    b"[]",
    b"[[[1]]]",
    b"[" * 3000,
    b"{}",
    b"{ a = { b = 1 } }",
    b"[1, 'two', { three = 3 }]",
    b"[{ id = 1 }, { id = 'x' }]",
)
LINES = (
    b"[section]",
    b"[[section]]",
    b"[[section.demo]]",
    b"[[section.claim]]",
    b"[section.demo.expect]",
    b"[[question.option]]",
    b"[question]",
    b"[a.b.c]",
    b'"" = 1',
    b"id.deep = 1",
    b"x" * 3000 + b" = 1",
    b".".join([b"x"] * 3000) + b" = 1",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff\xfe",
    "k = 'wide \uff21 \U0001f34d e\u0301'".encode(),
)

Mutation = Callable[[bytes], bytes]


def flip(content: bytes, at: int, byte: int) -> bytes:
    at %= len(content) + 1
    return content[:at] + bytes([byte]) + content[at + 1 :]


def with_lines(content: bytes, change: Callable[[list[bytes]], None]) -> bytes:
    lines = content.split(b"\n")
    change(lines)
    return b"\n".join(lines)


def drop(content: bytes, at: int, count: int) -> bytes:
    return with_lines(
        content, lambda lines: lines.__delitem__(slice(at % len(lines), at % len(lines) + count))
    )


def double(content: bytes, start: int, count: int, to: int) -> bytes:
    def change(lines: list[bytes]) -> None:
        first = start % len(lines)
        lines[to % len(lines) : to % len(lines)] = lines[first : first + count]

    return with_lines(content, change)


def insert(content: bytes, at: int, line: bytes) -> bytes:
    return with_lines(content, lambda lines: lines.insert(at % len(lines), line))


def new_value(content: bytes, at: int, value: bytes) -> bytes:
    def change(lines: list[bytes]) -> None:
        settings = [number for number, line in enumerate(lines) if b" = " in line]
        if settings:
            number = settings[at % len(settings)]
            lines[number] = lines[number].split(b" = ")[0] + b" = " + value

    return with_lines(content, change)


def with_crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


PLACE = st.integers(0, 10_000)
MUTATIONS: st.SearchStrategy[Mutation] = st.one_of(
    st.builds(lambda at, byte: lambda content: flip(content, at, byte), PLACE, st.integers(0, 255)),
    st.builds(lambda at, count: lambda content: drop(content, at, count), PLACE, st.integers(1, 12)),
    st.builds(
        lambda at, count, to: lambda content: double(content, at, count, to),
        PLACE,
        st.integers(1, 12),
        PLACE,
    ),
    st.builds(lambda at, line: lambda content: insert(content, at, line), PLACE, st.sampled_from(LINES)),
    st.builds(
        lambda at, value: lambda content: new_value(content, at, value), PLACE, st.sampled_from(VALUES)
    ),
    st.builds(lambda at, line: lambda content: insert(content, at, line), PLACE, st.binary(max_size=20)),
    st.just(with_crlf),
)


def load(files: dict[str, bytes]) -> tuple[Path, LoadResult, LoadResult]:
    """Load a folder twice; the folder itself is gone after."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        first, second = load_path(root), load_path(root)
        read_outline(root)
        for problem in first.problems:
            check_place(problem.path, problem.line, problem.column)
            shown = render(problem, source.read(problem.path).text)
            assert all(character >= " " or character == "\n" for character in shown)
        return root, first, second


def check_place(path: Path, line: int, column: int) -> None:
    """The line is one of the file, the column one of the line or the one after its end."""
    lines = path.read_bytes().decode("utf-8", errors="replace").split("\n") if path.is_file() else [""]
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1].removesuffix("\r")) + 1


@settings(max_examples=500)
@given(st.sampled_from(sorted(FILES)), st.lists(MUTATIONS, min_size=1, max_size=5))
def test_a_mutated_course_is_read_without_a_traceback(name: str, mutations: list[Mutation]) -> None:
    content = FILES[name]
    for mutate in mutations:
        content = mutate(content)
    _, first, second = load(FILES | {name: content})
    assert first == second
    broken = {problem.path.name for problem in first.problems}
    # What is whole beside a broken file is still there.
    if first.course and name.startswith("quizzes"):
        assert {lesson.id for lesson in first.course.lessons} == {"first-steps", "second-steps"}
    # A file that is no TOML at all has one problem: more would be guesses.
    try:
        tomli.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        assert Path(name).name in broken
        of_file = [p for p in first.problems if p.path.name == Path(name).name and p.path.parent.name in name]
        assert len(of_file) == 1


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_random_bytes_are_read_without_a_traceback(content: bytes) -> None:
    _, first, second = load(
        {"lessons/course.toml": content, "lessons/01.toml": content, "quizzes/01.toml": content}
    )
    assert first == second
    assert first.problems


@settings(max_examples=200)
@given(st.text(st.sampled_from("[]{}=\"'#.,\n\\ aid1-\u0301\uff21"), max_size=60))
def test_the_letters_of_toml_in_any_order_are_read_without_a_traceback(text: str) -> None:
    _, first, second = load({"lessons/01.toml": text.encode()})
    assert first == second
