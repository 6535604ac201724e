"""The statement of account: what a payer owes on a day, per currency, item by item."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from odoo.addons.receivable.logic.holds import Hold, disputed
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off

BUCKETS = (30, 60, 90)  # days late closing each bucket of the ageing, after "not due"
PUBLIC_CODES = frozenset({"dispute", "promise", "plan", "debit", "said_paid", "found_paid"})  # holds that the customer knows of
ZERO = Decimal(0)


class Row(NamedTuple):
    """One open item as printed."""

    id: int
    move: int
    number: str
    reference: str
    kind: str  # 'debt' | 'credit' | 'review'
    issued: date
    due: date
    amount: Decimal
    paid: Decimal
    left: Decimal  # > 0 owed to us, < 0 in their favour
    days_late: int  # 0 before and on the due date, and for a credit
    disputed: Decimal
    notes: tuple[str, ...]


class Section(NamedTuple):
    """What is owed in one currency; ``not_due + overdue - credits == balance``."""

    currency: int
    rows: tuple[Row, ...]
    not_due: Decimal
    overdue: Decimal
    credits: Decimal  # in their favour, positive
    balance: Decimal
    disputed: Decimal
    to_pay: Decimal  # overdue, less credits set off and less what is disputed
    ageing: tuple[Decimal, ...]  # not due, 1–30, 31–60, 61–90, over 90 days late; debts only


class Statement(NamedTuple):
    """The account of one payer with one company on a day; no section when nothing is open."""

    payer: int
    company: int
    date: date
    sections: tuple[Section, ...]


def bucket(days_late: int) -> int:
    """Place of an item in the ageing.

    >>> [bucket(days) for days in (0, 1, 30, 31, 90, 91)]
    [0, 1, 1, 2, 3, 4]
    """
    return 0 if days_late <= 0 else 1 + sum(days_late > last for last in BUCKETS)


def build(
    payer: int, company: int, day: date, items: Iterable[OpenItem], holds: Mapping[int, Sequence[Hold]] | None = None
) -> Statement:
    """The statement of one payer from the open items of that day and the holds that the customer may know of."""
    public = {item: [hold for hold in found if hold.code in PUBLIC_CODES] for item, found in (holds or {}).items()}
    by_currency = groupby(sorted(items, key=_reading_order), key=lambda item: item.currency)
    sections = (_section(currency, list(group), day, public) for currency, group in by_currency)
    return Statement(payer, company, day, tuple(sections))


def _reading_order(item):
    return item.currency, item.residual < 0, item.due, item.number, item.id


def _section(currency, items, day, holds):
    contested = disputed(holds, {item.id: item.residual for item in items if item.residual > 0})
    rows = tuple(_row(item, day, contested.get(item.id, ZERO), holds.get(item.id, ())) for item in items)
    debts = [row for row in rows if row.left > 0]
    credits = -sum((row.left for row in rows if row.left < 0), ZERO)
    nets = set_off(items, contested)
    return Section(
        currency=currency,
        rows=rows,
        not_due=_total(row.left for row in debts if not row.days_late),
        overdue=_total(row.left for row in debts if row.days_late),
        credits=credits,
        balance=_total(row.left for row in debts) - credits,
        disputed=_total(row.disputed for row in debts),
        to_pay=_total(max(ZERO, nets.get(row.id, ZERO)) for row in debts if row.days_late),
        ageing=_ageing(debts),
    )


def _row(item, day, contested, holds):
    late = max(0, (day - item.due).days) if item.residual > 0 else 0
    return Row(
        id=item.id,
        move=item.move,
        number=item.number,
        reference=item.reference,
        kind=item.kind,
        issued=item.issued,
        due=item.due,
        amount=item.amount,
        paid=item.amount - item.residual,
        left=item.residual,
        days_late=late,
        disputed=contested,
        notes=tuple(hold.why_public for hold in holds if hold.why_public),
    )


def _ageing(debts):
    ageing = [ZERO] * (len(BUCKETS) + 2)
    for row in debts:
        ageing[bucket(row.days_late)] += row.left
    return tuple(ageing)


def _total(amounts):
    return sum(amounts, ZERO)
