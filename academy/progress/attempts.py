"""Attempts folded from events: what was asked and answered under each attempt's id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from academy.course.models import Quiz
from academy.log.event import Event
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import acceptable

STARTED = "attempt-started"
ANSWERED = "answer"
FINISHED = "attempt-finished"


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
    for event in events:
        quiz, _, question = event.item.partition("#")
        if event.course != course_id or quiz != quiz_id or event.kind not in {STARTED, ANSWERED, FINISHED}:
            continue
        attempt_id = text(event.data, "attempt")
        if not attempt_id:
            continue
        record = records.setdefault(attempt_id, AttemptRecord(attempt_id))
        record.number = whole(event.data, "number") or record.number
        if event.kind == STARTED:
            record.questions = texts(event.data, "questions")
        elif event.kind == ANSWERED:
            record.responses.setdefault(question, []).append(texts(event.data, "response"))
        else:
            record.finished = True
    return tuple(records.values())


def open_attempt(records: tuple[AttemptRecord, ...]) -> AttemptRecord | None:
    """The attempt to be taken up again: the last one, unless it is finished."""
    return records[-1] if records and not records[-1].finished else None


def text(data: Mapping[str, Any], name: str) -> str:
    """A text of an event's data; empty where there is none."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts of an event's data, without whatever else stands in it."""
    value = data.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()


def whole(data: Mapping[str, Any], name: str) -> int:
    """A whole number of an event's data that XP or a count can be; 0 where there is none."""
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else 0


_MOST = 1_000_000
