"""One go at a quiz, as a value: what was asked, what was answered, what it is worth."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from academy.course.models import Option, Question, Quiz
from academy.quiz.scoring import Score, acceptable, score


@dataclass(frozen=True, slots=True)
class Attempt:
    """The state of one attempt; every step gives a new one.

    `number` counts from 1 for the first attempt of this quiz. `answers` holds option ids by question id,
    never positions: options may be shuffled. `order` holds question ids; the questions of the quiz that it
    does not name come after it, those it names that are gone are left out.
    """

    quiz: Quiz
    attempt_id: str
    number: int
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in the order in which they are asked."""
        by_id = {question.id: question for question in self.quiz.question}
        first = [by_id[each] for each in dict.fromkeys(self.order) if each in by_id]
        return (*first, *(question for question in self.quiz.question if question.id not in self.order))

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options as they are shown: in file order the first time, from the second attempt on shuffled.

        The shuffle hangs on the attempt's id alone, so a resumed attempt shows the same order. True and
        false stay where they are.
        """
        if self.number == 1 or question.kind == "true-false":
            return question.option
        return tuple(sorted(question.option, key=lambda option: self._shuffled(question, option)))

    @property
    def current(self) -> Question | None:
        """The question to be answered next; None when all are."""
        return next((question for question in self.questions if not self._answered(question)), None)

    @property
    def position(self) -> int:
        """The number of the current question, from 1; one past the last when finished."""
        questions = self.questions
        return next(
            (n for n, question in enumerate(questions, 1) if not self._answered(question)), len(questions) + 1
        )

    @property
    def finished(self) -> bool:
        """Whether every question has its answer."""
        return self.current is None

    def answer(self, response: Iterable[str]) -> "Attempt":
        """Answer the current question; ValueError when nothing is asked or the response cannot be taken."""
        question = self.current
        if question is None:
            raise ValueError("every question of this attempt is answered")
        chosen = frozenset(response)
        if not acceptable(question, chosen):
            raise ValueError(f"{sorted(chosen)} is no response to the question {question.id}")
        ordered = tuple(option.id for option in question.option if option.id in chosen)
        return replace(self, answers={**self.answers, question.id: ordered})

    def score_of(self, question: Question) -> Score:
        """What the answer to a question earned; nothing when there is none."""
        if not self._answered(question):
            return Score(Fraction(0), question.points, correct=False)
        return score(question, self.answers[question.id])

    @property
    def points(self) -> Fraction:
        """Points earned so far, exact."""
        return sum((self.score_of(question).points for question in self.questions), Fraction(0))

    @property
    def share(self) -> Fraction:
        """Points earned by points there are, exact, 0 to 1."""
        return self.points / self.quiz.max_points

    @property
    def fraction(self) -> float:
        """The same for the screen."""
        return float(self.share)

    @property
    def missed(self) -> tuple[Question, ...]:
        """The answered questions that did not earn all their points."""
        return tuple(q for q in self.questions if self._answered(q) and not self.score_of(q).correct)

    @property
    def flawless(self) -> bool:
        """Whether every question is answered and every answer is right."""
        return self.finished and not self.missed

    @property
    def passed(self) -> bool:
        """Whether it is finished at or above the quiz's pass mark."""
        return self.finished and self.share >= Fraction(str(self.quiz.pass_mark))

    def _answered(self, question: Question) -> bool:
        # An answer whose options are gone from the file is no answer: the question is asked again.
        return acceptable(question, self.answers.get(question.id, ()))

    def _shuffled(self, question: Question, option: Option) -> bytes:
        return hashlib.sha256(f"{self.attempt_id}/{question.id}/{option.id}".encode()).digest()
