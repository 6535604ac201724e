"""A salesperson's week: which customers to name, and the three things that a word of theirs moves most."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

ASKS = 3


class Line(NamedTuple):
    """One customer of the salesperson."""

    payer: int
    badge: str  # 'late' | 'order' (an order waits for a decision) | 'on_time'
    late: Decimal = Decimal(0)  # company currency
    since: date | None = None  # the oldest due date, or the day the order began to wait
    documents: str = ""  # the order for which documents are awaited
    order: str = ""  # the order that waits


class Ask(NamedTuple):
    """One thing to do for one customer."""

    code: str  # 'documents' | 'order' | 'late'
    payer: int
    order: str = ""


def asks(lines: Iterable[Line], most: int = ASKS) -> list[Ask]:
    """At most three, one a customer: documents that hold an order back, then held orders, then what is late, dearest first.

    >>> [ask.code for ask in asks([Line(1, "late", Decimal(10)), Line(2, "order", documents="S2", order="S2")])]
    ['documents', 'late']
    """
    ranked = sorted(lines, key=lambda line: (not line.documents, not line.order, -line.late, line.payer))
    return [_ask(line) for line in ranked if line.badge != "on_time"][:most]


def _ask(line: Line) -> Ask:
    if line.documents:
        return Ask("documents", line.payer, line.documents)
    return Ask("order", line.payer, line.order) if line.order else Ask("late", line.payer)


def named(names: Sequence[tuple[int, str]], text: str) -> list[int]:
    """Which customers an answer speaks of; all of the mail's customers when it names none.

    >>> named([(1, "Garage Tourneboulon"), (2, "Pixel Sauvage")], "Le garage tourneboulon paie vendredi")
    [1]
    >>> named([(1, "Garage Tourneboulon"), (2, "Pixel Sauvage")], "Tout va bien")
    [1, 2]
    """
    words = text.casefold()
    found = [payer for payer, name in names if name.casefold() in words]
    return found or [payer for payer, _name in names]
