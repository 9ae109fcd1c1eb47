"""The one place that turns what a person did into events, and gives the state that they fold to.

Kinds of events, and what stands in their data:
    lesson-opened    item lesson
    section-read     item lesson#section
    demo-run         item lesson#demo       ok
    attempt-started  item quiz              attempt, number, lesson, questions
    answer           item quiz#question     attempt, number, lesson, question, response, points, max_points
    attempt-finished item quiz              attempt, number, lesson, points, max_points, fraction, passed, missed,
                                            base_xp, flawless_first, entitled, xp
    option-set       item name              value
`response` holds option ids, `fraction` is exact text (`5/6`), `xp` is what was paid, `entitled` what the lesson
was worth in all by then.
"""

import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from academy.course.models import Course, Quiz
from academy.log.codec import timestamp
from academy.log.event import Event
from academy.log.store import EventLog
from academy.progress import levels, xp
from academy.progress.attempts import ANSWERED, FINISHED, STARTED, attempts_of, open_attempt
from academy.progress.fold import OPENED, OPTION, RAN, READ, Account, Progress, accounts, fold, unique
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

    What is done is durable when its method returns. All methods that write or read raise LogError when the
    log cannot be used. `course` and `versions` may be set anew when files were changed.
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
        self._lock = threading.RLock()
        self._folded: tuple[tuple[Event, ...], Course, object, Progress] | None = None

    @property
    def state(self) -> Progress:
        """The fold of everything in the log, what other programs wrote included."""
        with self._lock:
            events, today = self.log.events(), self._now().date()
            known = self._folded
            if known is None or known[0] is not events or known[1] is not self.course or known[2] != today:
                known = (events, self.course, today, fold(events, self.course, today))
                self._folded = known
            return known[3]

    def refresh(self) -> Progress:
        """Read what is new in the log."""
        return self.state

    def reload(self, course: Course, versions: Mapping[str, str]) -> None:
        """Go on with changed files."""
        with self._lock:
            self.course, self.versions = course, versions

    def opened(self, lesson_id: str) -> None:
        """A lesson was opened."""
        self._append(OPENED, lesson_id)

    def reading(self, lesson_id: str, section_id: str) -> None:
        """A section came into view; written once as long as it is the last one."""
        if self.state.last != (lesson_id, section_id) or self.state.lessons[lesson_id].section != section_id:
            self._append(READ, f"{lesson_id}#{section_id}")

    def ran_demo(self, lesson_id: str, demo_id: str, ok: bool) -> None:
        """A demo was run to its end; `ok` when it showed what it should."""
        self._append(RAN, f"{lesson_id}#{demo_id}", {"ok": ok})

    def set_option(self, name: str, value: Any) -> None:
        """Set an option, a JSON value under a name; `streak` False switches the streak off."""
        self._append(OPTION, name, {"value": value}, course="")

    def start_attempt(self, quiz_id: str) -> Attempt:
        """Take up the unfinished attempt at a quiz, or begin one; KeyError when the course has no such quiz."""
        quiz = self.course.quiz(quiz_id)
        found: list[Attempt] = []

        def decide(events: Sequence[Event]) -> Sequence[Event]:
            records = attempts_of(unique(events), self.course.info.id, quiz_id)
            unfinished = open_attempt(records)
            if unfinished is not None:
                found.append(unfinished.attempt(quiz))
                return ()
            order = tuple(question.id for question in quiz.question)
            number = max((record.number for record in records), default=0) + 1
            attempt = Attempt(quiz, str(uuid.uuid4()), number, {}, order)
            found.append(attempt)
            return [self._attempt_event(STARTED, attempt, quiz.id, {"questions": list(order)})]

        self.log.append_with(decide)
        return found[0]

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
        found: list[Attempt] = []

        def decide(events: Sequence[Event]) -> Sequence[Event]:
            present = self._present(events, attempt)
            if question.id in present.answers:
                found.append(present)
                return ()
            answers = {**present.answers, question.id: chosen.answers[question.id]}
            found.append(replace(present, answers=answers))
            return [self._attempt_event(ANSWERED, attempt, f"{attempt.quiz.id}#{question.id}", body)]

        self.log.append_with(decide)
        return found[0], found[0].score_of(question)

    def finish(self, attempt: Attempt) -> Award:
        """Close a finished attempt and pay what is still due for its lesson; ValueError when it is not finished.

        An attempt that is closed already pays nothing more. The payment is decided while nobody else can
        write, over the answers in the log.
        """
        if not attempt.finished:
            raise ValueError("the attempt has open questions")
        award: list[Award] = []

        def decide(events: Sequence[Event]) -> Sequence[Event]:
            once = unique(events)
            present = self._present(once, attempt)
            before = sum(account.xp for account in accounts(once).values())
            lesson, base_xp = self._lesson_of(attempt.quiz)
            account = accounts(once).get((self.course.info.id, lesson or ""), Account())
            records = attempts_of(once, self.course.info.id, attempt.quiz.id)
            if any(record.finished for record in records if record.attempt_id == attempt.attempt_id):
                level = levels.level_of(before)
                award.append(Award(0, present.fraction, 0, level, level))
                return ()
            bonus_now = present.flawless and present.number == 1
            flawless_first = bonus_now or account.flawless_first
            entitled = xp.entitlement(
                base_xp, max(account.best, present.share), flawless_first=flawless_first
            )
            entitled = entitled if lesson is not None else 0
            paid = xp.due(entitled, account.xp)
            bonus = min(paid, xp.FLAWLESS_BONUS) if bonus_now and not account.flawless_first else 0
            award.append(
                Award(paid, present.fraction, bonus, levels.level_of(before), levels.level_of(before + paid))
            )
            body = {
                "points": float(present.points),
                "max_points": present.quiz.max_points,
                "fraction": str(Fraction(present.share)),
                "passed": present.passed,
                "missed": [question.id for question in present.missed],
                "base_xp": base_xp,
                "flawless_first": bonus_now,
                "entitled": entitled,
                "xp": paid,
            }
            return [self._attempt_event(FINISHED, present, present.quiz.id, body)]

        self.log.append_with(decide)
        return award[0]

    def _lesson_of(self, quiz: Quiz) -> tuple[str | None, int]:
        """The lesson that a quiz pays for and its base XP; no lesson where the course does not have it."""
        for lesson in self.course.lessons:
            if lesson.id == quiz.lesson:
                return lesson.id, lesson.base_xp
        return None, 0

    def _present(self, events: Iterable[Event], attempt: Attempt) -> Attempt:
        """The attempt as the log has it, over the quiz that the caller shows."""
        for record in attempts_of(events, self.course.info.id, attempt.quiz.id):
            if record.attempt_id == attempt.attempt_id:
                return record.attempt(attempt.quiz)
        return attempt

    def _attempt_event(self, kind: str, attempt: Attempt, item: str, body: Mapping[str, Any]) -> Event:
        lesson, _ = self._lesson_of(attempt.quiz)
        about = {"attempt": attempt.attempt_id, "number": attempt.number, "lesson": lesson, **body}
        return self._event(kind, item, about, version=self.versions.get(attempt.quiz.id, ""))

    def _append(
        self, kind: str, item: str, data: Mapping[str, Any] | None = None, *, course: str | None = None
    ) -> None:
        version = self.versions.get(item.partition("#")[0], "") if course is None else ""
        self.log.append(self._event(kind, item, data or {}, version=version, course=course))

    def _event(
        self, kind: str, item: str, data: Mapping[str, Any], *, version: str, course: str | None = None
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
