"""The typed course: what a lesson file, a quiz file and a course folder may hold.

Every model is frozen and refuses unknown keys, so a misspelt key is a mistake that the loader can
name instead of a setting that silently does nothing. Lists are tuples: a course never changes in place.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Verdict = Literal["true", "partly", "false", "stale", "unsettled"]
Evidence = Literal["sdk", "sandbox", "cited"]
QuestionKind = Literal["single", "multiple", "true-false"]


class Strict(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedExchange(Strict):
    """One call that a demo must be seen to make; `*` in `path` stands for any id."""

    method: Literal["GET", "POST", "DELETE"]
    path: Annotated[str, StringConstraints(pattern=r"^/v1/")]
    status: Annotated[int, Field(ge=100, le=599)] = 200


class Expect(Strict):
    """What must be seen when a demo runs; an expected exception is part of it.

    `output` pieces must appear in stdout in this order; `exchanges`, when given, must match the calls one
    to one; `error` is the class name of the exception that must end the cell; `cached` says whether the
    last answered turn must show cached tokens.
    """

    output: tuple[Text, ...] = ()
    exchanges: tuple[ExpectedExchange, ...] | None = None
    error: str | None = None
    cached: Literal["some", "none"] | None = None


class Demo(Strict):
    """A code cell: the text shown is the code that runs.

    `continues` names the demo in whose interpreter this one runs, variables and all. `javascript` is the
    same step for the reader's eyes; it is not run here. A `proof` is a demo that fails if a claim is wrong.
    """

    id: Id
    title: Text
    code: Annotated[str, StringConstraints(min_length=1)]
    expect: Expect
    about: str = ""
    continues: Id | None = None
    javascript: str | None = None


class Claim(Strict):
    """A FIELD CHECK: something said about the API, what is true of it, and what shows that.

    `fact` is Markdown; `source` says where the fact stands; `verified` is the day somebody looked.
    Evidence `sdk` and `sandbox` need a `proof` (a demo id of the same lesson); `cited` has none.
    """

    id: Id
    said: Text
    verdict: Verdict
    fact: Text
    source: Text
    verified: date
    evidence: Evidence
    proof: Id | None = None


class Section(Strict):
    """A part of a lesson: Markdown, then its demos, then its claims."""

    id: Id
    title: Text
    body: Text
    demo: tuple[Demo, ...] = ()
    claim: tuple[Claim, ...] = ()


class Reply(Strict):
    """A line that a lesson scripts for the built-in model.

    Said when the last user message holds `when` (any case) and every word of `needs` stands somewhere in
    the stored context. `{name}` in `say` is replaced by what the context says `name` is.
    """

    when: Text
    say: Text
    needs: tuple[Text, ...] = ()


class Link(Strict):
    """Something related, opened in the browser."""

    title: Text
    url: AnyHttpUrl
    about: str = ""


class Lesson(Strict):
    """One lesson file."""

    id: Id
    sequence: Annotated[int, Field(ge=1)]
    title: Text
    track: Text
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    base_xp: Annotated[int, Field(ge=0, le=10_000)]
    section: Annotated[tuple[Section, ...], Field(min_length=1)]
    reply: tuple[Reply, ...] = ()
    related: tuple[Link, ...] = ()

    @property
    def demos(self) -> dict[str, Demo]:
        """Every demo of the lesson by id, in reading order."""
        return {demo.id: demo for section in self.section for demo in section.demo}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of the lesson, in reading order."""
        return tuple(claim for section in self.section for claim in section.claim)

    def section_of(self, demo_id: str) -> Section:
        """The section that holds a demo; KeyError when none does."""
        for section in self.section:
            if any(demo.id == demo_id for demo in section.demo):
                return section
        raise KeyError(demo_id)

    def chain(self, demo_id: str) -> tuple[Demo, ...]:
        """A demo with all that it continues, first to last; KeyError for an unknown id."""
        demos = self.demos
        chain: list[Demo] = []
        at: str | None = demo_id
        while at is not None:
            chain.append(demos[at])
            at = demos[at].continues
        return tuple(reversed(chain))


class Option(Strict):
    """One choice of a question, with what to say to those who choose it."""

    id: Id
    text: Text
    correct: bool
    feedback: Text


class Question(Strict):
    """One query of a quiz; `section` is where to reread."""

    id: Id
    kind: QuestionKind
    prompt: Text
    explanation: Text
    option: Annotated[tuple[Option, ...], Field(min_length=2, max_length=9)]
    points: Annotated[int, Field(ge=1, le=1000)] = 1
    section: Id | None = None

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.option if option.correct)


class Quiz(Strict):
    """One quiz file; it also stands alone, and then pays no XP."""

    id: Id
    title: Text
    question: Annotated[tuple[Question, ...], Field(min_length=1)]
    lesson: Id | None = None
    pass_mark: Annotated[float, Field(ge=0, le=1)] = 0.6
    intro: str = ""

    @property
    def max_points(self) -> int:
        """All the points there are."""
        return sum(question.points for question in self.question)


class CourseInfo(Strict):
    """The course file, lessons/course.toml."""

    id: Id
    title: Text
    about: str = ""


class Course(Strict):
    """A whole course folder, lessons in sequence."""

    info: CourseInfo
    lessons: tuple[Lesson, ...] = ()
    quizzes: tuple[Quiz, ...] = ()

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson with this id; KeyError when there is none."""
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        raise KeyError(lesson_id)

    def quiz(self, quiz_id: str) -> Quiz:
        """The quiz with this id; KeyError when there is none."""
        for quiz in self.quizzes:
            if quiz.id == quiz_id:
                return quiz
        raise KeyError(quiz_id)

    def quiz_of(self, lesson: Lesson) -> Quiz | None:
        """The quiz that verifies a lesson, if it has one."""
        return next((quiz for quiz in self.quizzes if quiz.lesson == lesson.id), None)
