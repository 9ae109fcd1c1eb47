"""The typed course: what a lesson file, a quiz file and a course folder may hold.

Every model is frozen and refuses unknown keys, so a misspelt key is a mistake that the loader can
name instead of a setting that silently does nothing. Lists are tuples: a course never changes in place.
The text under a field is what an editor shows for its key (schema.py).
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# Terminals obey control characters, and a course may be a stranger's: only tab and newline are text.
TEXT_PATTERN = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
PATH_PATTERN = r"^/v1/[!-~]+$"
URL_PATTERN = r"^https?://[^/\s\x00-\x1f\x7f-\x9f][^\s\x00-\x1f\x7f-\x9f]*$"

T = TypeVar("T")
# Strict would refuse the lists that a TOML parser gives, so the outermost layer alone is not strict.
Many = Annotated[tuple[T, ...], Field(strict=False)]

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=64)]
Reference = str  # an id that must exist elsewhere: what it must look like is decided there
Prose = Annotated[str, StringConstraints(pattern=TEXT_PATTERN)]
Text = Annotated[str, StringConstraints(pattern=TEXT_PATTERN, min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=TEXT_PATTERN, min_length=1, max_length=20_000)]
Verdict = Literal["true", "partly", "false", "stale", "unsettled"]
Evidence = Literal["sdk", "sandbox", "cited"]
QuestionKind = Literal["single", "multiple", "true-false"]


class Strict(BaseModel):
    """A frozen model that refuses unknown keys and turns no type into another (`"15"` is not 15)."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ExpectedExchange(Strict):
    """One call that a demo must be seen to make; `*` in `path` stands for any id."""

    method: Literal["GET", "POST", "DELETE"]
    """The HTTP method."""
    path: Annotated[str, StringConstraints(pattern=PATH_PATTERN)]
    """The path, from /v1/; a `*` stands for any id."""
    status: Annotated[int, Field(ge=100, le=599)] = 200
    """The HTTP status that answers it."""


class Expect(Strict):
    """What must be seen when a demo runs; an expected exception is part of it.

    `output` pieces must appear in stdout in this order; `exchanges`, when given, must match the calls one
    to one; `error` is the class name of the exception that must end the cell; `cached` says whether the
    last answered turn must show cached tokens.
    """

    output: Many[Text] = ()
    """Pieces of text that stdout must hold, in this order."""
    exchanges: Many[ExpectedExchange] | None = None
    """The calls to the API, all of them and in order."""
    error: Text | None = None
    """The class name of the exception that must end the cell."""
    cached: Literal["some", "none"] | None = None
    """Whether the last answered turn shows cached tokens."""


class Demo(Strict):
    """A code cell: the text shown is the code that runs.

    `continues` names the demo in whose interpreter this one runs, variables and all. `javascript` is the
    same step for the reader's eyes; it is not run here. A `proof` is a demo that fails if a claim is wrong.
    """

    id: Id
    """Stable name: progress and references are kept by it."""
    title: Text
    """What the demo shows, in a few words."""
    code: Code
    """The Python that is shown and run."""
    expect: Expect
    """What must be seen when it runs."""
    about: Prose = ""
    """Markdown shown above the code."""
    continues: Reference | None = None
    """The demo in whose interpreter this one runs; it stands before this one."""
    javascript: Code | None = None
    """The same step in JavaScript: shown, not run."""


class Claim(Strict):
    """A FIELD CHECK: something said about the API, what is true of it, and what shows that.

    `fact` is Markdown; `source` says where the fact stands; `verified` is the day somebody looked.
    Evidence `sdk` and `sandbox` need a `proof` (a demo id of the same lesson); `cited` has none.
    """

    id: Id
    """Stable name of the claim."""
    said: Text
    """What is said about the API."""
    verdict: Verdict
    """How much of it is so."""
    fact: Text
    """What is so, in Markdown."""
    source: Text
    """Where the fact stands."""
    verified: date
    """The day somebody looked, as 2026-01-31."""
    evidence: Evidence
    """What shows it: the SDK, the sandbox, or only the source."""
    proof: Reference | None = None
    """The demo that fails if the fact is wrong; none for `cited`."""


class Section(Strict):
    """A part of a lesson: Markdown, then its demos, then its claims."""

    id: Id
    """Stable name: where a reader is and what to read again are kept by it."""
    title: Text
    """The heading."""
    body: Text
    """Markdown."""
    demo: Many[Demo] = ()
    """Code cells, in order."""
    claim: Many[Claim] = ()
    """What is checked here, in order."""


class Reply(Strict):
    """A line that a lesson scripts for the built-in model.

    Said when the last user message holds `when` (any case) and every word of `needs` stands somewhere in
    the stored context. `{name}` in `say` is replaced by what the context says `name` is.
    """

    when: Text
    """What the last user message holds, in any case."""
    say: Text
    """What the model says then."""
    needs: Many[Text] = ()
    """Words that must stand in the stored context as well."""


class Link(Strict):
    """Something related, opened in the browser."""

    title: Text
    """What it is."""
    url: Annotated[str, StringConstraints(pattern=URL_PATTERN)]
    """Where it is, from https://."""
    about: Prose = ""
    """Why to look at it."""


class Lesson(Strict):
    """One lesson file."""

    id: Id
    """Stable name: progress is kept by it."""
    sequence: Annotated[int, Field(ge=1, le=9999)]
    """The place in the course, from 1."""
    title: Text
    """The heading."""
    track: Text
    """What the lesson belongs to."""
    summary: Text
    """One sentence about it."""
    minutes: Annotated[int, Field(ge=1, le=600)]
    """How long it takes."""
    base_xp: Annotated[int, Field(ge=0, le=10_000)]
    """XP for a perfect verification, before any bonus."""
    section: Annotated[Many[Section], Field(min_length=1)]
    """The parts of the lesson, in reading order."""
    reply: Many[Reply] = ()
    """Lines for the built-in model."""
    related: Many[Link] = ()
    """Links shown at the end."""

    @property
    def demos(self) -> dict[str, Demo]:
        """Every demo of the lesson by id, in reading order."""
        return {demo.id: demo for section in self.section for demo in section.demo}

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
    """Stable name: answers are kept by it."""
    text: Text
    """What is shown to choose."""
    correct: bool
    """Whether it is right."""
    feedback: Text
    """What to say to those who choose it."""


class Question(Strict):
    """One query of a quiz; `section` is where to reread."""

    id: Id
    """Stable name: answers are kept by it."""
    kind: QuestionKind
    """single: one is right; multiple: some are; true-false: one of two."""
    prompt: Text
    """What is asked, in Markdown."""
    explanation: Text
    """Why the right answer is right."""
    option: Annotated[Many[Option], Field(min_length=2, max_length=9)]
    """What there is to choose from."""
    points: Annotated[int, Field(ge=1, le=1000)] = 1
    """What a right answer counts."""
    section: Reference | None = None
    """The section of the lesson to read again."""

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.option if option.correct)


class Quiz(Strict):
    """One quiz file; it also stands alone, and then pays no XP."""

    id: Id
    """Stable name: attempts are kept by it."""
    title: Text
    """The heading."""
    question: Annotated[Many[Question], Field(min_length=1)]
    """The questions, in order."""
    lesson: Reference | None = None
    """The lesson that it verifies; without one it pays no XP."""
    pass_mark: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.6
    """The fraction of the points that passes."""
    intro: Prose = ""
    """Markdown shown before the first question."""

    @property
    def max_points(self) -> int:
        """All the points there are."""
        return sum(question.points for question in self.question)


class CourseInfo(Strict):
    """The course file, lessons/course.toml."""

    id: Id
    """Stable name: progress is kept by it."""
    title: Text
    """The name of the course."""
    about: Prose = ""
    """Markdown about the course."""


class Course(Strict):
    """A whole course folder, lessons in sequence."""

    info: CourseInfo
    lessons: Many[Lesson] = ()
    quizzes: Many[Quiz] = ()

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

    def lesson_of(self, quiz: Quiz) -> Lesson | None:
        """The lesson that a quiz verifies, if it is in this course."""
        return next((lesson for lesson in self.lessons if lesson.id == quiz.lesson), None)
