"""Amounts, dates and delays as a reader writes them (letters 10.1); the plain cases are the doctests."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.receivable_dunning.logic import wording

NARROW, HARD, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "currency", "lang", "said"),
    [
        ("1234567.891", "EUR", "fr_FR", f"1{NARROW}234{NARROW}567,89{HARD}€"),
        ("0", "EUR", "fr_FR", f"0,00{HARD}€"),
        ("-0.001", "EUR", "fr_FR", f"0,00{HARD}€"),
        ("-1234.5", "CHF", "fr_CH", f"{MINUS}1{NARROW}234,50{HARD}CHF"),
        ("-1234.5", "CHF", "en_US", f"{MINUS}CHF 1,234.50"),
        ("0.005", "EUR", "en_US", "€0.01"),
        ("12.3456", "KWD", "en_GB", "KWD 12.346"),
        ("98000", "JPY", "fr_FR", f"98{NARROW}000{HARD}JPY"),
        ("-120", "EUR", "de_DE", f"{MINUS}120,00{HARD}€"),
        ("10", "EUR", "xx_XX", "€10.00"),
    ],
)
def test_amounts(value, currency, lang, said):
    assert wording.amount(Decimal(value), currency, lang) == said


def test_a_rate_keeps_its_decimals():
    assert wording.rate(Decimal("12.154"), "fr_FR") == f"12,154{HARD}%"
    assert wording.rate(Decimal("100"), "en_US") == "100.00%"
    assert wording.rate(Decimal("12.15"), "de_DE") == f"12,15{HARD}%"


@pytest.mark.parametrize("month", range(1, 13))
def test_months_and_weekdays_are_those_of_the_calendar(month):
    """Our own words for French and English agree with CLDR, all year round."""
    from babel.dates import format_date

    for number in (1, 2, 15, 28):
        day = date(2026, month, number)
        french = format_date(day, "EEEE d MMMM y", "fr").replace(" 1 ", " 1er ")
        assert wording.deadline(day, "fr_FR") == french
        assert wording.deadline(day, "en_US") == format_date(day, "EEEE d MMMM y", "en")
        assert wording.in_table(day, "en_US") == format_date(day, "d MMM y", "en_US")


@pytest.mark.parametrize(
    ("days", "lang", "said"),
    [
        ([date(2026, 4, 12), date(2026, 3, 3)], "fr_FR", "3 mars et du 12 avril 2026"),
        ([date(2025, 3, 1), date(2026, 3, 1)], "fr_FR", "1er mars 2025 et du 1er mars 2026"),
        ([date(2026, 3, 3), date(2026, 3, 3)], "en_US", "3 March 2026"),
        ([date(2025, 12, 3), date(2026, 1, 4), date(2026, 2, 1)], "en_US", "3 December 2025, 4 January and 1 February 2026"),
        ([date(2026, 3, 3), date(2026, 4, 12)], "de_DE", "3. März 2026 und 12. April 2026"),
    ],
)
def test_lists_of_dates(days, lang, said):
    assert wording.dates(days, lang) == said


def test_phones_are_said_as_the_reader_dials_them():
    assert wording.phone("0199001234", "fr_FR") == "01 99 00 12 34"
    assert wording.phone("+33 (0)1", "en_US") == "+33 (0)1"
    assert wording.phone("+32 2 555 12 34", "fr_FR") == "+32 2 555 12 34"
