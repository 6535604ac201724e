"""A hold: one dated reason not to act on an item. Whoever has one answers ``account.move.line._receivable_holds``."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

PURPOSES = ("announce", "remind", "thank", "debit", "charge", "order", "forecast")
EFFECTS = ("leave", "review", "stop")
ZERO = Decimal(0)


class Hold(NamedTuple):
    """Why an item, a part of it, or a whole payer is left alone, from when until when, and who can lift it."""

    code: str  # 'excluded', 'paused', 'own_company', 'not_invoice', 'dispute', 'promise' …
    effect: str  # 'leave': the item or the amount leaves · 'review': a person decides · 'stop': nothing automatic
    amount: Decimal | None = None  # item's currency; None = the whole item
    since: date | None = None
    until: date | None = None  # last day held; None = without end
    why: str = ""  # one whole sentence, for those who follow payers up
    why_public: str = ""  # all that sales and the customer may read
    lifted_by: str = ""
    evidence: tuple[str, tuple[int, ...]] = ("", ())  # model and ids of what it rests on


class Recorded(NamedTuple):
    """What one record (a pause, a dispute, a promise …) says of one item on a day; its model makes the hold of it."""

    model: str
    record: int
    item: int
    kind: str = ""
    since: date | None = None
    ended_on: date | None = None  # first day no longer held; None = it still is
    amount: Decimal | None = None  # item's currency; None = the whole item


def held(holds: Iterable[Hold], residual: Decimal) -> Decimal:
    """The part of an item that leaves: its holds added up, at most what is left of it.

    >>> held([Hold("dispute", "leave", Decimal(300)), Hold("promise", "leave", Decimal(900))], Decimal(1000))
    Decimal('1000')
    >>> held([Hold("dispute", "leave", Decimal(300)), Hold("answer", "review")], Decimal(1000))
    Decimal('300')
    """
    leaving = [hold for hold in holds if hold.effect == "leave"]
    if any(hold.amount is None for hold in leaving):
        return residual
    return min(residual, sum((hold.amount for hold in leaving), ZERO))


def stopped(holds: Iterable[Hold]) -> Hold | None:
    """The first hold that stops everything automatic for the payer, if any."""
    return next((hold for hold in holds if hold.effect == "stop"), None)


def to_review(holds: Iterable[Hold]) -> Hold | None:
    """The first hold that asks for a person, if any."""
    return next((hold for hold in holds if hold.effect == "review"), None)


def valid_on(day: date, since: date | None, until: date | None) -> bool:
    """Both bounds belong to the interval; an empty bound is open.

    >>> valid_on(date(2026, 5, 1), date(2026, 5, 1), None), valid_on(date(2026, 5, 2), None, date(2026, 5, 1))
    (True, False)
    """
    return (since is None or since <= day) and (until is None or day <= until)


def disputed(holds: Mapping[int, Iterable[Hold]], residuals: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What is contested on each item: ``{item: amount}``; items without a dispute are absent.

    >>> disputed({1: [Hold("dispute", "leave", Decimal(40))], 2: [Hold("paused", "leave")]}, {1: Decimal(90), 2: Decimal(5)})
    {1: Decimal('40')}
    """
    contested = {item: [hold for hold in found if hold.code == "dispute"] for item, found in holds.items()}
    return {item: held(found, residuals[item]) for item, found in contested.items() if found and item in residuals}
