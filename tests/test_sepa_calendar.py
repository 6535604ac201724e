"""The days of direct debits: when banks settle, until when a debit comes back, when a mandate lapses."""

from datetime import date, timedelta

import pytest

from odoo.addons.receivable_sepa.logic import life, target

DAY = date.fromisoformat


def easter(year):
    """Easter Sunday of the Gregorian calendar, computed and not looked up."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    step = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    month = h + step - 7 * ((a + 11 * h + 22 * step) // 451) + 114
    return date(year, month // 31, month % 31 + 1)


def closed(day):
    fixed = (day.month, day.day) in {(1, 1), (5, 1), (12, 25), (12, 26)}
    return day.weekday() >= 5 or fixed or (day - easter(day.year)).days in (-2, 1)


def test_easter_is_computed_right():
    assert [easter(year).isoformat() for year in (2026, 2027, 2028)] == ["2026-04-05", "2027-03-28", "2028-04-16"]


@pytest.mark.parametrize("year", range(2020, 2061))
def test_banks_settle_on_every_weekday_but_six_days_a_year(year):
    days = (date(year, 1, 1) + timedelta(days=count) for count in range(366))
    assert [day for day in days if target.is_open(day) == closed(day)] == []


@pytest.mark.parametrize("day", ["2026-05-08", "2026-05-14", "2026-07-14", "2026-11-11"])
def test_national_holidays_are_open(day):
    assert target.is_open(DAY(day))


@pytest.mark.parametrize("requested, settles, present_by, core, b2b, refund, notice", [
    ("2026-12-01", "2026-12-01", "2026-11-30", "2026-12-08", "2026-12-04", "2027-01-26", "2026-11-17"),
    ("2027-01-01", "2027-01-04", "2026-12-31", "2027-01-11", "2027-01-07", "2027-03-01", "2026-12-21"),
])  # fmt: skip
def test_the_days_around_a_debit(requested, settles, present_by, core, b2b, refund, notice):
    day = target.next_open(DAY(requested))
    assert day == DAY(settles)
    assert life.present_by(day) == DAY(present_by)
    assert life.returns_until(day, "CORE") == DAY(core)
    assert life.returns_until(day, "B2B") == DAY(b2b)
    assert life.refunds_until(day, "CORE") == DAY(refund)
    assert life.notify_by(day, 14) == DAY(notice)


def test_between_companies_nothing_is_refunded_after_the_days_of_the_bank():
    assert life.refunds_until(DAY("2026-12-01"), "B2B") == DAY("2026-12-04")


def test_days_are_counted_over_easter_in_both_directions():
    thursday, tuesday = DAY("2026-04-02"), DAY("2026-04-07")
    assert target.shift(thursday, 1) == tuesday
    assert target.shift(tuesday, -1) == thursday
    assert target.shift(DAY("2026-04-04"), 1) == tuesday, "from a closed day the next open one is the first"


@pytest.mark.parametrize("signed, last, expires", [
    ("2021-03-01", "2023-11-22", "2026-11-22"),
    ("2021-03-01", "2024-02-29", "2027-02-28"),
    ("2023-11-22", None, "2026-11-22"),
])  # fmt: skip
def test_a_mandate_lapses_thirty_six_months_after_it_was_last_used(signed, last, expires):
    assert life.expires_on(DAY(signed), last and DAY(last)) == DAY(expires)


def test_three_months_before_the_creditor_is_warned():
    assert life.warn_on(DAY("2021-03-01"), DAY("2023-11-22")) == DAY("2026-08-22")
    assert life.warn_on(DAY("2024-05-31")) == DAY("2027-02-28")


@pytest.mark.parametrize("recurrence, before, frst, final, sequence", [
    ("one_off", False, True, True, "OOFF"),
    ("recurrent", False, False, False, "RCUR"),
    ("recurrent", False, True, False, "FRST"),
    ("recurrent", True, True, False, "RCUR"),
    ("recurrent", True, False, True, "FNAL"),
    ("recurrent", False, True, True, "FNAL"),
])  # fmt: skip
def test_what_the_next_debit_of_a_mandate_is_to_the_bank(recurrence, before, frst, final, sequence):
    assert life.sequence(recurrence, before, frst, final) == sequence
