"""When will it be paid? The delays of a payer, those of comparable invoices weighing more, smoothed with the whole ledger's habits.

Explainable, nothing learnt but counts and averages. Each past payment of the payer is evidence for its own delay; it weighs

- ``0.5 ** (age / 180 days)``: recent payments say more;
- more when its invoice resembles this one: same weekday of the due date (payers pay on fixed days), near in amount (another
  department, another approval), due within days of it (paid in the same run). Likeness counts in full only for payers with a long history.

To this evidence come 4 payments spread as the ledger's payers scatter around their own average, and 1 spread as the whole ledger pays,
so that a payer with little history leans on the ledger. Delays count between business days where the ledger's own payments come on
business days. The expected date is the median of the distribution, given that the item is still unpaid.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import nlargest
from math import exp, fsum, log
from typing import NamedTuple

from odoo.addons.receivable.logic.calendar import SATURDAY, next_business_day

HALF_LIFE_DAYS = 180
LEDGER_WINDOW_DAYS = 730
LATEST_PAYMENTS = 1000  # of a payer; older ones say nothing new
EARLIEST, LATEST = -90, 365  # delays beyond are counted there
OVERDUE_WAIT = 30  # days; for an item later than anything that was ever paid

WEEKEND_SHARE = 0.05  # a ledger with fewer weekend payments than that is paid on business days
LEDGER_PAYMENTS = 1.0  # pseudo-payments spread as the whole ledger pays
SCATTER_PAYMENTS = 4.0  # pseudo-payments spread around the payer's own average
SCATTER_MINIMUM = 4  # payments from which a payer tells how payers scatter

FULL_LIKENESS = 30.0  # recent payments at which likeness counts half
SAME_WEEKDAY = 20.0  # such a payment weighs 1 + 20 times more
SAME_AMOUNT, AMOUNT_WIDTH = 20.0, 0.3  # width in natural logarithms: about 30 % more or less
SAME_RUN, RUN_DAYS = 5.0, 5.0


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
    scatter: Mapping[int, float]  # days from the payer's own average -> share
    average: float  # days
    business_days: bool  # payments come on business days only
    closed: Collection[date]
    payments: int


class Past(NamedTuple):
    """One known payment, made ready: days are ordinals, ``due`` is rolled to a business day where the ledger pays on those."""

    delay: int
    recency: float
    due: int
    weekday: int  # of the due date as written
    amount: float  # natural logarithm


class Habits(NamedTuple):
    """What is known of one payer on a day: prepare it once to forecast many of their items."""

    past: Sequence[Past]
    payments: int
    weight: float  # sum of the recencies
    average: float  # days, drawn to the ledger's by one payment


class Forecast(NamedTuple):
    """When one item will be paid."""

    late_probability: float  # paid after the due date as written, in calendar days
    expected_date: date
    distribution: Mapping[date, float]
    basis: str  # 'payer' | 'ledger': no history | 'none': no payment known anywhere
    payments: int = 0  # of the payer, that it rests on


def fit_ledger(settled: Iterable[Settled], as_of: date, closed: Collection[date] = frozenset()) -> Ledger:
    """Learn from the payments known before ``as_of``: how late the ledger pays, and whether it pays on weekends.

    >>> day = date.fromisoformat
    >>> rows = [Settled("A", day("2026-01-05"), day("2026-02-04"), day(paid), 100.0) for paid in ("2026-02-06", "2026-02-09")]
    >>> fit_ledger(rows, day("2026-03-01")).delays
    {2: 0.5, 5: 0.5}
    """
    known = [one for one in settled if one.paid and 0 < (as_of - one.paid).days <= LEDGER_WINDOW_DAYS]
    weekend = sum(one.paid.weekday() >= SATURDAY for one in known)
    business = not known or weekend / len(known) < WEEKEND_SHARE
    by_payer = defaultdict(list)
    for one in known:
        by_payer[one.payer].append(_delay(one, business, closed))
    delays = [delay for own in by_payer.values() for delay in own]
    average = sum(delays) / len(delays) if delays else 0.0
    return Ledger(_shares(delays), _shares(_scatter(by_payer.values())), average, business, closed, len(known))


def habits(settled_of_payer: Iterable[Settled], ledger: Ledger, as_of: date) -> Habits:
    """The payer's payments known before ``as_of``, made ready for any number of forecasts of that day."""
    known = [one for one in settled_of_payer if one.paid and one.paid < as_of]
    latest = nlargest(LATEST_PAYMENTS, known, key=lambda one: one.paid) if len(known) > LATEST_PAYMENTS else known
    past = [_past(one, ledger, as_of) for one in latest]
    weight = sum(one.recency for one in past)
    average = (sum(one.recency * one.delay for one in past) + ledger.average) / (weight + 1)
    return Habits(past, len(known), weight, average)


def forecast(
    settled_of_payer: Iterable[Settled] | Habits,
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
    ``settled_of_payer`` may be the ``habits`` of the same day. The date of issue is part of the item; its terms were tried and add nothing.

    >>> day = date.fromisoformat
    >>> rows = [Settled("A", day("2026-01-05"), day("2026-02-04"), day("2026-02-09"), 100.0)] * 20
    >>> ledger = fit_ledger(rows, day("2026-03-01"))
    >>> found = forecast(rows, ledger, issued=day("2026-03-02"), due=day("2026-04-01"), as_of=day("2026-03-02"), amount=80.0)
    >>> found.expected_date, found.late_probability, found.basis, found.payments
    (datetime.date(2026, 4, 6), 1.0, 'payer', 20)
    >>> forecast([], ledger, issued=day("2026-03-02"), due=day("2026-04-01"), as_of=day("2026-03-02"), amount=80.0).basis
    'ledger'
    """
    known = settled_of_payer if isinstance(settled_of_payer, Habits) else habits(settled_of_payer, ledger, as_of)
    start = _rolled(due, ledger.business_days, ledger.closed)
    weights = _prior(known, ledger)
    for one, weight in zip(known.past, _evidence(known, ledger, due, start, amount)):
        weights[one.delay - EARLIEST] += weight
    dates = _dates(weights, start, ledger, still_unpaid_on)
    total = fsum(dates.values())
    distribution = {day: weight / total for day, weight in dates.items()}
    late = fsum(weight for day, weight in dates.items() if day > due) / total
    basis = "payer" if known.payments else "ledger" if ledger.payments else "none"
    return Forecast(late, _median(distribution), distribution, basis, known.payments)


# -- the payer's evidence -------------------------------------------------------------------------------------------------------


def _past(one: Settled, ledger: Ledger, as_of: date) -> Past:
    return Past(
        _delay(one, ledger.business_days, ledger.closed),
        0.5 ** ((as_of - one.paid).days / HALF_LIFE_DAYS),
        _rolled(one.due, ledger.business_days, ledger.closed).toordinal(),
        one.due.weekday(),
        _size(one.amount),
    )


def _evidence(known: Habits, ledger: Ledger, due: date, start: date, amount: float) -> list[float]:
    """Weight of each past payment for this item: recency times likeness, adding up to the recencies alone."""
    if not known.past:
        return []
    trust = known.weight / (known.weight + FULL_LIKENESS)
    weekday, day, size = due.weekday(), start.toordinal(), _size(amount)
    by_weekday = trust * SAME_WEEKDAY if ledger.business_days else 0.0
    by_amount, by_run = trust * SAME_AMOUNT, trust * SAME_RUN
    weights = [
        one.recency
        * (1 + by_weekday * (one.weekday == weekday))
        * (1 + by_amount * exp(-0.5 * ((one.amount - size) / AMOUNT_WIDTH) ** 2))
        * (1 + by_run * exp(-abs(one.due - day) / RUN_DAYS))
        for one in known.past
    ]
    scale = known.weight / sum(weights)
    return [scale * weight for weight in weights]


def _size(amount: float) -> float:
    return log(max(1.0, abs(float(amount))))


# -- the ledger's share ---------------------------------------------------------------------------------------------------------


def _scatter(delays_by_payer: Iterable[Sequence[int]]) -> list[int]:
    """Each delay against the average of the payer's other ones."""
    known = ((own, sum(own)) for own in delays_by_payer if len(own) >= SCATTER_MINIMUM)
    return [round(delay - (total - delay) / (len(own) - 1)) for own, total in known for delay in own]


def _prior(known: Habits, ledger: Ledger) -> list[float]:
    """Weight of each delay from ``EARLIEST`` to ``LATEST`` before the payer's own evidence."""
    weights = [0.0] * (LATEST - EARLIEST + 1)
    for delay, share in (ledger.delays or {0: 1.0}).items():
        weights[delay - EARLIEST] += LEDGER_PAYMENTS * share
    scatter = SCATTER_PAYMENTS * min(1.0, known.weight)
    centre = round(known.average)
    for gap, share in ledger.scatter.items() if scatter else ():
        weights[_within(centre + gap) - EARLIEST] += scatter * share
    return weights


def _shares(delays: Sequence[int]) -> dict[int, float]:
    counts: dict[int, int] = defaultdict(int)
    for delay in delays:
        counts[_within(delay)] += 1
    return {delay: counts[delay] / len(delays) for delay in sorted(counts)}


# -- days -----------------------------------------------------------------------------------------------------------------------


def _rolled(day: date, business: bool, closed: Collection[date]) -> date:
    return next_business_day(day, closed) if business else day


def _within(delay: int) -> int:
    return max(EARLIEST, min(LATEST, delay))


def _delay(one: Settled, business: bool, closed: Collection[date]) -> int:
    """Signed days from the due date, rolled to a business day where the ledger pays on those."""
    return _within((one.paid - _rolled(one.due, business, closed)).days)


def _dates(weights: Sequence[float], start: date, ledger: Ledger, still_unpaid_on: date | None) -> dict[date, float]:
    """Weights of delays as weights of days on which money can come, in order; never a day before the item is still unpaid."""
    first = start.toordinal() + EARLIEST
    earliest = still_unpaid_on.toordinal() if still_unpaid_on else first
    dates: dict[date, float] = {}
    carried = 0.0  # from closed days to the next open one
    for ordinal, weight in enumerate(weights, first):
        carried += weight
        if not carried or (ledger.business_days and (ordinal - 1) % 7 >= SATURDAY):
            continue
        day = date.fromordinal(ordinal)
        if ledger.business_days and day in ledger.closed:
            continue
        if ordinal >= earliest:
            dates[day] = carried
        carried = 0.0
    if carried or not dates:
        day = date.fromordinal(max(first + len(weights), earliest + (0 if dates else OVERDUE_WAIT)))
        dates[_rolled(day, ledger.business_days, ledger.closed)] = carried or 1.0
    return dates


def _median(distribution: Mapping[date, float]) -> date:
    half = 0.0
    for day, share in distribution.items():
        half += share
        if half >= 0.5 - 1e-12:
            return day
    return max(distribution)
