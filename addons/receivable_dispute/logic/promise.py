"""A promise to pay is judged by the payments: kept, kept in part, broken, or still to come.

A credit note is no payment: it makes the debt smaller, and with it what was promised. Of what is owed no longer nothing is kept and
nothing broken.
"""

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
    by_money: bool = True  # False: a credit note, a write-off, a cancelled invoice: the debt is smaller


class Judgement(NamedTuple):
    """What a promise is worth on a day."""

    state: str  # 'coming' | 'kept' | 'partly' | 'broken' | 'moot': nothing of it is owed any more
    received: Decimal
    decided_on: date | None = None
    reduced: Decimal = ZERO  # of the promised amount, what is owed no longer


def deadline(promised_on: date, tolerance: int) -> date:
    """The last day on which a payment still keeps the promise."""
    return promised_on + timedelta(days=tolerance)


def still_owed(share: Decimal, left: Decimal, payments: Iterable[Payment]) -> Decimal:
    """What is owed of the promised part of an item, before any money: what was left then, less what made the debt smaller since.

    >>> credited = [Payment(date(2026, 6, 1), Decimal(700), by_money=False)]
    >>> still_owed(Decimal(600), Decimal(1000), credited), still_owed(Decimal(200), Decimal(1000), credited)
    (Decimal('300'), Decimal('200'))
    """
    smaller = total(payment.amount for payment in payments if not payment.by_money)
    return min(share, max(ZERO, left - smaller))


def judge(
    amount: Decimal, promised_on: date, tolerance: int, payments: Iterable[Payment], as_of: date, reduced: Decimal = ZERO
) -> Judgement:
    """The promise on a day, of which ``reduced`` is owed no longer. Money that comes after its deadline does not keep it any more.

    >>> day = date.fromisoformat
    >>> paid = [Payment(day("2026-06-14"), Decimal(2000))]
    >>> judge(Decimal(2000), day("2026-06-12"), 3, paid, day("2026-06-14")).state
    'kept'
    >>> judge(Decimal(2000), day("2026-06-12"), 1, paid, day("2026-06-14")).state
    'broken'
    >>> judge(Decimal(2500), day("2026-06-12"), 3, paid, day("2026-06-15")).state
    'coming'
    >>> judge(Decimal(2500), day("2026-06-12"), 3, paid, day("2026-06-16"))
    Judgement(state='partly', received=Decimal('2000'), decided_on=datetime.date(2026, 6, 16), reduced=Decimal('0'))
    """
    last, payments = deadline(promised_on, tolerance), list(payments)
    counted = sorted(payment for payment in payments if payment.by_money and payment.on <= min(as_of, last))
    received = max(ZERO, total(payment.amount for payment in counted))
    owed = amount - reduced
    if not owed:
        return Judgement("moot", received, max(payment.on for payment in payments if not payment.by_money), reduced)
    if received >= owed:
        return Judgement("kept", received, _reached(owed, counted), reduced)
    if as_of <= last:
        return Judgement("coming", received, None, reduced)
    return Judgement("partly" if received else "broken", received, last + timedelta(days=1), reduced)


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


def still_promised(share: Decimal, left: Decimal, payments: Iterable[Payment]) -> Decimal:
    """What is still to come of the part of one item that was promised.

    >>> still_promised(Decimal(3600), Decimal(3600), [Payment(date(2026, 6, 1), Decimal(1000))])
    Decimal('2600')
    """
    payments = list(payments)
    received = total(payment.amount for payment in payments if payment.by_money)
    return max(ZERO, still_owed(share, left, payments) - received)
