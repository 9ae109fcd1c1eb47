"""Attempts folded from events: what was asked and answered under each attempt's id."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from academy.course.models import Quiz
from academy.log.event import Event
from academy.progress.facts import ANSWERED, FINISHED, STARTED, text, texts, unique, whole
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import acceptable


@dataclass(slots=True)
class AttemptRecord:
    """What the log holds of one attempt. `responses` keeps every response to a question, first one first."""

    attempt_id: str
    number: int = 1
    questions: tuple[str, ...] = ()
    responses: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    finished: bool = False

    def attempt(self, quiz: Quiz) -> Attempt:
        """The attempt over the quiz as it stands now.

        Of several responses to a question the first one counts (later ones came from another window that
        had shown the feedback already), unless it names options that are gone.
        """
        answers = {}
        for question in quiz.question:
            for response in self.responses.get(question.id, ()):
                if acceptable(question, response):
                    answers[question.id] = response
                    break
        return Attempt(quiz, self.attempt_id, self.number, answers, self.questions)


def attempts_of(events: Iterable[Event], course_id: str, quiz_id: str) -> tuple[AttemptRecord, ...]:
    """Every attempt at one quiz, in the order in which they began."""
    records: dict[str, AttemptRecord] = {}
    for event in unique(event for event in events if _is_about(event, course_id, quiz_id)):
        attempt_id = text(event.data, "attempt")
        if not attempt_id:
            continue
        record = records.setdefault(attempt_id, AttemptRecord(attempt_id))
        record.number = whole(event.data, "number") or record.number
        if event.kind == STARTED:
            record.questions = texts(event.data, "questions")
        elif event.kind == ANSWERED:
            question = event.item.partition("#")[2]
            record.responses.setdefault(question, []).append(texts(event.data, "response"))
        else:
            record.finished = True
    return tuple(records.values())


def _is_about(event: Event, course_id: str, quiz_id: str) -> bool:
    return (
        event.kind in {STARTED, ANSWERED, FINISHED}
        and event.course == course_id
        and event.item.partition("#")[0] == quiz_id
    )
