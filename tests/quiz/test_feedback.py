"""What is said about an answer."""

from hypothesis import given
from hypothesis import strategies as st

from academy.course.models import Option, Question, Quiz
from academy.quiz.attempt import Attempt
from academy.quiz.feedback import heading, marked, verdict

IDS = ("a", "b", "c", "d")


def asked(right: frozenset[str], points: int = 1, number: int = 1) -> Attempt:
    options = tuple(Option(id=o, text=o, correct=o in right, feedback=f"of {o}") for o in IDS)
    question = Question(id="q", kind="multiple", prompt="?", explanation="!", option=options, points=points)
    return Attempt(Quiz(id="quiz", title="Quiz", question=(question,)), "id", number)


@given(st.frozensets(st.sampled_from(IDS), min_size=1), st.frozensets(st.sampled_from(IDS), min_size=1))
def test_every_option_is_marked_by_key_and_choice(right: frozenset[str], chosen: frozenset[str]) -> None:
    attempt = asked(right, number=2)
    question = attempt.questions[0]
    answered = attempt.answer(chosen)
    found = marked(answered, question)
    assert [each.option for each in found] == list(attempt.options(question))
    assert [each.number for each in found] == [1, 2, 3, 4]
    for each in found:
        name = each.option.id
        assert (each.mark in {"right", "wrong"}) == (name in chosen)
        assert (each.mark in {"right", "missed"}) == (name in right)
        assert bool(each.says) == (name in chosen)
    assert (verdict(answered, question) == "Right.") == (chosen == right)


def test_part_of_the_points_is_said_in_points() -> None:
    attempt = asked(frozenset("ab"), points=3)
    question = attempt.questions[0]
    assert heading(attempt, question) == "QUERY 1 // 1"
    assert verdict(attempt.answer(["a"]), question) == "Partly right: 1.5 of 3 points."
    assert verdict(attempt.answer(["c"]), question) == "Not right."
