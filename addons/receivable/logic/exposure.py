"""Exposure: all that a payer owes us or is about to owe us, part by part."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Part(NamedTuple):
    """One part of an exposure, in company currency, with the records it rests on."""

    code: str  # 'open' | 'drafts' | 'orders' | 'cover' …
    amount: Decimal  # > 0 raises the exposure, < 0 lowers it
    model: str = ""  # of the records that make it up
    domain: tuple = ()  # opens them
    converted: bool = False  # some of it was in another currency


def total(parts: Iterable[Part]) -> Decimal:
    """What the payer owes in all, never less than nothing.

    >>> total([Part("open", Decimal(900)), Part("drafts", Decimal(100))])
    Decimal('1000')
    >>> total([Part("open", Decimal(-280))])
    Decimal('0')
    """
    return max(sum((part.amount for part in parts), Decimal(0)), Decimal(0))
