"""Set-off: the ledger is the docstring, and the sums hold for any ledger."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off

DAY = date(2026, 3, 1)


def debt(item, amount, days=0, **values):
    return _item(item, Decimal(amount), "debt", days, **values)


def credit(item, amount, days=0, **values):
    return _item(item, -Decimal(amount), "credit", days, **values)


def _item(item, residual, kind, days, **values):
    known = {
        "id": item, "payer": 1, "contact": 1, "move": item, "number": f"INV/2026/{item:05}", "reference": "", "kind": kind,
        "issued": DAY, "due": DAY + timedelta(days=days), "currency": 1, "amount": residual, "residual": residual,
        "residual_company": residual, "account": 1,
    }
    return OpenItem(**known | values)


def nets(items, disputed=None):
    return {item: int(net) for item, net in set_off(items, disputed).items()}


def test_without_credits_everything_is_asked():
    assert nets([debt(1, 100), debt(2, 40)]) == {1: 100, 2: 40}


def test_a_credit_goes_to_the_oldest_debt():
    assert nets([debt(1, 100, days=30), debt(2, 40), credit(3, 60)]) == {1: 80, 2: 0}


def test_a_credit_note_goes_to_the_invoice_it_reverses():
    assert nets([debt(1, 100), debt(2, 40, days=30), credit(3, 30, reverses=2)]) == {1: 100, 2: 10}


def test_what_is_left_of_a_reversal_goes_to_the_oldest():
    assert nets([debt(1, 100), debt(2, 40, days=30), credit(3, 60, reverses=2)]) == {1: 80, 2: 0}


@pytest.mark.parametrize("label", ["VIR INV/2026/00002", "inv 2026 00002 MERCI", "INV202600002"])
def test_a_payment_goes_to_the_invoice_that_its_label_names(label):
    assert nets([debt(1, 100), debt(2, 40, days=30), credit(3, 30, label=label)]) == {1: 100, 2: 10}


def test_a_longer_number_is_not_the_invoice():
    assert nets([debt(1, 100), debt(2, 40, days=30), credit(3, 30, label="INV/2026/000021")]) == {1: 70, 2: 40}


def test_a_short_number_is_found_by_chance_and_not_looked_for():
    assert nets([debt(1, 100), debt(2, 40, days=30, number="12"), credit(3, 30, label="12 rue du Lac")]) == {1: 70, 2: 40}


def test_instalments_of_a_named_invoice_are_covered_oldest_first():
    items = [debt(1, 50, days=60, number="FAC/77001"), debt(2, 50, days=30, number="FAC/77001"), debt(4, 9)]
    assert nets([*items, credit(3, 60, label="FAC 77001")]) == {1: 40, 2: 0, 4: 9}


def test_what_is_disputed_is_covered_last_and_never_asked():
    assert nets([debt(1, 100), debt(2, 40, days=30), credit(3, 60)], {1: Decimal(70)}) == {1: 0, 2: 10}
    assert nets([debt(1, 100), debt(2, 40, days=30)], {1: Decimal(100)}) == {1: 0, 2: 40}


def test_a_credit_note_for_the_disputed_part_leaves_the_rest_asked():
    """4 250 of which 1 300 disputed, and the credit note of 1 300 that settles the dispute is not matched yet."""
    assert nets([debt(1, 4250), credit(2, 1300, reverses=1)], {1: Decimal(1300)}) == {1: 2950}


def test_credits_never_cross_payer_account_or_currency():
    items = [debt(1, 100), credit(2, 10, payer=2), credit(3, 10, account=2), credit(4, 10, currency=2)]
    assert nets(items) == {1: 100}


def test_what_a_person_must_look_at_is_neither_debt_nor_credit():
    assert nets([debt(1, 100), debt(2, 30)._replace(kind="review")]) == {1: 100}


def _random_ledger(dice):
    items = []
    for item in range(1, dice.randrange(2, 14)):
        make = dice.choice([debt, debt, credit])
        items.append(make(
            item, dice.randrange(1, 500), days=dice.randrange(0, 90), payer=dice.randrange(1, 3), currency=dice.randrange(1, 3),
            reverses=dice.randrange(0, 8), label=f"paid INV/2026/{dice.randrange(1, 9):05}",
        ))
    return items


def _sum(items, kind, account):
    return sum(abs(item.residual) for item in items if item.kind == kind and (item.payer, item.currency) == account)


@pytest.mark.parametrize("seed", range(300))
def test_nets_are_debts_less_credits_whatever_the_ledger(seed):
    items = _random_ledger(random.Random(seed))
    found = set_off(items)
    assert set(found) == {item.id for item in items if item.kind == "debt"}
    assert all(0 <= found[item.id] <= item.residual for item in items if item.kind == "debt")
    for account in {(item.payer, item.currency) for item in items}:
        asked = sum(found[item.id] for item in items if item.kind == "debt" and (item.payer, item.currency) == account)
        assert asked == max(0, _sum(items, "debt", account) - _sum(items, "credit", account))


@pytest.mark.parametrize("seed", range(100))
def test_the_order_of_the_rows_does_not_matter_and_a_dispute_only_lowers(seed):
    dice = random.Random(seed)
    items = _random_ledger(dice)
    disputed = {item.id: Decimal(dice.randrange(0, 300)) for item in items if item.kind == "debt"}
    shuffled = dice.sample(items, len(items))
    assert set_off(items, disputed) == set_off(shuffled, disputed)
    total = sum(set_off(items).values())
    assert sum(set_off(items, disputed).values()) <= total
