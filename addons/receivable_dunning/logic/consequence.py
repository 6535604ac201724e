"""What a decision changes among the messages that are under way: pure comparison of two answers of the engine."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Leaving(NamedTuple):
    """One message that would leave: prepared already, or decided by the next night."""

    payer: int
    step: str
    day: date
    amount: Decimal  # company currency


class Change(NamedTuple):
    """One payer who would hear something else than without the decision."""

    kind: str  # 'more' | 'fewer' | 'other'
    payer: int
    step: str
    day: date
    amount: Decimal
    instead_of: str = ""  # the step that leaves no more


def differences(before: Iterable[Leaving], after: Iterable[Leaving]) -> list[Change]:
    """Messages that newly leave, that leave no more, and that leave at another step or for another amount; largest first.

    >>> one, two = Leaving(1, "1st reminder", date(2026, 3, 2), Decimal(10)), Leaving(2, "Call", date(2026, 3, 2), Decimal(9))
    >>> [(change.kind, change.payer) for change in differences([one], [two])]
    [('more', 2), ('fewer', 1)]
    >>> [(change.kind, change.step, change.instead_of) for change in differences([one], [one._replace(step="2nd reminder")])]
    [('other', '2nd reminder', '1st reminder')]
    >>> differences([one], [one])
    []
    """
    old, new = _by_payer(before), _by_payer(after)
    changes = []
    for payer in old.keys() | new.keys():
        gone = [one for one in old.get(payer, ()) if one not in new.get(payer, ())]
        come = [one for one in new.get(payer, ()) if one not in old.get(payer, ())]
        changes += _of_payer(gone, come)
    order = ("more", "other", "fewer")
    return sorted(changes, key=lambda change: (order.index(change.kind), -change.amount, change.payer))


def _by_payer(messages: Iterable[Leaving]) -> dict[int, list[Leaving]]:
    found: dict[int, list[Leaving]] = {}
    for message in messages:
        found.setdefault(message.payer, []).append(message)
    return found


def _of_payer(gone: Sequence[Leaving], come: Sequence[Leaving]) -> list[Change]:
    """One that goes and one that comes are the same message in another shape."""
    pairs = list(zip(gone, come, strict=False))
    return [
        *(Change("other", *after, instead_of=before.step) for before, after in pairs),
        *(Change("more", *message) for message in come[len(pairs):]),
        *(Change("fewer", *message) for message in gone[len(pairs):]),
    ]
