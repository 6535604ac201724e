"""The account as its payer sees it: what is proposed for payment, what waits, what is in their favour."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_dispute.logic import balance

DAY = date(2026, 11, 23)
EUR, CHF = 1, 2
STORY = """
FAC/398   due 2026-11-13    890.00
FAC/412   due 2026-11-26   1240.00
FAC/420   due 2026-12-20   3400.00
"""


def read(story, currency=EUR):
    """Open items from lines ``number due DAY LEFT``."""
    return [_item(line, words, currency) for line, words in enumerate(map(str.split, filter(None, story.splitlines())), 1)]


def _item(line, words, currency):
    left, due = Decimal(words[3]), date.fromisoformat(words[2])
    return OpenItem(
        id=line + 100 * currency, payer=7, contact=7, move=100 + line, number=words[0], reference="", kind="debt" if left > 0 else "credit",
        issued=due, due=due, currency=currency, amount=left, residual=left, residual_company=left, account=1,
    )  # fmt: skip


def block(story=STORY, holds=None, under_way=()):
    return balance.blocks(1, read(story), holds or {}, set(under_way), DAY)[0]


def dispute(amount):
    return Hold("dispute", "leave", amount and Decimal(amount), DAY, None, "inside words", "310,00 € are being examined.")


def promise():
    return Hold("promise", "leave", None, DAY, date(2026, 12, 4), "inside words", "Expected on 4 December.")


def test_what_is_late_or_due_within_a_week_is_proposed_and_the_rest_is_coming():
    account = block()
    assert [debt.proposed for debt in account.debts] == [True, True, False]
    assert (account.now, account.late, account.coming) == (2130, 890, 4640)


def test_a_contested_part_is_not_asked_and_the_rest_of_the_invoice_is():
    account = block(holds={102: [dispute("310")]})
    assert [debt.asked for debt in account.debts] == [890, 930, 3400]
    assert (account.now, account.contested) == (1820, 310)
    assert account.debts[1].contestable == 930


def test_an_invoice_contested_whole_cannot_be_ticked():
    assert not block(holds={101: [dispute(None)]}).debts[0].payable


def test_what_was_promised_may_be_paid_but_is_not_proposed():
    debt = block(holds={101: [promise()]}).debts[0]
    assert (debt.payable, debt.proposed, debt.notes) == (True, False, ("Expected on 4 December.",))


def test_what_is_in_their_favour_comes_off_the_oldest_invoice():
    account = block(STORY + "RFAC/9 due 2026-11-20 -900.00\n")
    assert [debt.asked for debt in account.debts] == [0, 1230, 3400]
    assert (account.in_favour, account.debts[0].payable) == (900, False)


def test_a_payment_under_way_is_neither_asked_nor_ticked_again():
    account = block(under_way=[101])
    assert (account.debts[0].payable, account.now, account.late) == (False, 1240, 0)


def test_currencies_are_never_added():
    both = balance.blocks(1, read(STORY) + read("CHF/1 due 2026-11-01 50.00", CHF), {}, set(), DAY)
    assert [(one.currency, one.now) for one in both] == [(EUR, 2130), (CHF, 50)]


def test_next_is_the_debt_that_comes_first_when_nothing_is_to_pay_today():
    account = block("FAC/420 due 2026-12-20 3400.00\nFAC/430 due 2027-01-20 10.00")
    assert (account.now, account.next.item.number) == (0, "FAC/420")


def test_reasons_that_are_not_for_the_customer_are_not_told():
    inside = Hold("insolvency", "leave", None, DAY, None, "rumours", "")
    assert block(holds={101: [inside]}).debts[0].notes == ()


@pytest.mark.parametrize(("ahead", "proposed"), [("2026-11-30", True), ("2026-12-01", False)])
def test_a_week_before_its_due_date_an_invoice_is_proposed(ahead, proposed):
    assert block(f"FAC/1 due {ahead} 10.00").debts[0].proposed is proposed


def test_an_entry_that_is_no_invoice_is_not_for_the_customer():
    refund = read("X/1 due 2026-11-01 10.00")[0]._replace(kind="review")
    assert balance.blocks(1, [refund], {}, set(), DAY) == ()
