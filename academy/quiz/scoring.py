"""What a response is worth: one pure function a question kind, all exact."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from academy.course.models import Question


@dataclass(frozen=True, slots=True)
class Score:
    """What a response earned: `points` of `max_points`, exact; `correct` when it earned all of them."""

    points: Fraction
    max_points: int
    correct: bool


def score(question: Question, response: Iterable[str]) -> Score:
    """Score a response (option ids, in any order) by the rule of the question's kind."""
    share = _RULES[question.kind](question.key, frozenset(response))
    return Score(share * question.points, question.points, share == 1)


def acceptable(question: Question, response: Iterable[str]) -> bool:
    """Whether a response can be taken: options that exist, at least one, and one only where one is asked for."""
    chosen = frozenset(response)
    known = {option.id for option in question.option}
    return bool(chosen) and chosen <= known and (question.kind == "multiple" or len(chosen) == 1)


def all_or_nothing(key: frozenset[str], chosen: frozenset[str]) -> Fraction:
    """1 for exactly the key, else 0."""
    return Fraction(int(chosen == key))


def net_correct(key: frozenset[str], chosen: frozenset[str]) -> Fraction:
    """Right options chosen less wrong ones chosen, by the number of right ones, never below 0.

    Choosing everything therefore earns nothing where at least half the options are wrong, and a guess that
    adds one wrong option to the key costs one right one.
    """
    return max(Fraction(0), Fraction(len(chosen & key) - len(chosen - key), len(key)))


def points_text(points: Fraction | float) -> str:
    """Points as people write them: at most two decimals, none that say nothing (`3`, `2.5`, `0.33`)."""
    return f"{float(points):.2f}".rstrip("0").rstrip(".")


_RULES: dict[str, Callable[[frozenset[str], frozenset[str]], Fraction]] = {
    "single": all_or_nothing,
    "true-false": all_or_nothing,
    "multiple": net_correct,
}
