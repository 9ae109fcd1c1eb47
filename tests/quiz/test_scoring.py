"""What a response is worth, by the rule of each kind of question."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.course.models import Question, QuestionKind
from academy.quiz.scoring import acceptable, points_text, score
from tests.quiz.making import question, questions, responses

KINDS: tuple[QuestionKind, ...] = ("single", "multiple", "true-false")


@given(questions())
def test_the_key_earns_everything(one: Question) -> None:
    earned = score(one, one.key)
    assert earned.correct
    assert earned.points == earned.max_points == one.points


@given(st.data())
def test_no_response_earns_more_than_there_is_or_less_than_nothing(data: st.DataObject) -> None:
    one = data.draw(questions())
    response = data.draw(responses(one))
    earned = score(one, response)
    assert acceptable(one, response)
    assert 0 <= earned.points <= one.points
    assert earned.correct == (response == one.key)
    assert (earned.points == one.points) == earned.correct


@given(st.data())
def test_order_and_repetition_do_not_matter(data: st.DataObject) -> None:
    one = data.draw(questions())
    response = data.draw(responses(one))
    shuffled = data.draw(st.permutations([*response, *response]))
    assert score(one, shuffled) == score(one, response)


@given(st.data())
def test_a_wrong_option_more_never_earns_more_and_a_right_one_never_less(data: st.DataObject) -> None:
    one = data.draw(questions().filter(lambda each: each.kind == "multiple"))
    response = data.draw(responses(one))
    more = data.draw(
        st.sampled_from([option.id for option in one.option]).filter(lambda o: o not in response)
    )
    before, after = score(one, response).points, score(one, {*response, more}).points
    assert after >= before if more in one.key else after <= before


@pytest.mark.parametrize("kind", ["single", "true-false"])
def test_one_answer_is_right_or_wrong(kind: QuestionKind) -> None:
    one = question("q", "b", kind=kind, options=2, points=3)
    assert score(one, ["b"]).points == 3
    assert score(one, ["a"]).points == 0


@pytest.mark.parametrize(
    ("response", "points"),
    [
        ("ab", 2),
        ("a", 1),
        ("abc", 1),
        ("ac", 0),
        ("c", 0),
        ("cd", 0),
        ("abcd", 0),
        ("abcde", 0),
    ],
)
def test_several_answers_earn_the_right_ones_less_the_wrong_ones(response: str, points: int) -> None:
    one = question("q", "ab", kind="multiple", options=5, points=2)
    assert score(one, response).points == points


def test_thirds_stay_exact() -> None:
    one = question("q", "abc", kind="multiple", options=4)
    assert score(one, "a").points == Fraction(1, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_taken(kind: QuestionKind) -> None:
    one = question("q", "a", kind=kind, options=2)
    assert acceptable(one, ["b"])
    assert not acceptable(one, [])
    assert not acceptable(one, ["gone"])
    assert not acceptable(one, ["a", "gone"])
    assert acceptable(one, ["a", "b"]) == (kind == "multiple")


@pytest.mark.parametrize(
    ("points", "written"),
    [(Fraction(3), "3"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "0.33"), (0.0, "0"), (100.0, "100")],
)
def test_points_are_written_as_people_do(points: Fraction | float, written: str) -> None:
    assert points_text(points) == written
