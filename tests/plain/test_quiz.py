"""Which lines are answers."""

import pytest

from academy.course.models import Option, Question, Quiz
from academy.plain.quiz import parse
from academy.quiz.attempt import Attempt


def asked(kind: str) -> tuple[Attempt, Question]:
    options = [Option(id=name, text=name, correct=name == "a", feedback="so") for name in "abc"]
    question = Question.model_validate(
        {"id": "q", "kind": kind, "prompt": "?", "explanation": "!", "option": options}
    )
    return Attempt(Quiz(id="q", title="Q", question=(question,)), "id", 1), question


@pytest.mark.parametrize(
    ("kind", "line", "chosen"),
    [
        ("single", "2", {"b"}),
        ("multiple", "1,3", {"a", "c"}),
        ("multiple", "3 , 1", {"a", "c"}),
        ("multiple", "2", {"b"}),
        ("multiple", "1,1", {"a"}),
        ("single", "1,2", None),
        ("single", "4", None),
        ("single", "0", None),
        ("single", "12", None),
        ("single", "", None),
        ("single", "b", None),
        ("multiple", "1,", None),
        ("multiple", "1 2", None),
        ("multiple", "1;2", None),
    ],
)
def test_a_line_is_an_answer_or_it_is_not(kind: str, line: str, chosen: set[str] | None) -> None:
    attempt, question = asked(kind)
    assert parse(line, attempt, question) == chosen
