"""TARGET days: the days on which banks settle euros. National holidays are open, Good Friday and 1 May are closed."""

from datetime import date
from functools import cache

from odoo.addons.receivable.logic import calendar


def is_open(day: date) -> bool:
    """Whether banks settle on this day.

    >>> is_open(date(2026, 7, 14)), is_open(date(2026, 5, 1)), is_open(date(2026, 11, 21))
    (True, False, False)
    """
    return calendar.is_open(day, _closed(day.year))


def next_open(day: date) -> date:
    """The day itself when it is open, else the first open day after it.

    >>> next_open(date(2026, 12, 1)), next_open(date(2027, 1, 1))
    (datetime.date(2026, 12, 1), datetime.date(2027, 1, 4))
    """
    while not is_open(day):
        day += calendar.ONE_DAY
    return day


def shift(day: date, days: int) -> date:
    """So many TARGET days later, or earlier when negative; no shift leaves the day as it is.

    >>> shift(date(2026, 12, 1), 5), shift(date(2027, 1, 4), -1), shift(date(2027, 1, 1), 0)
    (datetime.date(2026, 12, 8), datetime.date(2026, 12, 31), datetime.date(2027, 1, 1))
    """
    step = calendar.ONE_DAY if days > 0 else -calendar.ONE_DAY
    for _each in range(abs(days)):
        day += step
        while not is_open(day):
            day += step
    return day


@cache
def _closed(year: int) -> frozenset[date]:
    return calendar.target_closing_days([year])
