"""The one place that turns what a person did into events, and gives the state that they fold to."""

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from academy.course.models import Course
from academy.log.codec import timestamp
from academy.log.event import Event
from academy.log.store import EventLog
from academy.progress import levels, xp
from academy.progress.attempts import AttemptRecord, attempts_of
from academy.progress.facts import ANSWERED, FINISHED, OPENED, OPTION, RAN, READ, STARTED, unique
from academy.progress.fold import Account, Progress, accounts, fold
from academy.quiz.attempt import Attempt
from academy.quiz.scoring import Score


@dataclass(frozen=True, slots=True)
class Award:
    """What finishing an attempt brought: `xp_paid` in all, `flawless_bonus` of it for a flawless first attempt."""

    xp_paid: int
    fraction: float
    flawless_bonus: int
    level_before: int
    level_after: int


def local_now() -> datetime:
    """The present moment, with the learner's own time zone."""
    return datetime.now().astimezone()


class Journal:
    """What one learner does in one course. Every method may be called from any thread.

    What is done is durable when its method returns. All methods raise LogError when the log cannot be used.
    `versions` are the content hashes of the quiz files by quiz id.
    """

    def __init__(
        self,
        log: EventLog,
        course: Course,
        versions: Mapping[str, str],
        now: Callable[[], datetime] = local_now,
    ) -> None:
        self.log = log
        self.course = course
        self.versions = versions
        self._now = now
        self._lock = threading.Lock()
        self._folded: tuple[tuple[Event, ...], date, Progress] | None = None

    @property
    def state(self) -> Progress:
        """The fold of everything in the log, what other programs wrote included."""
        with self._lock:
            events, today = self.log.events(), self._now().date()
            if self._folded is None or self._folded[0] is not events or self._folded[1] != today:
                self._folded = (events, today, fold(events, self.course, today))
            return self._folded[2]

    def opened(self, lesson_id: str) -> None:
        """A lesson was opened."""
        self._append(OPENED, lesson_id)

    def reading(self, lesson_id: str, section_id: str) -> None:
        """A section came into view; written once as long as it is the last one."""
        state = self.state
        lesson = state.lessons.get(lesson_id)
        if lesson is None or lesson.section != section_id or state.last != (lesson_id, section_id):
            self._append(READ, f"{lesson_id}#{section_id}")

    def ran_demo(self, lesson_id: str, demo_id: str, ok: bool) -> None:
        """A demo was run to its end; `ok` when it showed what it should."""
        self._append(RAN, f"{lesson_id}#{demo_id}", {"ok": ok})

    def set_option(self, name: str, value: Any) -> None:
        """Set an option, a JSON value under a name, for every course; `streak` False switches the streak off."""
        self.log.append(self._event(OPTION, name, {"value": value}, course=""))

    def start_attempt(self, quiz_id: str) -> Attempt:
        """Take up the unfinished attempt at a quiz, or begin one; KeyError when the course has no such quiz."""
        quiz = self.course.quiz(quiz_id)

        def decide(events: Sequence[Event]) -> tuple[Attempt, Sequence[Event]]:
            records = attempts_of(events, self.course.info.id, quiz_id)
            if records and not records[-1].finished:
                return records[-1].attempt(quiz), ()
            number = max((record.number for record in records), default=0) + 1
            order = tuple(question.id for question in quiz.question)
            attempt = Attempt(quiz, str(uuid.uuid4()), number, {}, order)
            return attempt, [self._attempt_event(STARTED, attempt, quiz.id, {"questions": list(order)})]

        return self.log.append_with(decide)

    def answer(self, attempt: Attempt, response: Iterable[str]) -> tuple[Attempt, Score]:
        """Answer the current question; the attempt after it, and what the answer earned.

        ValueError when the response cannot be taken. Where another window answered this question first,
        that answer stands, and `Attempt.answers` says which it was.
        """
        question = attempt.current
        chosen = attempt.answer(response)
        assert question is not None, "Attempt.answer refuses where nothing is asked"
        earned = chosen.score_of(question)
        body = {
            "question": question.id,
            "response": list(chosen.answers[question.id]),
            "points": float(earned.points),
            "max_points": earned.max_points,
        }

        def decide(events: Sequence[Event]) -> tuple[Attempt, Sequence[Event]]:
            record = self._record(events, attempt)
            present = record.attempt(attempt.quiz) if record else attempt
            if question.id in present.answers:
                return present, ()
            item = f"{attempt.quiz.id}#{question.id}"
            answered = replace(present, answers={**present.answers, question.id: chosen.answers[question.id]})
            return answered, [self._attempt_event(ANSWERED, attempt, item, body)]

        after = self.log.append_with(decide)
        return after, after.score_of(question)

    def finish(self, attempt: Attempt) -> Award:
        """Close a finished attempt and pay what is still due for its lesson; ValueError when it is not finished.

        An attempt that is closed already pays nothing more. The payment is decided while nobody else can
        write, over the answers in the log.
        """
        if not attempt.finished:
            raise ValueError("the attempt has open questions")
        lesson = self.course.lesson_of(attempt.quiz)

        def decide(events: Sequence[Event]) -> tuple[Award, Sequence[Event]]:
            record = self._record(events, attempt)
            present = record.attempt(attempt.quiz) if record else attempt
            earned = accounts(unique(events))
            level = levels.level_of(before := sum(account.xp for account in earned.values()))
            if record is not None and record.finished:
                return Award(0, present.fraction, 0, level, level), ()
            account = earned.get((self.course.info.id, lesson.id if lesson else ""), Account())
            flawless_first = present.flawless and present.number == 1
            entitled = 0
            if lesson is not None:
                best = max(account.best, present.share)
                bonus_due = flawless_first or account.flawless_first
                entitled = xp.entitlement(lesson.base_xp, best, flawless_first=bonus_due)
            paid = xp.due(entitled, account.xp)
            bonus = min(paid, xp.FLAWLESS_BONUS) if flawless_first and not account.flawless_first else 0
            body = {
                "points": float(present.points),
                "max_points": present.quiz.max_points,
                "fraction": str(present.share),
                "passed": present.passed,
                "missed": [question.id for question in present.missed],
                "base_xp": lesson.base_xp if lesson else 0,
                "flawless_first": flawless_first,
                "entitled": entitled,
                "xp": paid,
            }
            award = Award(paid, present.fraction, bonus, level, levels.level_of(before + paid))
            return award, [self._attempt_event(FINISHED, present, present.quiz.id, body)]

        return self.log.append_with(decide)

    def _record(self, events: Iterable[Event], attempt: Attempt) -> AttemptRecord | None:
        """What the log holds of an attempt; nothing when the log was reset meanwhile."""
        records = attempts_of(events, self.course.info.id, attempt.quiz.id)
        return next((record for record in records if record.attempt_id == attempt.attempt_id), None)

    def _attempt_event(self, kind: str, attempt: Attempt, item: str, body: Mapping[str, Any]) -> Event:
        lesson = self.course.lesson_of(attempt.quiz)
        about = {
            "attempt": attempt.attempt_id,
            "number": attempt.number,
            "lesson": lesson and lesson.id,
            **body,
        }
        return self._event(kind, item, about, version=self.versions.get(attempt.quiz.id, ""))

    def _append(self, kind: str, item: str, data: Mapping[str, Any] | None = None) -> None:
        self.log.append(self._event(kind, item, data or {}))

    def _event(
        self, kind: str, item: str, data: Mapping[str, Any], *, version: str = "", course: str | None = None
    ) -> Event:
        now = self._now()
        return Event(
            id=str(uuid.uuid4()),
            at=timestamp(now),
            day=now.date().isoformat(),
            learner=self.log.learner,
            course=self.course.info.id if course is None else course,
            kind=kind,
            item=item,
            version=version,
            data=data,
        )
