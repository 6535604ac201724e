"""What leaves tomorrow, as the evening mail says it: pure, from the engine's answer and the messages under way."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

EVENING = 17  # hour of the company at which the mail leaves


class Tomorrow(NamedTuple):
    """One message of tomorrow."""

    payer: int
    step: str
    channel: str
    amount: Decimal  # company currency
    approved: bool  # leaves without anybody doing anything more
    hour: float = 8.0


class Share(NamedTuple):
    """The messages that leave tomorrow, and those that wait for an approval; the largest first."""

    leaving: list[Tomorrow]
    waiting: list[Tomorrow]

    @property
    def hour(self) -> float:
        return min((one.hour for one in self.leaving), default=8.0)


def share(messages: Iterable[Tomorrow]) -> Share:
    """
    >>> found = share([Tomorrow(1, "Call", "call", Decimal(5), False), Tomorrow(2, "1st reminder", "email", Decimal(9), True, 9.0)])
    >>> [one.payer for one in found.leaving], [one.payer for one in found.waiting], found.hour
    ([2], [1], 9.0)
    """
    ordered = sorted(messages, key=lambda one: (-one.amount, one.payer))
    return Share([one for one in ordered if one.approved], [one for one in ordered if not one.approved])


def is_evening(local: datetime) -> bool:
    """
    >>> is_evening(datetime(2026, 3, 16, 16, 59)), is_evening(datetime(2026, 3, 16, 17, 0))
    (False, True)
    """
    return local.hour >= EVENING


def in_hours(hour: float) -> str:
    """
    >>> in_hours(8.5)
    '08:30'
    """
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"

