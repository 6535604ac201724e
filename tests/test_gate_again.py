"""What a message may still ask for: amounts only go down, and its table adds up to what it asks for."""

import random
from datetime import date
from decimal import Decimal

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_dunning.logic import gate
from odoo.addons.receivable_dunning.logic.escalation import Debt

DAY = date(2026, 3, 21)


def debt(item, remaining, net=None):
    amount = Decimal(remaining)
    opened = OpenItem(item, 1, 1, item, f"INV/{item}", "", "debt", DAY, DAY, 1, amount, amount, amount, 1)
    return Debt(opened, (), amount, Decimal(remaining if net is None else net))


def row(number, item, net, remaining=None, role="asked", currency=1):
    return gate.Row(number, item, role, currency, Decimal(net), Decimal(net if remaining is None else remaining))


def told(rows, debts):
    return {change.id: (change.left, change.net, change.remaining) for change in gate.again(rows, debts)}


def test_nothing_changed_says_nothing():
    assert told([row(1, 10, 100)], {10: debt(10, 100)}) == {}


def test_paid_leaves():
    assert told([row(1, 10, 100)], {}) == {1: ("paid", 0, 0)}


def test_partly_paid_goes_down_and_never_up():
    assert told([row(1, 10, 100)], {10: debt(10, 40)}) == {1: ("", 40, 40)}
    assert told([row(1, 10, 100)], {10: debt(10, 400)}) == {}


def test_held_leaves():
    assert told([row(1, 10, 100)], {10: debt(10, 0)}) == {1: ("held", 0, 0)}


def test_covered_by_credits_leaves():
    assert told([row(1, 10, 100)], {10: debt(10, 100, net=0)}) == {1: ("credits", 0, 0)}


def test_a_credit_row_shrinks_with_what_it_deducts():
    rows = [row(1, 10, 70, 100), row(2, 11, 0, -30, role="credit")]
    assert told(rows, {10: debt(10, 100, net=90)}) == {}, "a credit used elsewhere does not raise the message"
    assert told(rows, {10: debt(10, 80, net=60)}) == {1: ("", 60, 80), 2: ("", 0, -20)}
    assert told(rows, {10: debt(10, 70, net=70)}) == {1: ("", 70, 70), 2: ("credits", 0, 0)}


def test_a_credit_that_is_new_is_shown_as_paid():
    assert told([row(1, 10, 100)], {10: debt(10, 100, net=70)}) == {1: ("", 70, 70)}


def test_empty_without_its_own_items():
    rows = [row(1, 10, 100), row(2, 11, 50, role="listed")]
    assert gate.is_empty("reminder", rows, gate.again(rows, {11: debt(11, 50)}))
    assert not gate.is_empty("reminder", rows, gate.again(rows, {10: debt(10, 100)}))


def test_the_table_adds_up_and_no_amount_rises():
    """Any plan, any ledger since: 500 of each, drawn with a seed."""
    draw = random.Random(7)
    for _case in range(500):
        rows, debts = drawn_plan(draw), drawn_debts(draw)
        changes = {change.id: change for change in gate.again(rows, debts)}
        after = [one._replace(net=changes[one.id].net, remaining=changes[one.id].remaining) if one.id in changes else one for one in rows]
        assert sum(one.remaining for one in after) == sum(one.net for one in after)
        for before, one in zip(rows, after, strict=True):
            if before.role == "asked":
                assert 0 <= one.net <= before.net
                assert one.net <= one.remaining <= before.remaining


def drawn_plan(draw):
    """Up to five items, some deducted by a credit that stands in a row of its own."""
    rows = [row(number, number, draw.randint(0, total), total) for number in range(1, 6) if (total := draw.randint(1, 400))]
    deducted = sum(one.remaining - one.net for one in rows)
    return [*rows, row(99, 99, 0, -deducted, role="credit")]


def drawn_debts(draw):
    remaining = {number: draw.randint(0, 500) for number in range(1, 6) if draw.random() < 0.8}
    return {number: debt(number, left, draw.randint(0, left)) for number, left in remaining.items()}
