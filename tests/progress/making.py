"""A learner in a course, with a log on the disk and a clock that can be set."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from academy.course.models import Course
from academy.progress.journal import Award, Journal
from academy.quiz.attempt import Attempt
from tests.log.making import opened

NOON = datetime(2026, 5, 11, 12, tzinfo=UTC)


class Clock:
    """The time of the learner, which stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@contextmanager
def journal(
    path: Path, course: Course, *, clock: Clock | None = None, versions: Mapping[str, str] | None = None
) -> Iterator[Journal]:
    with opened(path) as log:
        yield Journal(log, course, versions or {}, clock or Clock())


def take(one: Journal, *responses: str, quiz: str = "a-quiz") -> tuple[Attempt, Award]:
    """A whole attempt, each response as the letters of its options."""
    attempt = one.start_attempt(quiz)
    for response in responses:
        attempt, _ = one.answer(attempt, response)
    return attempt, one.finish(attempt)
