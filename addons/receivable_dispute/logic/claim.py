"""A payer says that an invoice is paid: how long it is left alone while somebody looks, and what of the money is still to be found."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.receivable_dispute.logic.parts import ZERO, total
from odoo.addons.receivable_dispute.logic.promise import Payment

MOST_TIMES = 3  # that the same item may be said to be paid: whoever says it again is spoken to


def last_day(since: date, days: int) -> date:
    """The last day on which nothing is asked, counted from when it was said or found.

    >>> last_day(date(2026, 11, 20), 10)
    datetime.date(2026, 11, 30)
    """
    return since + timedelta(days=days)


def to_find(said: Decimal, payments: Iterable[Payment]) -> Decimal:
    """What is not in the books yet of the sum that they say they paid.

    >>> to_find(Decimal(890), [Payment(date(2026, 11, 20), Decimal(500))])
    Decimal('390')
    >>> to_find(Decimal(890), [Payment(date(2026, 11, 20), Decimal(900))])
    Decimal('0')
    """
    return max(ZERO, said - total(payment.amount for payment in payments))
