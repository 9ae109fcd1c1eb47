"""The soft streak: days with something learned, where one missed day at a time is forgiven."""

from collections.abc import Iterable
from datetime import date, timedelta

FORGIVEN_DAYS = 1
_TOMORROW = timedelta(days=1)


def streak(days: Iterable[date], today: date) -> int:
    """How many days in the run that reaches today had learning in them.

    The run goes back from today as long as no more than one day in a row is missing. Days later than
    tomorrow (a clock that was wrong) do not count; tomorrow does, for those who fly west.
    """
    count = 0
    at = today
    for day in sorted({day for day in days if day - today <= _TOMORROW}, reverse=True):
        if (at - day).days > FORGIVEN_DAYS + 1:
            break
        count += 1
        at = day
    return count
