"""Business days: which days are closed, and the first open day from a given one.

Closed days are plain sets, built once per country and year from the library `holidays`, so that rolling a hundred thousand due
dates costs set look-ups and no library call.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def public_holidays(country: str | None, years: Iterable[int]) -> frozenset[date]:
    """Public holidays of a country (ISO code); none for a country the library does not know.

    >>> date(2026, 7, 14) in public_holidays("FR", [2026])
    True
    >>> public_holidays("XX", [2026])
    frozenset()
    """
    return frozenset().union(*(_country_year((country or "").upper(), year) for year in years))


def target_closing_days(years: Iterable[int]) -> frozenset[date]:
    """Days on which the euro's payment system TARGET is closed (ECB calendar); weekends apart.

    >>> sorted(day.isoformat() for day in target_closing_days([2026]))
    ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25', '2026-12-26']
    """
    return frozenset().union(*(_target_year(year) for year in years))


@cache
def _country_year(country: str, year: int) -> frozenset[date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


@cache
def _target_year(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays("ECB", years=year))


def is_open(day: date, closed: Collection[date]) -> bool:
    """Neither a weekend nor a closed day."""
    return day.weekday() < SATURDAY and day not in closed


def next_business_day(day: date, closed: Collection[date] = frozenset()) -> date:
    """The day itself when it is open, else the first open day after it.

    >>> next_business_day(date(2026, 11, 21))
    datetime.date(2026, 11, 23)
    >>> next_business_day(date(2026, 12, 25), target_closing_days([2026]))
    datetime.date(2026, 12, 28)
    """
    while not is_open(day, closed):
        day += ONE_DAY
    return day
