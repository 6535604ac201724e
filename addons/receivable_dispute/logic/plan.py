"""A payment plan: its schedule, what is paid of it, and the first instalment that was missed."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from odoo.addons.receivable_dispute.logic.parts import ZERO, spread

DAYS = {"week": 7, "fortnight": 14}


class Instalment(NamedTuple):
    """One amount of a plan, and the day by which it is expected."""

    id: int
    on: date
    amount: Decimal
    allowed_until: date | None = None  # a later day on which we agreed


class Progress(NamedTuple):
    """Where a plan stands on a day."""

    paid: Mapping[int, Decimal]  # of each instalment, the first ones first
    missed: Instalment | None  # the first one that is not there when its tolerance has passed
    next: Instalment | None  # the first one not paid yet

    @property
    def done(self) -> bool:
        return self.next is None


def schedule(amount: Decimal, count: int, first: date, rhythm: str, smallest: Decimal = Decimal("0.01")) -> list[tuple[date, Decimal]]:
    """Equal instalments; the last one takes what does not divide.

    >>> schedule(Decimal(100), 3, date(2026, 1, 31), "month")[1:]
    [(datetime.date(2026, 2, 28), Decimal('33.33')), (datetime.date(2026, 3, 31), Decimal('33.34'))]
    """
    each = (amount / count / smallest).to_integral_value(ROUND_DOWN) * smallest
    amounts = [each] * (count - 1) + [amount - each * (count - 1)]
    return [(day_of(first, rhythm, number), part) for number, part in enumerate(amounts)]


def day_of(first: date, rhythm: str, number: int) -> date:
    """The day of the n-th instalment, counted from 0; a month without that day ends on its last one.

    >>> day_of(date(2026, 11, 26), "fortnight", 2), day_of(date(2026, 12, 31), "month", 2)
    (datetime.date(2026, 12, 24), datetime.date(2027, 2, 28))
    """
    if rhythm in DAYS:
        return first + timedelta(days=DAYS[rhythm] * number)
    years, month = divmod(first.month - 1 + number, 12)
    year, month = first.year + years, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def progress(instalments: Sequence[Instalment], paid: Decimal, as_of: date, tolerance: int) -> Progress:
    """What is paid goes to the instalments in the order of their days.

    >>> six = [Instalment(n, date(2026, n, 26), Decimal(800)) for n in range(1, 7)]
    >>> found = progress(six, Decimal(1600), date(2026, 3, 29), 3)
    >>> found.next.id, found.missed
    (3, None)
    >>> progress(six, Decimal(1600), date(2026, 3, 30), 3).missed.id
    3
    """
    ordered = sorted(instalments, key=lambda one: (one.on, one.id))
    parts = spread(paid, {one.id: one.amount for one in ordered})
    waiting = [one for one in ordered if parts.get(one.id, ZERO) < one.amount]
    late = [one for one in waiting if as_of > last_day(one, tolerance)]
    return Progress({one.id: parts.get(one.id, ZERO) for one in ordered}, late[0] if late else None, waiting[0] if waiting else None)


def last_day(instalment: Instalment, tolerance: int) -> date:
    """The last day on which it is not missed yet."""
    return max(instalment.on + timedelta(days=tolerance), instalment.allowed_until or date.min)


def expected(instalments: Sequence[Instalment], paid: Decimal, left: Mapping[int, Decimal]) -> dict[int, date]:
    """When each item will be paid off: instalments pay the items in their order. ``left``: what is left of each item.

    >>> two = [Instalment(1, date(2026, 5, 1), Decimal(60)), Instalment(2, date(2026, 6, 1), Decimal(60))]
    >>> expected(two, Decimal(0), {7: Decimal(60), 8: Decimal(60)})
    {7: datetime.date(2026, 5, 1), 8: datetime.date(2026, 6, 1)}
    """
    days, sum_due, ordered = {}, -paid, sorted(instalments, key=lambda one: (one.on, one.id))
    reached = [(one.on, sum_due := sum_due + one.amount) for one in ordered]
    sum_left = ZERO
    for item, amount in left.items():
        sum_left += amount
        day = next((on for on, due in reached if due >= sum_left), reached[-1][0] if reached else None)
        if day:
            days[item] = day
    return days
