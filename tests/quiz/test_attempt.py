"""One go at a quiz: asked in order, answered once, shown in the same order again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.course.models import Quiz
from academy.quiz.attempt import Attempt
from tests.quiz.making import question, quiz, quizzes, responses

THREE = quiz(question("one", "a"), question("two", "b", points=2), question("three", "ab", kind="multiple"))


def test_a_walk_through_a_quiz() -> None:
    attempt = Attempt(THREE, "id", 1)
    assert attempt.current == THREE.question[0]
    assert (attempt.position, attempt.finished, attempt.passed) == (1, False, False)
    attempt = attempt.answer(["b"])
    assert attempt.position == 2
    assert attempt.points == 0
    assert [each.id for each in attempt.missed] == ["one"]
    attempt = attempt.answer(["b"]).answer(["b", "a"])
    assert attempt.answers == {"one": ("b",), "two": ("b",), "three": ("a", "b")}
    assert (attempt.position, attempt.current, attempt.finished) == (4, None, True)
    assert attempt.points == 3
    assert (attempt.share, attempt.fraction) == (Fraction(3, 4), 0.75)
    assert attempt.passed
    assert not attempt.flawless
    with pytest.raises(ValueError, match="every question"):
        attempt.answer(["a"])


def test_a_response_that_cannot_be_taken_changes_nothing() -> None:
    attempt = Attempt(THREE, "id", 1)
    for response in ([], ["z"], ["a", "b"]):
        with pytest.raises(ValueError, match="no response"):
            attempt.answer(response)
    assert attempt.answers == {}


@pytest.mark.parametrize(("mark", "passed"), [(0.7, True), (0.71, False), (0.0, True), (1.0, False)])
def test_the_pass_mark_is_met_exactly(mark: float, passed: bool) -> None:
    one = quiz(question("one", "a", points=7), question("two", "a", points=3))
    attempt = Attempt(one.model_copy(update={"pass_mark": mark}), "id", 1).answer("a").answer("b")
    assert attempt.passed == passed


@given(quizzes(), st.uuids().map(str), st.integers(1, 4))
def test_options_come_in_file_order_first_and_later_in_an_order_of_the_attempt(
    one: Quiz, attempt_id: str, number: int
) -> None:
    attempt = Attempt(one, attempt_id, number)
    for each in one.question:
        shown = attempt.options(each)
        assert sorted(option.id for option in shown) == sorted(option.id for option in each.option)
        assert shown == Attempt(one, attempt_id, number).options(each)
        if number == 1 or each.kind == "true-false":
            assert shown == each.option


def test_later_attempts_do_not_all_show_one_order() -> None:
    one = question("one", "a", options=6)
    orders = {Attempt(quiz(one), str(n), 2).options(one) for n in range(20)}
    assert len(orders) > 5


@given(st.data())
def test_what_is_answered_is_kept_and_the_next_question_asked(data: st.DataObject) -> None:
    attempt = Attempt(data.draw(quizzes()), "id", 1)
    total = Fraction(0)
    for number, each in enumerate(attempt.questions, 1):
        assert (attempt.current, attempt.position) == (each, number)
        response = data.draw(responses(each))
        attempt = attempt.answer(response)
        assert set(attempt.answers[each.id]) == response
        total += attempt.score_of(each).points
        assert attempt.points == total
    assert attempt.finished
    assert attempt.flawless == (attempt.share == 1)
    assert 0 <= attempt.share <= 1


def test_the_order_that_was_asked_first_stays_when_the_file_changes() -> None:
    one, _, three = THREE.question
    changed = quiz(three, question("new", "a"), one)
    attempt = Attempt(changed, "id", 1, {"one": ("a",), "two": ("b",)}, ("one", "two", "three"))
    assert [each.id for each in attempt.questions] == ["one", "three", "new"]
    assert attempt.current == three
    assert attempt.points == 1


def test_an_answer_whose_option_is_gone_is_asked_again() -> None:
    attempt = Attempt(THREE, "id", 1, {"one": ("gone",), "two": ("b", "a"), "three": ("a",)})
    assert attempt.current == THREE.question[0]
    assert attempt.score_of(THREE.question[1]).points == 0
    assert [each.id for each in attempt.missed] == ["three"]
