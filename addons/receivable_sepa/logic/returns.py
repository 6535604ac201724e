"""What follows from a debit that came back: the table of reasons decides, what came back before sharpens it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from odoo.addons.receivable_sepa.logic import target

WINDOW_DAYS = 90  # in which a second return of the same kind counts as the second
AGAIN_DAYS = 5  # TARGET days until a debit is presented again
LACK_OF_MONEY = frozenset({"AM04", "MS03"})  # where data protection forbids AM04, banks write MS03
NO_MANDATE = "MD01"


class Reason(NamedTuple):
    """One row of the table of reasons."""

    code: str
    kind: str = "unknown"  # 'liquidity' | 'unknown' | 'contest' | 'mandate' | 'technical' | 'data' | 'risk' | 'stop' | 'scheme'
    fault: float = 0.0  # of the customer, for the score: 0, ½ or 1
    mandate: str = "keep"  # 'keep' | 'suspend' | 'close'
    represent: str = "never"  # 'never' | 'once' | 'fixed' (the fault is ours to correct) | 'after_change' (of the account)
    message: str = "none"  # to the customer: 'funds' | 'account' | 'refused' | 'none'
    dispute: bool = False


class Effect(NamedTuple):
    """What is done about one return."""

    mandate: str  # 'keep' | 'suspend' | 'close'
    represent: date | None  # day of the new debit
    why_not: str  # '' | 'never' | 'again' (it came back before) | 'correct' | 'account' | 'register' (by the customer, at their bank)
    fault: float
    message: str
    dispute: bool


WAITS_FOR = {"never": "never", "fixed": "correct", "after_change": "account"}


def effect(reason: Reason, *, scheme: str, earlier: Iterable[tuple[str, date]], settled: bool, on: date, today: date) -> Effect:
    """What follows from a debit that came back for a reason.

    >>> funds, day = Reason("AM04", "liquidity", 1, represent="once", message="funds"), date(2026, 11, 24)
    >>> effect(funds, scheme="CORE", earlier=(), settled=True, on=day, today=day)
    Effect(mandate='keep', represent=datetime.date(2026, 12, 1), why_not='', fault=1, message='funds', dispute=False)
    >>> effect(funds, scheme="CORE", earlier=[("AM04", date(2026, 10, 5))], settled=True, on=day, today=day)
    Effect(mandate='suspend', represent=None, why_not='again', fault=1, message='funds', dispute=False)

    :param earlier: code and day of what came back of the same payer before
    :param settled: the debit had been carried out; False = rejected before any money moved
    """
    before = {code for code, day in earlier if 0 < (on - day).days <= WINDOW_DAYS}  # of the same day: the same event
    if reason.code == NO_MANDATE and scheme == "B2B" and not settled:
        mandate, why_not = "suspend", "register"
    else:
        mandate, why_not = _mandate(reason, before), _why_not(reason, before)
    again = None if why_not else target.shift(max(on, today), AGAIN_DAYS)
    return Effect(mandate, again, why_not, reason.fault, reason.message, reason.dispute)


def _mandate(reason: Reason, before: set[str]) -> str:
    """Who twice had not enough money is not debited any more."""
    if reason.kind == "liquidity" and reason.code in before and reason.mandate == "keep":
        return "suspend"
    return reason.mandate


def _why_not(reason: Reason, before: set[str]) -> str:
    """Why a debit is not presented again by itself; '' when it is."""
    if reason.represent != "once":
        return WAITS_FOR[reason.represent]
    alike = LACK_OF_MONEY if reason.code in LACK_OF_MONEY else {reason.code}
    return "again" if before & alike else ""
