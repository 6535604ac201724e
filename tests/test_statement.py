"""The statement of account, read as a customer reads it: rows, ageing, what to pay today."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.statement import build

DAY = date(2026, 11, 23)
EUR, CHF = 1, 2
STORY = """
INV/1   due 2026-11-18   2460.00
INV/2   due 2026-12-05    980.00
INV/3   due 2026-09-20   1200.00  of 2000.00
RINV/1  due 2026-11-20   -280.00
"""


def read(story, currency=EUR):
    """Open items from lines ``number due DAY LEFT [of AMOUNT]``."""
    return [_item(number, words, currency) for number, words in enumerate(map(str.split, filter(None, story.splitlines())), 1)]


def _item(line, words, currency):
    left = Decimal(words[3])
    amount = Decimal(words[5]) if "of" in words else left
    due = date.fromisoformat(words[2])
    return OpenItem(
        id=line, payer=7, contact=7, move=100 + line, number=words[0], reference="", kind="debt" if left > 0 else "credit",
        issued=due, due=due, currency=currency, amount=amount, residual=left, residual_company=left, account=1, reverses=0,
        label="", salesperson=0,
    )


def dispute(amount=None, public="Disputed"):
    return Hold("dispute", "leave", amount, DAY, None, "Disputed, inside words", public, "Logistics", ("x", ()))


def section(story=STORY, holds=None):
    return build(7, 1, DAY, read(story), holds).sections[0]


def test_rows_come_by_due_date_and_what_is_in_their_favour_last():
    assert [row.number for row in section().rows] == ["INV/3", "INV/1", "INV/2", "RINV/1"]


def test_days_late_count_from_the_due_date_and_never_for_a_credit():
    assert [row.days_late for row in section().rows] == [64, 5, 0, 0]


def test_an_item_due_on_the_day_is_not_late():
    assert section("INV/1 due 2026-11-23 10.00").overdue == 0


def test_a_part_payment_shows_as_paid():
    row = section().rows[0]
    assert (row.amount, row.paid, row.left) == (Decimal("2000.00"), Decimal("800.00"), Decimal("1200.00"))


def test_not_due_and_overdue_less_credits_are_the_balance():
    one = section()
    assert (one.not_due, one.overdue, one.credits) == (Decimal("980.00"), Decimal("3660.00"), Decimal("280.00"))
    assert one.not_due + one.overdue - one.credits == one.balance == sum(row.left for row in one.rows)


def test_the_ageing_holds_the_debts_and_nothing_else():
    one = section()
    assert one.ageing == (Decimal("980.00"), Decimal("2460.00"), 0, Decimal("1200.00"), 0)
    assert sum(one.ageing) == one.not_due + one.overdue


def test_credits_are_taken_off_what_is_to_pay_today():
    assert section().to_pay == Decimal("3380.00")


def test_credits_larger_than_the_debts_leave_nothing_to_pay():
    one = section("INV/1 due 2026-10-29 620.00\nRINV/1 due 2026-11-15 -900.00")
    assert (one.to_pay, one.balance) == (0, Decimal("-280.00"))


def test_what_is_disputed_is_marked_and_not_asked_for_today():
    one = section("INV/1 due 2026-11-05 4250.00", {1: [dispute(Decimal("1300.00"))]})
    assert (one.rows[0].disputed, one.disputed, one.to_pay) == (Decimal("1300.00"), Decimal("1300.00"), Decimal("2950.00"))
    assert one.rows[0].notes == ("Disputed",)


def test_a_dispute_of_the_whole_item_is_never_more_than_what_is_left():
    assert section("INV/1 due 2026-11-05 100.00 of 900.00", {1: [dispute()]}).disputed == Decimal("100.00")


@pytest.mark.parametrize("code", ["pause", "money_in_sight", "insolvency"])
def test_a_customer_does_not_read_our_inside_reasons(code):
    inside = Hold(code, "leave", None, DAY, None, "inside", "public words", "", ("x", ()))
    assert section("INV/1 due 2026-11-05 100.00", {1: [inside]}).rows[0].notes == ()


def test_currencies_are_never_added():
    items = read("INV/1 due 2026-11-05 100.00") + read("CHF/1 due 2026-11-05 3400.00", CHF)
    assert [(one.currency, one.balance) for one in build(7, 1, DAY, items).sections] == [
        (EUR, Decimal("100.00")), (CHF, Decimal("3400.00")),
    ]


def test_nothing_open_is_a_statement_without_section():
    assert build(7, 1, DAY, []).sections == ()
