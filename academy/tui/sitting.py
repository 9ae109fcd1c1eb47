"""What a learner sees of an attempt at one moment: the question, what is chosen, whether feedback is shown."""

from dataclasses import dataclass, replace

from academy.course.models import Question, Quiz
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import acceptable


@dataclass(frozen=True, slots=True)
class Sitting:
    """One moment of an attempt; every step gives the next one.

    `question` is the one on the screen, None when all are answered; `chosen` holds option ids, `at` is the
    index of the option under the cursor. With `feedback` the question is answered; `overtaken` says that the
    answer that counts was given in another window.
    """

    attempt: Attempt
    question: Question | None
    chosen: frozenset[str] = frozenset()
    at: int | None = None
    feedback: bool = False
    overtaken: bool = False

    @classmethod
    def begin(cls, attempt: Attempt) -> "Sitting":
        """The attempt at its current question, nothing chosen."""
        return cls(attempt, attempt.current)

    @property
    def ready(self) -> bool:
        """Whether what is chosen can be submitted."""
        question = self.question
        return question is not None and not self.feedback and acceptable(question, self.chosen)

    def choose(self, number: int) -> "Sitting":
        """Choose an option by its number from 1: the only one of a single choice, one more or less of several."""
        question = self.question
        if question is None or self.feedback or not 1 <= number <= len(question.option):
            return self
        option = self.attempt.options(question)[number - 1].id
        chosen = self.chosen ^ {option} if question.kind == "multiple" else frozenset({option})
        return replace(self, chosen=chosen, at=number - 1)

    def move(self, step: int) -> "Sitting":
        """Move the cursor; it stops at both ends."""
        if self.question is None or self.feedback:
            return self
        last = len(self.question.option) - 1
        before = (-1 if step > 0 else last + 1) if self.at is None else self.at
        return replace(self, at=min(max(before + step, 0), last))

    def answered(self, attempt: Attempt) -> "Sitting":
        """Show the feedback for the question, as it was answered in `attempt`."""
        if self.question is None:
            return Sitting.begin(attempt)
        given = frozenset(attempt.answers.get(self.question.id, ()))
        return replace(self, attempt=attempt, feedback=True, overtaken=given != self.chosen)

    def over(self, quiz: Quiz) -> "Sitting":
        """The same moment over a quiz whose file has changed; what is gone from it is let go of."""
        attempt = replace(self.attempt, quiz=quiz)
        name = self.question.id if self.question else None
        question = next((each for each in quiz.question if each.id == name), None)
        asked = attempt.current
        if question is None or self.feedback != (asked is None or asked.id != name):
            return Sitting.begin(attempt)
        ids = {option.id for option in question.option}
        chosen = self.chosen & ids
        if len(chosen) > 1 and question.kind != "multiple":
            chosen = frozenset()
        at = None if self.at is None else min(self.at, len(question.option) - 1)
        return replace(self, attempt=attempt, question=question, chosen=chosen, at=at)
