"""The rules that join one value to another: ids, references, chains, keys of questions.

They read the file's plain data and skip whatever has the wrong shape (shape.py reports that), so that a
file with both kinds of mistakes shows both at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.course.mistake import Keys, Mistake
from academy.course.problems import did_you_mean, quoted

Table = Mapping[str, Any]
_MANY = 12  # ids that a hint can name before it is longer than what it helps with


@dataclass(slots=True)
class Ids:
    """The ids of one kind; where not all could be read (`complete` is False), none can be called missing."""

    at: dict[str, Keys] = field(default_factory=dict)
    complete: bool = True


def tables(data: Table, key: str, path: Keys = ()) -> Iterator[tuple[Keys, Table]]:
    """The tables of an array of tables, each with its path; nothing where there is no such array."""
    array = data.get(key)
    if isinstance(array, list):
        for index, table in enumerate(array):
            if isinstance(table, dict):
                yield (*path, key, index), table


def text(table: Table, key: str) -> str | None:
    """A text of a table; None where there is none."""
    value = table.get(key)
    return value if isinstance(value, str) else None


def collect(found: Iterable[tuple[Keys, Table]], kind: str) -> tuple[Ids, list[Mistake]]:
    """The ids of some tables, and a mistake for each that comes twice."""
    ids, mistakes = Ids(), []
    for path, table in found:
        name = text(table, "id")
        if name is None:
            ids.complete = False
        elif name in ids.at:
            message = f"two {kind}s have the id {quoted(name)}"
            mistakes.append(Mistake((*path, "id"), "duplicate-id", message, "give one of them another id"))
        else:
            ids.at[name] = path
    return ids, mistakes


def dangling(path: Keys, name: str, ids: Ids, kind: str, where: str) -> list[Mistake]:
    """A mistake if no such id exists, with the closest that does."""
    if name in ids.at or not ids.complete:
        return []
    meant = did_you_mean(name, ids.at)
    if meant:
        hint = f"did you mean `{meant}`?"
    else:
        some = ", ".join(list(ids.at)[:_MANY]) + (", ..." if len(ids.at) > _MANY else "")
        hint = f"there is: {some}" if ids.at else f"there is no {kind} at all"
    return [Mistake(path, "dangling-reference", f"{where} has no {kind} {quoted(name)}", hint)]


def lesson_mistakes(data: Table) -> list[Mistake]:
    """Every broken rule inside one lesson."""
    sections = list(tables(data, "section"))
    demos = [found for path, section in sections for found in tables(section, "demo", path)]
    claims = [found for path, section in sections for found in tables(section, "claim", path)]
    _, mistakes = collect(sections, "section")
    demo_ids, twice = collect(demos, "demo")
    mistakes += twice + collect(claims, "claim")[1] + _chains(demos, demo_ids)
    for path, claim in claims:
        mistakes += _proof(path, claim, demo_ids)
    return mistakes


def _chains(demos: list[tuple[Keys, Table]], ids: Ids) -> list[Mistake]:
    """Mistakes of `continues`: to nowhere, in a circle, or to a demo further down."""
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for number, (_, demo) in enumerate(demos):
        if (name := text(demo, "id")) is not None:
            first.setdefault(name, number)
    follows = {name: text(demos[number][1], "continues") for name, number in first.items()}
    circles = {circle[0]: circle for circle in _circles(follows)}
    circling = {name for circle in circles.values() for name in circle}
    for number, (path, demo) in enumerate(demos):
        name, before = text(demo, "id"), text(demo, "continues")
        if before is None:
            continue
        at = (*path, "continues")
        mistakes += dangling(at, before, ids, "demo", "this lesson")
        if name in circles and first[name] == number:
            around = " -> ".join([*circles[name], name])
            message = f"demos continue each other in a circle: {around}"
            mistakes.append(Mistake(at, "loop", message, "break it here"))
        elif name not in circling and first.get(before, -1) > number:
            message = f"{quoted(before)} stands further down"
            hint = "a demo continues one that stands before it"
            mistakes.append(Mistake(at, "forward-reference", message, hint))
    return mistakes


def _circles(follows: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each circle of names once, from the name in it that comes first in `follows`."""
    places = {name: place for place, name in enumerate(follows)}
    done: set[str] = set()
    for start in follows:
        walk: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in walk:
            walk[at] = None
            at = follows.get(at)
        done.update(walk)
        if at in walk:
            names = list(walk)
            circle = names[names.index(at) :]
            begin = circle.index(min(circle, key=places.__getitem__))
            yield circle[begin:] + circle[:begin]


def _proof(path: Keys, claim: Table, demos: Ids) -> list[Mistake]:
    evidence, proof = text(claim, "evidence"), text(claim, "proof")
    if proof is None:
        if evidence in ("sdk", "sandbox") and "proof" not in claim:
            message = f"evidence {quoted(evidence)} without a `proof`"
            return [
                Mistake(
                    (*path, "evidence"),
                    "missing-proof",
                    message,
                    'name the demo that proves it: proof = "..."',
                )
            ]
        return []
    if evidence == "cited":
        message = "a cited claim has no `proof`"
        return [
            Mistake(
                (*path, "proof"), "needless-proof", message, 'leave it out, or write evidence = "sandbox"'
            )
        ]
    return dangling((*path, "proof"), proof, demos, "demo", "this lesson")


def quiz_mistakes(data: Table) -> list[Mistake]:
    """Every broken rule inside one quiz."""
    questions = list(tables(data, "question"))
    _, mistakes = collect(questions, "question")
    for path, question in questions:
        mistakes += collect(tables(question, "option", path), "option")[1]
        mistakes += _right_options(path, question)
        if "section" in question and "lesson" not in data:
            message = "`section` without a lesson to find it in"
            hint = "name the quiz's lesson at the top of the file, or leave `section` out"
            mistakes.append(Mistake((*path, "section"), "section-without-lesson", message, hint))
    return mistakes


def _right_options(path: Keys, question: Table) -> list[Mistake]:
    options = [option for _, option in tables(question, "option", path)]
    marks = [option.get("correct") for option in options]
    kind, at = text(question, "kind"), (*path, "kind")
    if len(marks) < 2 or not all(isinstance(mark, bool) for mark in marks):
        return []
    right = marks.count(True)
    if kind == "true-false" and len(marks) != 2:
        message = f"a true-false question has exactly 2 options, this one has {len(marks)}"
        return [Mistake(at, "wrong-option-count", message, 'leave some out, or write kind = "single"')]
    if kind in ("single", "true-false") and right != 1:
        hint = (
            "mark one option with correct = true"
            if right == 0
            else 'leave one right, or write kind = "multiple"'
        )
        message = f"a {kind} question has exactly 1 right option, this one has {right}"
        return [Mistake(at, "wrong-key-count", message, hint)]
    if kind == "multiple" and right in (0, len(marks)):
        message = f"a multiple question has right and wrong options, of these {len(marks)} {right} are right"
        return [Mistake(at, "wrong-key-count", message, "make at least one option right and one wrong")]
    return []


def quiz_reference_mistakes(data: Table, lessons: Ids, sections: Mapping[str, Ids]) -> list[Mistake]:
    """Every reference of a quiz into a course that leads nowhere. `sections` is by lesson id."""
    lesson = text(data, "lesson")
    if lesson is None:
        return []
    mistakes = dangling(("lesson",), lesson, lessons, "lesson", "the course")
    if lesson in sections:
        for path, question in tables(data, "question"):
            name = text(question, "section")
            if name is not None:
                where = f"the lesson {quoted(lesson)}"
                mistakes += dangling((*path, "section"), name, sections[lesson], "section", where)
    return mistakes
