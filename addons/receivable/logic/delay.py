"""When will it be paid? The delays of a payer, the recent ones weighing more, smoothed with the ledger's own habits.

Explainable: every past payment of the payer weighs ``0.5 ** (age / 180 days)``; one more payment, spread as the whole ledger pays,
is added, so that a payer with little history leans on the ledger. Delays are counted between business days where the ledger's own
payments come on business days. The expected date is the median of the distribution, given that the item is still unpaid.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.receivable.logic.calendar import next_business_day

HALF_LIFE_DAYS = 180
PSEUDO_PAYMENTS = 1.0
WEEKEND_SHARE = 0.05  # a ledger with fewer weekend payments than that is paid on business days
LEDGER_WINDOW_DAYS = 730
EARLIEST, LATEST = -90, 365


class Settled(NamedTuple):
    """One payment of the past: who, when issued, due, paid, how much."""

    payer: object
    issued: date
    due: date
    paid: date
    amount: float


class Ledger(NamedTuple):
    """What the whole ledger says about delays, learnt once."""

    delays: Mapping[int, float]  # days from the due date -> share
    business_days: bool  # payments come on business days only
    closed: Collection[date]
    payments: int


class Forecast(NamedTuple):
    """When one item will be paid."""

    late_probability: float
    expected_date: date
    distribution: Mapping[date, float]
    basis: str  # 'payer' | 'ledger' | 'none'
    payments: int = 0  # of the payer, that it rests on


def fit_ledger(settled: Sequence[Settled], as_of: date, closed: Collection[date] = frozenset()) -> Ledger:
    """Learn from the payments known before ``as_of``: how late the ledger pays, and whether it pays on weekends."""
    known = [one for one in settled if one.paid < as_of and (as_of - one.paid).days <= LEDGER_WINDOW_DAYS]
    weekend = sum(one.paid.weekday() > 4 for one in known)
    business = not known or weekend / len(known) < WEEKEND_SHARE
    weights: dict[int, float] = defaultdict(float)
    for one in known:
        weights[_delay(one, business, closed)] += _recency(one, as_of)
    total = sum(weights.values())
    return Ledger({delay: weight / total for delay, weight in weights.items()}, business, closed, len(known))


def forecast(
    settled_of_payer: Sequence[Settled],
    ledger: Ledger,
    *,
    issued: date,
    due: date,
    as_of: date,
    amount: float,
    still_unpaid_on: date | None = None,
) -> Forecast:
    """When an item will be paid, from what is known before ``as_of``; given that it is still unpaid on a day, if one is named.

    A payer without history gets the ledger's own distribution, and ``basis`` says so; without any payment anywhere the due date itself.
    """
    known = [one for one in settled_of_payer if one.paid < as_of]
    weights = _blend(known, ledger, as_of)
    dates: dict[date, float] = defaultdict(float)
    earliest = still_unpaid_on or issued
    for delay, weight in weights.items():
        day = _day(due, delay, ledger)
        if day >= earliest:
            dates[day] += weight
    if not dates:  # later than anybody ever paid: from now on, as the ledger's tail
        dates[_open_day(earliest + timedelta(days=7), ledger)] = 1.0
    total = sum(dates.values())
    distribution = {day: dates[day] / total for day in sorted(dates)}
    late = sum(share for day, share in distribution.items() if day > due)
    basis = "payer" if known else "ledger" if ledger.payments else "none"
    return Forecast(late, _median(distribution), distribution, basis, len(known))


def _blend(known, ledger, as_of) -> Mapping[int, float]:
    """Delays of the payer and one pseudo-payment spread as the ledger pays."""
    weights: dict[int, float] = defaultdict(float)
    for delay, share in (ledger.delays or {0: 1.0}).items():
        weights[delay] += PSEUDO_PAYMENTS * share
    for one in known:
        weights[_delay(one, ledger.business_days, ledger.closed)] += _recency(one, as_of)
    return weights


def _recency(one: Settled, as_of: date) -> float:
    return 0.5 ** ((as_of - one.paid).days / HALF_LIFE_DAYS)


def _delay(one: Settled, business: bool, closed) -> int:
    """Signed days from the due date, rolled to a business day where the ledger pays on those."""
    due = next_business_day(one.due, closed) if business else one.due
    return max(EARLIEST, min(LATEST, (one.paid - due).days))


def _day(due: date, delay: int, ledger: Ledger) -> date:
    start = next_business_day(due, ledger.closed) if ledger.business_days else due
    return _open_day(start + timedelta(days=delay), ledger)


def _open_day(day: date, ledger: Ledger) -> date:
    return next_business_day(day, ledger.closed) if ledger.business_days else day


def _median(distribution: Mapping[date, float]) -> date:
    half = 0.0
    for day, share in distribution.items():
        half += share
        if half >= 0.5:
            return day
    return max(distribution)
