"""How a payer pays, from 0 to 100, explained factor by factor (rule book, payer score).

Deterministic and transparent: the score is the weighted mean of at most seven features; each says its raw value, its points, and
how many points of the score it costs, and names the items it rests on. Points lost add up to 100 − score. Nothing later than the
day of the judgement is looked at.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from math import sqrt
from statistics import fmean
from typing import NamedTuple

from odoo.addons.receivable.logic.calendar import next_business_day

MODEL_VERSION = "1"


class Settled(NamedTuple):
    """One item paid in full by money; amount with tax, any one currency per payer."""

    id: int
    amount: Decimal
    due: date
    paid: date
    disputed_days: int = 0  # days of delay the payer did not accept: not held against them


class Open(NamedTuple):
    """One item still open on the day of the judgement."""

    id: int
    due: date
    disputed: bool = False


class Promise(NamedTuple):
    """A promise to pay whose day has come."""

    id: int
    due: date
    kept: bool


class Reject(NamedTuple):
    """A returned direct debit, weighted by the debtor's fault (0 to 1)."""

    id: int
    on: date
    fault: float


class Parameters(NamedTuple):
    """Weights and bounds; the defaults are the rule book's, a company may set its own."""

    wadl: float = 35
    late_ratio: float = 20
    dispersion: float = 10
    max_overdue: float = 20
    trend: float = 5
    promises: float = 5
    rejects: float = 5
    window_days: int = 365  # items paid earlier are ignored
    minimum_paid: int = 3  # fewer: grade N, no number
    grace_days: int = 5
    trend_days: int = 90
    zero_wadl: float = 60  # weighted average days late that give no point
    zero_dispersion: float = 30
    zero_overdue: float = 90
    zero_trend: float = 20
    zero_rejects: float = 2  # faults
    half_life_days: int = 180  # of a payment's weight in the average
    earliest_days: int = -30  # earlier or later than that counts as that
    latest_days: int = 120
    grades: tuple[tuple[str, float], ...] = (("A", 85), ("B", 70), ("C", 50), ("D", 30), ("E", 0))
    cap_overdue_days: int = 90  # an undisputed item later than that: at best grade D
    caps: tuple[tuple[str, str], ...] = (("overdue", "D"), ("cover_withdrawn", "D"), ("handed_over", "E"), ("insolvency", "E"))


class Factor(NamedTuple):
    """One feature of a score."""

    code: str
    raw: float
    points: float  # 0 to 100
    weight: float
    lost: float  # points of the score that it costs
    items: tuple[int, ...]


class Score(NamedTuple):
    """The judgement: ``points`` is None while the grade is N."""

    points: float | None
    grade: str
    factors: tuple[Factor, ...]
    capped: str = ""  # why the grade is lower than the points say


def assess(
    settled: Sequence[Settled],
    open_items: Sequence[Open],
    as_of: date,
    *,
    promises: Sequence[Promise] = (),
    rejects: Sequence[Reject] | None = None,
    circumstances: Collection[str] = (),
    parameters: Parameters = Parameters(),
    closed: Collection[date] | None = None,
) -> Score:
    """Judge one payer on a day.

    :param promises: those not yet due are left out
    :param circumstances: codes of ``Parameters.caps`` that hold today
    :param rejects: None when the payer pays by no direct debit: the feature is dropped
    :param closed: bank holidays; a due date on one of them or on a weekend counts from the next business day. None: dates count as they are

    >>> day = date
    >>> three = [Settled(n, Decimal(1000), day(2026, month, 28), day(2026, month, 28)) for n, month in enumerate((2, 3, 4))]
    >>> assess(three, [], day(2026, 6, 30)).grade
    'A'
    >>> assess(three[:1], [], day(2026, 6, 30)).grade
    'N'
    """
    paid = [_paid(one, as_of, parameters, closed) for one in settled if 0 <= (as_of - one.paid).days <= parameters.window_days]
    if len(paid) < parameters.minimum_paid:
        return Score(None, *_new(circumstances, parameters))
    features = [
        _weighted_delay(paid, parameters),
        _late_ratio(paid, parameters),
        _dispersion(paid, parameters),
        _oldest_overdue(open_items, as_of, parameters, closed),
        _trend(paid, parameters),
        _promises([one for one in promises if _in_window(one.due, as_of, parameters)], parameters),
        _rejects(rejects and [one for one in rejects if _in_window(one.on, as_of, parameters)], parameters),
    ]
    factors = _with_losses([feature for feature in features if feature and feature.weight])
    points = 100 - sum(factor.lost for factor in factors)
    grade, capped = _grade(points, factors, circumstances, parameters)
    return Score(round(points, 2), grade, factors, capped)


def inputs_hash(
    settled, open_items, promises=(), rejects=None, circumstances=(), parameters: Parameters = Parameters()
) -> str:
    """Fingerprint of what a score was computed from, without the day: the same facts in any order give the same print."""
    facts = (
        MODEL_VERSION, sorted(settled), sorted(open_items), sorted(promises), rejects and sorted(rejects), sorted(circumstances), parameters
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


class _Paid(NamedTuple):
    """A settled item as the formula reads it."""

    id: int
    amount: float
    late: int  # days, clipped
    age: int  # days since the payment
    weight: float  # amount, halved every half-life


def _paid(one: Settled, as_of: date, parameters: Parameters, closed) -> _Paid:
    amount, age = float(one.amount), (as_of - one.paid).days
    late = max(parameters.earliest_days, min(parameters.latest_days, _days_late(one, closed)))
    return _Paid(one.id, amount, late, age, amount * 0.5 ** (age / parameters.half_life_days))


def _days_late(one: Settled, closed) -> int:
    """Days from the due date to the payment, disputed days taken off."""
    due = _rolled(one.due, closed)
    if closed is not None and one.due <= one.paid <= due:
        return 0  # between the due date and its next business day
    days = (one.paid - due).days
    return max(0, days - one.disputed_days) if days > 0 else days


def _rolled(due: date, closed) -> date:
    return due if closed is None else next_business_day(due, closed)


def _in_window(day: date, as_of: date, parameters: Parameters) -> bool:
    return 0 <= (as_of - day).days <= parameters.window_days


def _points(value: float) -> float:
    return max(0.0, min(100.0, value))


def _factor(code, raw, points, parameters, items) -> Factor:
    return Factor(code, raw, _points(points), getattr(parameters, code), 0.0, tuple(items))


def _weighted_delay(paid, parameters) -> Factor:
    """Average days late, weighted by amount and by recency (half-life 180 days)."""
    total = sum(one.weight for one in paid)
    raw = sum(one.weight * one.late for one in paid) / total if total else 0.0
    return _factor("wadl", raw, 100 - raw * 100 / parameters.zero_wadl, parameters, [one.id for one in paid])


def _late_ratio(paid, parameters) -> Factor:
    """Share of the amount paid later than the days of grace."""
    total = sum(one.amount for one in paid)
    tardy = [one for one in paid if one.late > parameters.grace_days]
    raw = sum(one.amount for one in tardy) / total if total else 0.0
    return _factor("late_ratio", raw, 100 * (1 - raw), parameters, [one.id for one in tardy])


def _dispersion(paid, parameters) -> Factor:
    """How irregular: population standard deviation of the days late, every item alike."""
    mean = sum(one.late for one in paid) / len(paid)
    raw = sqrt(sum((one.late - mean) ** 2 for one in paid) / len(paid))
    return _factor("dispersion", raw, 100 - raw * 100 / parameters.zero_dispersion, parameters, [one.id for one in paid])


def _oldest_overdue(open_items, as_of, parameters, closed) -> Factor:
    """Days past due of the oldest undisputed open item."""
    days = [(one.id, (as_of - _rolled(one.due, closed)).days) for one in open_items if not one.disputed]
    raw = max((late for _item, late in days if late > 0), default=0)
    oldest = [item for item, late in days if late == raw > 0]
    return _factor("max_overdue", raw, 100 - raw * 100 / parameters.zero_overdue, parameters, oldest)


def _trend(paid, parameters) -> Factor | None:
    """Days late of the last 90 days against those before; dropped when one side is empty."""
    recent = [one for one in paid if one.age <= parameters.trend_days]
    older = [one.late for one in paid if one.age > parameters.trend_days]
    if not recent or not older:
        return None
    raw = fmean(one.late for one in recent) - fmean(older)
    return _factor("trend", raw, 100 - raw * 100 / parameters.zero_trend, parameters, [one.id for one in recent])


def _promises(promises, parameters) -> Factor | None:
    if not promises:
        return None
    raw = sum(one.kept for one in promises) / len(promises)
    return _factor("promises", raw, 100 * raw, parameters, [one.id for one in promises if not one.kept])


def _rejects(rejects, parameters) -> Factor | None:
    if rejects is None:
        return None
    raw = sum(one.fault for one in rejects)
    return _factor("rejects", raw, 100 - raw * 100 / parameters.zero_rejects, parameters, [one.id for one in rejects])


def _with_losses(features: Sequence[Factor]) -> tuple[Factor, ...]:
    """Each feature with the points of the score that it costs; present weights make up the whole."""
    total = sum(feature.weight for feature in features)
    return tuple(feature._replace(lost=feature.weight * (100 - feature.points) / total) for feature in features)


def _grade(points, factors, circumstances, parameters) -> tuple[str, str]:
    """The grade of the unrounded points, and why it is capped if it is."""
    grade = next(name for name, least in parameters.grades if points >= least or name == parameters.grades[-1][0])
    overdue = next((factor.raw for factor in factors if factor.code == "max_overdue"), 0)
    found = {"overdue", *circumstances} if overdue > parameters.cap_overdue_days else set(circumstances)
    worst, reason = _worst_cap(found, parameters)
    return (worst, reason) if worst > grade else (grade, "")


def _new(circumstances, parameters) -> tuple[str, tuple, str]:
    """A payer with too little history is new, unless something settles the matter: grade, factors, cap."""
    worst, reason = _worst_cap(circumstances, parameters)
    return ("E", (), reason) if worst == "E" else ("N", (), "")


def _worst_cap(circumstances, parameters) -> tuple[str, str]:
    return max(((grade, code) for code, grade in parameters.caps if code in circumstances), default=("", ""))
