"""Which profile a payer falls into, and why: the first rule of the list that fits, as a person would read it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

KINDS = ("company", "person", "public")
SIZES = ("small", "large", "")
HIGHEST = 100


class Rule(NamedTuple):
    """When a profile applies. Points from ``points_from`` to below ``points_to``; 100 belongs to a range that ends there."""

    id: int
    score: str = "any"  # 'any' | 'points' | 'new' (too little history for a score)
    points_from: int = 0
    points_to: int = HIGHEST
    kind: str = ""  # '' = every kind of payer
    size: str = ""  # '' = every size
    fixed_only: bool = False  # given by hand only


class Subject(NamedTuple):
    """The payer as the rules see them."""

    points: float | None  # None = too little history
    kind: str
    size: str


class Choice(NamedTuple):
    """The profile that applies (0 = none) and the facts that decided."""

    profile: int
    facts: tuple[tuple[str, object], ...]  # ('points', 64.2), ('kind', 'public'), ('size', 'large'), ('new', True)


class Fault(NamedTuple):
    """Something in the list of rules that a person should mend before it is used."""

    code: str  # 'hole' | 'new_hole' | 'overlap' | 'empty'
    profiles: tuple[int, ...] = ()
    points_from: int = 0
    points_to: int = 0
    kinds: tuple[str, ...] = ()


def choose(rules: Sequence[Rule], payer: Subject) -> Choice:
    """The first rule in order of precedence that fits the payer.

    >>> key, late = Rule(1, size="large"), Rule(2, "points", 50, 70)
    >>> choose([key, late], Subject(60, "company", "large"))
    Choice(profile=1, facts=(('size', 'large'),))
    >>> choose([key, late], Subject(60, "company", ""))
    Choice(profile=2, facts=(('points', 60),))
    >>> choose([key, late], Subject(20, "company", "")).profile
    0
    """
    rule = next((rule for rule in rules if applies(rule, payer)), None)
    return Choice(rule.id, tuple(_facts(rule, payer))) if rule else Choice(0, (("points", payer.points),))


def applies(rule: Rule, payer: Subject) -> bool:
    """Does the rule fit this payer?

    >>> [applies(Rule(1, "points", 85, 100), Subject(points, "company", "")) for points in (84.9, 85, 100, None)]
    [False, True, True, False]
    """
    return (
        not rule.fixed_only
        and rule.kind in ("", payer.kind)
        and rule.size in ("", payer.size)
        and _fits_score(rule, payer.points)
    )


def _fits_score(rule, points):
    if rule.score == "any":
        return True
    if rule.score == "new" or points is None:
        return rule.score == "new" and points is None
    return rule.points_from <= points < rule.points_to or points == rule.points_to == HIGHEST


def _facts(rule, payer):
    if rule.kind:
        yield "kind", payer.kind
    if rule.size:
        yield "size", payer.size
    if rule.score != "any":
        yield ("new", True) if payer.points is None else ("points", payer.points)


def faults(rules: Sequence[Rule]) -> list[Fault]:
    """Ranges that are empty, that meet each other, and payers for whom no profile applies.

    >>> faults([Rule(1, "new"), Rule(2, "points", 60, 100), Rule(3, "points", 0, 50)])
    [Fault(code='hole', profiles=(), points_from=50, points_to=60, kinds=('company', 'person', 'public'))]
    """
    return [*_empty(rules), *_overlaps(rules), *_holes(rules), *_new_holes(rules)]


def _empty(rules):
    return [Fault("empty", (rule.id,)) for rule in rules if rule.score == "points" and rule.points_from >= rule.points_to]


def _overlaps(rules):
    """Ranges of the same kind and size that meet: the earlier in the list wins, which is seldom meant."""
    ranges = [rule for rule in rules if rule.score == "points" and not rule.fixed_only]
    for rank, first in enumerate(ranges):
        for second in ranges[rank + 1 :]:
            low, high = max(first.points_from, second.points_from), min(first.points_to, second.points_to)
            if (first.kind, first.size) == (second.kind, second.size) and low < high:
                yield Fault("overlap", (first.id, second.id), low, high)


def _holes(rules) -> Iterable[Fault]:
    """Runs of points at which a payer of some kind, whatever their size, finds no profile."""
    bounds = sorted({0, HIGHEST, *(bound for rule in rules for bound in (rule.points_from, rule.points_to))})
    holes = []
    for low, high in pairwise(bound for bound in bounds if 0 <= bound <= HIGHEST):
        kinds = _without_profile(rules, low)
        if kinds and holes and holes[-1].points_to == low and holes[-1].kinds == kinds:
            holes[-1] = holes[-1]._replace(points_to=high)
        elif kinds:
            holes.append(Fault("hole", (), low, high, kinds))
    return holes


def _new_holes(rules):
    kinds = _without_profile(rules, None)
    return [Fault("new_hole", (), 0, 0, kinds)] if kinds else []


def _without_profile(rules, points) -> tuple[str, ...]:
    """Kinds of payers, of any size, for whom no rule applies at these points."""
    missing = {
        kind for kind, size in product(KINDS, SIZES) if not any(applies(rule, Subject(points, kind, size)) for rule in rules)
    }
    return tuple(kind for kind in KINDS if kind in missing)
