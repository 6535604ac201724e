"""An amount over several items, and what payments say of it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

ZERO = Decimal(0)


def spread(amount: Decimal, rooms: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The amount over the items in their order, on none more than there is room; items that get nothing are left out.

    >>> spread(Decimal(50), {1: Decimal(30), 2: Decimal(0), 3: Decimal(40)})
    {1: Decimal('30'), 3: Decimal('20')}
    """
    parts = {}
    for item, room in rooms.items():
        part = min(amount, room)
        if part > ZERO:
            parts[item] = part
            amount -= part
    return parts


def total(amounts: Iterable[Decimal]) -> Decimal:
    """
    >>> total([])
    Decimal('0')
    """
    return sum(amounts, ZERO)
