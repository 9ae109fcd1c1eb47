"""The moments of an attempt, and what tells a press from a held key: rules by property."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from academy.course.models import Option, Question, Quiz
from academy.quiz.attempt import Attempt
from academy.tui.held import CALM, QUIET, HeldKey
from academy.tui.sitting import Sitting

KINDS = st.sampled_from(("single", "multiple", "true-false"))


def question(name: str, kind: str, options: int) -> Question:
    return Question.model_validate(
        {
            "id": name,
            "kind": kind,
            "prompt": "?",
            "explanation": "!",
            "option": [
                Option(id=f"o{n}", text=str(n), correct=n == 0, feedback="so") for n in range(options)
            ],
        }
    )


def quiz(questions: Sequence[Question]) -> Quiz:
    return Quiz(id="q", title="Q", question=tuple(questions))


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    kinds = draw(st.lists(KINDS, min_size=1, max_size=4))
    made = [question(f"q{n}", kind, draw(st.integers(2, 5))) for n, kind in enumerate(kinds)]
    sitting = Sitting.begin(Attempt(quiz(made), "a", draw(st.integers(1, 2))))
    for step in draw(st.lists(st.integers(-3, 9), max_size=12)):
        sitting = sitting.choose(step) if step > 0 else walk(sitting, step)
    return sitting


def walk(sitting: Sitting, step: int) -> Sitting:
    if step == 0 and sitting.ready:
        return sitting.answered(sitting.attempt.answer(sitting.chosen))
    if step == -3:
        return Sitting.begin(sitting.attempt) if sitting.feedback else sitting
    return sitting.move(1 if step == -1 else -1)


@given(sittings())
def test_what_is_chosen_can_always_be_submitted_or_is_nothing(sitting: Sitting) -> None:
    if sitting.question is not None and not sitting.feedback:
        assert sitting.ready == bool(sitting.chosen)
        assert sitting.attempt.current == sitting.question
    if sitting.at is not None and sitting.question is not None:
        assert 0 <= sitting.at < len(sitting.question.option)


@given(sittings(), st.integers(1, 9))
def test_feedback_stays_whatever_is_pressed_but_enter(sitting: Sitting, number: int) -> None:
    if sitting.feedback:
        assert sitting.choose(number) == sitting == sitting.move(1)
        assert not sitting.ready


@given(sittings())
def test_an_unchanged_file_changes_nothing(sitting: Sitting) -> None:
    assert sitting.over(sitting.attempt.quiz) == sitting


@given(sittings(), st.data())
def test_a_changed_file_never_leaves_a_moment_that_cannot_be(sitting: Sitting, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(sitting.attempt.quiz.question), unique_by=lambda q: q.id))
    fresh = [question("new", "single", 2)] if data.draw(st.booleans()) or not kept else []
    shorter = [question(q.id, data.draw(KINDS), data.draw(st.integers(2, 5))) for q in kept]
    after = sitting.over(quiz([*shorter, *fresh]))
    if after.question is None:
        assert after.attempt.finished
    elif after.feedback:
        assert after.question.id in after.attempt.answers
        assert after.question in after.attempt.quiz.question
    else:
        assert after.attempt.current == after.question
        assert after.ready == bool(after.chosen)


@given(st.lists(st.floats(0.001, QUIET * 0.9), min_size=2))
def test_a_held_key_never_goes_on_while_it_repeats(gaps: list[float]) -> None:
    key, now = HeldKey(), 100.0
    key.press(now)
    key.acted()
    judged = []
    for gap in gaps:
        now += gap
        judged.append(key.press(now))
    assert judged[0] == "wait"
    assert set(judged[1:]) == {"held"}


@given(st.floats(QUIET * 1.1, 60.0))
def test_a_press_of_its_own_goes_on(gap: float) -> None:
    key = HeldKey()
    key.press(100.0)
    key.acted()
    assert key.press(100.0 + gap) == ("at once" if gap >= CALM else "wait")
