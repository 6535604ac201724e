"""When a message may leave: open days, hours of the payer, and how old a plan may grow. Pure.

It moves the sending day and hour only; the decision's own arithmetic is never moved.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SEARCH_DAYS = 60
EVERY_DAY = frozenset(range(7))
STALE_DAYS = 3  # a plan older than that is cancelled and decided again (engine-notes A11)
RETRY_MINUTES = 15
MAX_ATTEMPTS = 5  # temporary refusals by a mail server before a person is asked


def monday(day: date) -> date:
    """The first day of its week: weeks are those of ISO 8601.

    >>> monday(date(2026, 11, 29))
    datetime.date(2026, 11, 23)
    """
    return day - day.weekday() * ONE_DAY


def next_monday(day: date) -> date:
    """
    >>> next_monday(date(2026, 11, 23))
    datetime.date(2026, 11, 30)
    """
    return monday(day) + 7 * ONE_DAY


def next_sending_day(day: date, weekdays: Collection[int], closed: Collection[date] = frozenset()) -> date:
    """The first day from ``day`` on which messages may leave: a ticked weekday (Monday = 0) that is no public holiday.

    >>> next_sending_day(date(2026, 11, 21), {0, 1, 2, 3, 4})
    datetime.date(2026, 11, 23)
    >>> next_sending_day(date(2026, 12, 25), {0, 1, 2, 3, 4, 5}, {date(2026, 12, 25)})
    datetime.date(2026, 12, 26)
    """
    for days in range(SEARCH_DAYS):  # a whole two months closed is a mistake in the data: then the day itself
        candidate = day + timedelta(days=days)
        if candidate.weekday() in weekdays and candidate not in closed:
            return candidate
    return day


def local(moment: datetime, zone: str) -> datetime:
    """A moment (UTC, naive) on the clock of a place, naive too.

    >>> local(datetime(2026, 7, 1, 22, 30), "Europe/Paris")
    datetime.datetime(2026, 7, 2, 0, 30)
    """
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def hour(moment: datetime) -> float:
    """
    >>> hour(datetime(2026, 7, 1, 9, 30))
    9.5
    """
    return moment.hour + moment.minute / 60


def within_hours(moment: datetime, zone: str, hour_from: float, hour_to: float) -> bool:
    """Is this moment (UTC, naive) within the hours of a place? The first minute belongs to them, the last does not.

    >>> within_hours(datetime(2026, 11, 23, 7, 0), "Europe/Paris", 8.0, 19.0)
    True
    >>> within_hours(datetime(2026, 11, 23, 18, 0), "Europe/Paris", 8.0, 19.0)
    False
    """
    return hour_from <= hour(local(moment, zone)) < hour_to


def leaves_at(moment: datetime, day: date, zone: str, hour_from: float, hour_to: float) -> datetime:
    """When a message of that sending day leaves at the earliest, on the payer's clock (naive); now, if now is within its hours.

    >>> leaves_at(datetime(2026, 11, 23, 5, 0), date(2026, 11, 23), "Europe/Paris", 8.5, 19.0)
    datetime.datetime(2026, 11, 23, 8, 30)
    >>> leaves_at(datetime(2026, 11, 23, 19, 0), date(2026, 11, 23), "Europe/Paris", 8.0, 19.0)
    datetime.datetime(2026, 11, 24, 8, 0)
    """
    now, start = local(moment, zone), timedelta(hours=hour_from)
    opening = datetime.combine(max(day, now.date()), time.min) + start
    if now <= opening:
        return opening
    return now if hour(now) < hour_to else datetime.combine(now.date() + ONE_DAY, time.min) + start


def retry_at(moment: datetime) -> datetime:
    """After a temporary refusal: not before a quarter of an hour.

    >>> retry_at(datetime(2026, 11, 23, 9, 0))
    datetime.datetime(2026, 11, 23, 9, 15)
    """
    return moment + timedelta(minutes=RETRY_MINUTES)
