"""The rules that join one value to another: ids, references, chains, keys of questions.

They read the file's plain data and skip whatever has the wrong shape (shape.py reports that), so that a
file with both kinds of mistakes shows both at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.course.positions import Path
from academy.course.problems import did_you_mean, quoted
from academy.course.shape import Mistake

Table = Mapping[str, Any]


@dataclass(slots=True)
class Ids:
    """The ids of one kind; where not all could be read (`complete` is False), none can be called missing."""

    at: dict[str, Path] = field(default_factory=dict)
    complete: bool = True


def tables(data: Table, key: str, path: Path = ()) -> Iterator[tuple[Path, Table]]:
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


def collect(found: Iterable[tuple[Path, Table]], kind: str) -> tuple[Ids, list[Mistake]]:
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


def dangling(path: Path, name: str, ids: Ids, kind: str, where: str = "") -> list[Mistake]:
    """A mistake if no such id exists, with the closest that does."""
    if name in ids.at or not ids.complete:
        return []
    meant = did_you_mean(name, ids.at)
    if meant:
        hint = f"did you mean `{meant}`?"
    else:
        hint = f"there is: {', '.join(ids.at)}" if ids.at else f"there is no {kind} at all"
    return [Mistake(path, "dangling-reference", f"there is no {kind} {quoted(name)}{where}", hint)]


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


def _chains(demos: list[tuple[Path, Table]], ids: Ids) -> list[Mistake]:
    """Mistakes of `continues`: to nowhere, in a circle, or to a demo further down."""
    mistakes: list[Mistake] = []
    first = {
        name: number for number, name in reversed(list(enumerate(text(demo, "id") for _, demo in demos)))
    }
    follows = {
        name: text(demos[number][1], "continues") for name, number in first.items() if name is not None
    }
    looped: set[str] = set()
    for number, (path, demo) in enumerate(demos):
        name, before = text(demo, "id"), text(demo, "continues")
        if before is None:
            continue
        at = (*path, "continues")
        mistakes += dangling(at, before, ids, "demo")
        loop = _loop(name, follows)
        if loop:
            if not looped & set(loop):
                around = " -> ".join([*loop, loop[0]])
                mistakes.append(
                    Mistake(at, "loop", f"demos continue each other in a circle: {around}", "break it here")
                )
            looped |= set(loop)
        elif first.get(before, -1) > number:
            message = f"{quoted(before)} stands further down"
            mistakes.append(
                Mistake(at, "forward-reference", message, "a demo continues one that stands before it")
            )
    return mistakes


def _loop(name: str | None, follows: Mapping[str, str | None]) -> list[str]:
    """The demos from `name` back to `name`; empty when the chain does not come back to it."""
    seen: list[str] = []
    at = name
    while at is not None and at not in seen:
        seen.append(at)
        at = follows.get(at)
    return seen if at is not None and at == name else []


def _proof(path: Path, claim: Table, demos: Ids) -> list[Mistake]:
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
    return dangling((*path, "proof"), proof, demos, "demo")


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


def _right_options(path: Path, question: Table) -> list[Mistake]:
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
    mistakes = dangling(("lesson",), lesson, lessons, "lesson")
    if lesson in sections:
        for path, question in tables(data, "question"):
            name = text(question, "section")
            if name is not None:
                mistakes += dangling(
                    (*path, "section"), name, sections[lesson], f"section in lesson `{lesson}`:"
                )
    return mistakes
