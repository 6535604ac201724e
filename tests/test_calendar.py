"""Business days: weekends, public holidays and the days on which euro payments stand still."""

from datetime import date

import pytest

from odoo.addons.receivable.logic.calendar import is_open, next_business_day, public_holidays, target_closing_days

FRANCE = public_holidays("FR", range(2026, 2029))
TARGET = target_closing_days(range(2026, 2029))


@pytest.mark.parametrize(
    ("asked", "open_on"),
    [("2026-12-01", "2026-12-01"), ("2027-01-01", "2027-01-04"), ("2026-04-03", "2026-04-07"), ("2027-03-26", "2027-03-30"),
     ("2028-04-14", "2028-04-18"), ("2026-05-01", "2026-05-04"), ("2026-12-25", "2026-12-28")],
)
def test_a_day_without_euro_payments_moves_to_the_next_one_with(asked, open_on):
    assert next_business_day(date.fromisoformat(asked), TARGET) == date.fromisoformat(open_on)


@pytest.mark.parametrize("day", ["2026-05-08", "2026-07-14", "2026-11-11"])
def test_national_holidays_are_open_for_euro_payments_and_closed_in_france(day):
    day = date.fromisoformat(day)
    assert is_open(day, TARGET) and not is_open(day, FRANCE)


def test_an_open_day_stays():
    assert next_business_day(date(2026, 6, 30), FRANCE) == date(2026, 6, 30)


def test_without_holidays_only_weekends_are_closed():
    assert next_business_day(date(2026, 1, 31)) == date(2026, 2, 2)


def test_a_run_of_closed_days_is_crossed_whole():
    assert next_business_day(date(2027, 12, 25), public_holidays("GB", [2027])) == date(2027, 12, 29)


def test_an_unknown_country_or_none_has_no_holidays():
    assert public_holidays("XX", [2026]) == public_holidays(None, [2026]) == frozenset()
