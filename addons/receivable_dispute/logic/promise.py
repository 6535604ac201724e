"""A promise to pay is judged by the payments: kept, kept in part, broken, or still to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable_dispute.logic.parts import ZERO, total

NOT_KEPT = ("partly", "broken")


class Payment(NamedTuple):
    """What came in on one of the promised items since the promise; negative when it was taken back."""

    on: date
    amount: Decimal
    item: int = 0


class Judgement(NamedTuple):
    """What a promise is worth on a day."""

    state: str  # 'coming' | 'kept' | 'partly' | 'broken'
    received: Decimal
    decided_on: date | None = None


def deadline(promised_on: date, tolerance: int) -> date:
    """The last day on which a payment still keeps the promise."""
    return promised_on + timedelta(days=tolerance)


def judge(amount: Decimal, promised_on: date, tolerance: int, payments: Iterable[Payment], as_of: date) -> Judgement:
    """The promise on a day. What comes after its deadline does not keep it any more.

    >>> day = date.fromisoformat
    >>> paid = [Payment(day("2026-06-14"), Decimal(2000))]
    >>> judge(Decimal(2000), day("2026-06-12"), 3, paid, day("2026-06-14")).state
    'kept'
    >>> judge(Decimal(2000), day("2026-06-12"), 1, paid, day("2026-06-14")).state
    'broken'
    >>> judge(Decimal(2500), day("2026-06-12"), 3, paid, day("2026-06-15")).state
    'coming'
    >>> judge(Decimal(2500), day("2026-06-12"), 3, paid, day("2026-06-16"))
    Judgement(state='partly', received=Decimal('2000'), decided_on=datetime.date(2026, 6, 16))
    """
    last = deadline(promised_on, tolerance)
    counted = sorted(payment for payment in payments if payment.on <= min(as_of, last))
    received = max(ZERO, total(payment.amount for payment in counted))
    if received >= amount:
        return Judgement("kept", received, _reached(amount, counted))
    if as_of <= last:
        return Judgement("coming", received)
    return Judgement("partly" if received else "broken", received, last + timedelta(days=1))


def _reached(amount, payments):
    """The day from which on the promise was kept, whatever was taken back and paid again before."""
    sums, left = [], ZERO
    for payment in payments:
        left += payment.amount
        sums.append((payment.on, left))
    day = payments[-1].on
    for on, sum_then in reversed(sums):
        if sum_then < amount:
            break
        day = on
    return day


def still_promised(share: Decimal, payments: Iterable[Payment]) -> Decimal:
    """What is still to come of the part of one item that was promised.

    >>> still_promised(Decimal(3600), [Payment(date(2026, 6, 1), Decimal(1000))])
    Decimal('2600')
    """
    return max(ZERO, share - total(payment.amount for payment in payments))
