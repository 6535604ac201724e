"""Asked again at the moment of sending: what a message may still ask for. Pure.

Amounts only go down and items only leave: a debt that is new since the plan has its own day.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from .escalation import Debt

NOTHING = Decimal(0)
MAIN = {"reminder": "asked", "prevenance": "coming"}  # the items without which a message has no object


class Row(NamedTuple):
    """One line of a message; ``net`` is asked for, ``remaining`` is shown (credits are rows of their own, negative)."""

    id: int
    item: int  # account.move.line; 0 when the entry is gone
    role: str  # 'asked' | 'listed' | 'coming' | 'credit' | 'paid'
    currency: int
    net: Decimal
    remaining: Decimal


class Change(NamedTuple):
    """What becomes of a line: other amounts, or out of the message (``left`` says why)."""

    id: int
    net: Decimal
    remaining: Decimal
    left: str = ""  # '' | 'paid' | 'held' | 'credits'


def again(rows: Sequence[Row], debts: Mapping[int, Debt]) -> list[Change]:
    """The lines that differ from what was planned; an unchanged message answers an empty list.

    :param debts: the open debts of the payer as they are now, by item
    """
    now = {row.id: _debt_now(row, debts.get(row.item)) for row in rows if row.role in ("asked", "listed", "coming")}
    now.update(_credits_now(rows, now))
    before = {row.id: row for row in rows}
    return [
        change
        for line, change in now.items()
        if change.left or (change.net, change.remaining) != (before[line].net, before[line].remaining)
    ]


def is_empty(kind: str, rows: Sequence[Row], changes: Sequence[Change]) -> bool:
    """Has the message lost its object?"""
    left = {change.id for change in changes if change.left}
    return not any(row.role == MAIN[kind] and row.id not in left for row in rows)


def _debt_now(row: Row, debt: Debt | None) -> Change:
    if debt is None:
        return Change(row.id, NOTHING, NOTHING, "paid")
    if debt.remaining <= 0:
        return Change(row.id, NOTHING, NOTHING, "held")
    if debt.net <= 0:
        return Change(row.id, NOTHING, NOTHING, "credits")
    net = min(row.net, debt.net)
    return Change(row.id, net, max(net, min(row.remaining, debt.remaining)))


def _credits_now(rows: Sequence[Row], now: dict[int, Change]) -> dict[int, Change]:
    """Credit rows cut to what is still deducted; a credit that is new since the plan is shown as already paid."""
    changes = {}
    for currency, deducted in _deducted(rows, now).items():
        for row in rows:
            if row.role == "credit" and row.currency == currency:
                part = min(deducted, -row.remaining)
                deducted -= part
                changes[row.id] = Change(row.id, NOTHING, -part, "" if part else "credits")
        changes.update(_as_paid([now[row.id] for row in rows if row.id in now and row.currency == currency], deducted))
    return changes


def _deducted(rows: Sequence[Row], now: Mapping[int, Change]) -> dict[int, Decimal]:
    deducted: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for row in rows:
        change = now.get(row.id)
        deducted[row.currency] += change.remaining - change.net if change else NOTHING
    return deducted


def _as_paid(changes: Sequence[Change], rest: Decimal) -> dict[int, Change]:
    """A deduction without a row of its own lowers what is shown as left."""
    lowered = {}
    for change in changes:
        part = min(rest, change.remaining - change.net)
        if part > 0:
            rest -= part
            lowered[change.id] = change._replace(remaining=change.remaining - part)
    return lowered
