"""When a message may leave: open days and hours of the payer. Pure; the decision's own arithmetic is never moved."""

from collections.abc import Collection
from datetime import date, timedelta


def next_sending_day(day: date, weekdays: Collection[int], closed: Collection[date] = frozenset()) -> date:
    """The first day from ``day`` on which messages may leave: a ticked weekday (Monday = 0) that is no public holiday.

    >>> next_sending_day(date(2026, 11, 21), {0, 1, 2, 3, 4})
    datetime.date(2026, 11, 23)
    """
    for _day in range(60):  # a whole two months closed is a mistake in the data: then the day itself
        if day.weekday() in weekdays and day not in closed:
            return day
        day += timedelta(days=1)
    return day - timedelta(days=60)
