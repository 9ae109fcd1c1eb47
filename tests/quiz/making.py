"""Questions, quizzes and courses for tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from academy.course.models import Course, CourseInfo, Lesson, Option, Question, QuestionKind, Quiz, Section

IDS = ("a", "b", "c", "d", "e", "f")


def question(
    name: str, key: Iterable[str], *, kind: QuestionKind = "single", options: int = 3, points: int = 1
) -> Question:
    """A question with options a, b, c and so on, of which those of the key are right."""
    right = set(key)
    return Question(
        id=name,
        kind=kind,
        prompt=f"What is {name}?",
        explanation="It is what it is.",
        points=points,
        option=tuple(
            Option(id=each, text=each.upper(), correct=each in right, feedback=f"You chose {each}.")
            for each in IDS[:options]
        ),
    )


def quiz(*questions: Question, name: str = "a-quiz", lesson: str | None = "a-lesson") -> Quiz:
    """A quiz of these questions that verifies the lesson."""
    return Quiz(id=name, title="A quiz", question=questions, lesson=lesson)


def lesson(name: str = "a-lesson", *, sequence: int = 1, base_xp: int = 250) -> Lesson:
    """A lesson of three sections."""
    sections = tuple(Section(id=each, title=each, body="Text.") for each in ("one", "two", "three"))
    return Lesson(
        id=name,
        sequence=sequence,
        title=name,
        track="A track",
        summary="A summary.",
        minutes=5,
        base_xp=base_xp,
        section=sections,
    )


def course(quizzes: Iterable[Quiz], *, base_xp: int = 250, name: str = "a-course") -> Course:
    """A course of two lessons, the first worth `base_xp`."""
    lessons = (lesson(base_xp=base_xp), lesson("another-lesson", sequence=2))
    return Course(info=CourseInfo(id=name, title="A course"), lessons=lessons, quizzes=tuple(quizzes))


@st.composite
def questions(draw: st.DrawFn, name: str = "q") -> Question:
    """Any question that a quiz file may hold."""
    kind: QuestionKind = draw(st.sampled_from(["single", "multiple", "true-false"]))
    options = 2 if kind == "true-false" else draw(st.integers(2, 6))
    sizes = st.integers(1, options - 1) if kind == "multiple" else st.just(1)
    key = draw(st.permutations(IDS[:options]))[: draw(sizes)]
    return question(name, key, kind=kind, options=options, points=draw(st.integers(1, 5)))


def responses(asked: Question) -> st.SearchStrategy[frozenset[str]]:
    """Any response that a question takes."""
    known = [option.id for option in asked.option]
    most = len(known) if asked.kind == "multiple" else 1
    return st.frozensets(st.sampled_from(known), min_size=1, max_size=most)


def quizzes() -> st.SearchStrategy[Quiz]:
    """Any quiz of one to three questions."""
    return st.integers(1, 3).flatmap(
        lambda size: st.tuples(*(questions(f"q{n}") for n in range(size))).map(lambda found: quiz(*found))
    )
