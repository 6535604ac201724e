"""The credit verdict: may this payer take more on credit today, and why or why not.

A position is what is known of a payer, an order is what they ask for, rules say what each fact means for it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

STATES = ("clear", "watch", "hold")
EFFECTS = {"inform": "clear", "warn": "watch", "hold": "hold"}
GRADES = ("A", "B", "C", "D", "E")
ZERO = Decimal(0)


class Limit(NamedTuple):
    """How much the payer may owe in all, company currency; 0 = no credit at all. No limit is said by None."""

    amount: Decimal
    source: str = "own"  # 'own' | 'increased' | 'group' | 'no_credit'
    head: int = 0  # the payer whose limit it is
    until: date | None = None  # last day of an increase


class Fact(NamedTuple):
    """Something about a payer that a rule may look at; organs add what they know."""

    cause: str  # 'overdue' | 'unpaid' | 'dispute' | 'promise' | 'broken_promise' | 'stopped' | 'grade' | 'verification'
    amount: Decimal = ZERO  # company currency
    days: int | None = None  # None = its age does not matter
    item: int = 0  # the invoice's line
    text: str = ""  # grade, missing point, or a sentence that anybody may read


class Position(NamedTuple):
    """What is known of a payer on a day."""

    exposure: Decimal = ZERO  # of all members, where a group shares its limit; < 0: in their favour
    limit: Limit | None = None
    facts: tuple[Fact, ...] = ()
    kind: str = "company"  # 'company' | 'person' | 'public'
    profile: int = 0
    debited: bool = False  # what they owe is collected by direct debit


class Order(NamedTuple):
    """What is asked for, company currency, tax included."""

    amount: Decimal = ZERO
    paid: Decimal = ZERO  # of it, and not yet in the books
    counted: bool = False  # confirmed before: the exposure holds it already
    online: bool = False  # it is confirmed by a payment on line only
    term_days: int | None = None  # until its last due date

    @property
    def prepaid(self) -> bool:
        return 0 < self.amount <= self.paid

    @property
    def adds(self) -> Decimal:
        """By how much the exposure moves."""
        return (ZERO if self.counted else self.amount) - min(self.paid, self.amount)


class Rule(NamedTuple):
    """What a fact means for the next order, and which orders it leaves alone."""

    cause: str  # of a fact, or 'limit' or 'profile'
    effect: str  # 'inform' | 'warn' | 'hold'
    id: int = 0
    profiles: frozenset[int] = frozenset()  # empty = every payer
    days: int = 0  # facts no older than that do not count
    amount: Decimal = ZERO  # no more than this in all counts for nothing
    grade: str = "E"  # this one and those below
    order_from: Decimal = ZERO  # smaller orders are left alone
    term_over: int = 0  # orders payable within so many days are left alone; 0 = none
    except_public: bool = False
    except_prepaid: bool = True
    except_online: bool = False
    except_debited: bool = False

    def concerns(self, position: Position, order: Order) -> bool:
        return not (
            (self.profiles and position.profile not in self.profiles)
            or (self.except_public and position.kind == "public")
            or (self.except_prepaid and order.prepaid)
            or (self.except_online and order.online)
            or (self.except_debited and position.debited)
            or order.amount < self.order_from
            or (self.term_over and order.term_days is not None and order.term_days <= self.term_over)
        )


class Alerts(NamedTuple):
    """Shares of the limit from which somebody is told (the first) or looks (the others)."""

    inform: Decimal = Decimal("0.5")
    watch: Decimal = Decimal("0.7")
    urgent: Decimal = Decimal("0.9")


class Reason(NamedTuple):
    """One reason of a verdict, as data: a code for the sentence, its values, and the items it rests on."""

    code: str  # 'no_credit' | 'over_limit' | 'near_limit' | 'advice_only' | the cause of a rule
    state: str  # what this reason alone leads to
    values: tuple[tuple[str, object], ...] = ()
    items: tuple[int, ...] = ()


class Verdict(NamedTuple):
    """``clear``: nothing against it · ``watch``: a person looks · ``hold``: not without a release."""

    state: str
    reasons: tuple[Reason, ...]


def verdict(position: Position, order: Order = Order(), rules: Sequence[Rule] = (), alerts: Alerts = Alerts()) -> Verdict:
    """The verdict on one order of one payer: of each cause the strictest rule speaks, the worst reason decides.

    A natural person is never held automatically: a score or a delay advises, a person decides (GDPR art. 22).

    >>> limit = [Rule("limit", "hold")]
    >>> verdict(Position(Decimal(900), Limit(Decimal(1000))), Order(Decimal(200)), limit).state
    'hold'
    >>> verdict(Position(Decimal(900), None), Order(Decimal(10**9)), limit).state
    'clear'
    """
    found = [reason for rule in rules if rule.concerns(position, order) for reason in _reasons(rule, position, order)]
    reasons = [*_strictest(found), *_near_limit(position, order, alerts)]
    state = worst(reason.state for reason in reasons)
    if position.kind == "person" and state == "hold":
        state = "watch"
        reasons.append(Reason("advice_only", "watch"))
    return Verdict(state, tuple(sorted(reasons, key=lambda reason: -STATES.index(reason.state))))


def worst(states: Iterable[str]) -> str:
    """
    >>> worst(["clear", "hold", "watch"]), worst([])
    ('hold', 'clear')
    """
    return max(states, key=STATES.index, default="clear")


def after(position: Position, order: Order) -> Decimal:
    """What they would owe in all with this order.

    >>> after(Position(Decimal(-280)), Order(Decimal(300), paid=Decimal(20)))
    Decimal('0')
    """
    return position.exposure + order.adds


def taken(position: Position, order: Order) -> Position:
    """The position once the order is confirmed: what the next order of the same payer meets."""
    return position._replace(exposure=after(position, order))


def _strictest(reasons: Iterable[Reason]) -> list[Reason]:
    """One reason a code: its strictest, of the first rule among equals."""
    kept: dict[str, Reason] = {}
    for reason in reasons:
        other = kept.get(reason.code)
        if other is None or STATES.index(other.state) < STATES.index(reason.state):
            kept[reason.code] = reason
    return list(kept.values())


def _reasons(rule, position, order):
    """What one rule finds in a position, as reasons; none when it finds nothing."""
    state = EFFECTS[rule.effect]
    if rule.cause == "limit":
        return _over_limit(rule, state, position, order)
    if rule.cause == "profile":
        return [Reason("profile", state)] if rule.profiles else []
    facts = [fact for fact in position.facts if fact.cause == rule.cause]
    if rule.cause == "grade":
        return [Reason("grade", state, (("grade", fact.text),)) for fact in facts if fact.text in GRADES and fact.text >= rule.grade]
    return _facts_reason(rule, state, [fact for fact in facts if fact.days is None or fact.days > rule.days])


def _facts_reason(rule, state, facts):
    amount = sum((fact.amount for fact in facts), ZERO)
    if not facts or 0 < amount <= rule.amount:
        return []
    days = max((fact.days for fact in facts if fact.days is not None), default=0)
    texts = tuple(fact.text for fact in facts if fact.text)
    values = (("amount", amount), ("days", days), ("count", len(facts)), ("texts", texts))
    return [Reason(rule.cause, state, values, tuple(fact.item for fact in facts if fact.item))]


def _over_limit(rule, state, position, order):
    limit, owed = position.limit, after(position, order)
    if limit is None or owed - limit.amount <= rule.amount or owed <= 0:
        return []
    code = "over_limit" if limit.amount else "no_credit"
    return [Reason(code, state, (("amount", owed), ("limit", limit), ("over", owed - limit.amount)))]


def _near_limit(position, order, alerts):
    """The highest alert reached below the limit."""
    limit, owed = position.limit, after(position, order)
    if limit is None or not 0 < owed <= limit.amount:
        return []
    share = owed / limit.amount
    reached = [bound for bound in alerts if share >= bound]
    state = "watch" if share >= alerts.watch else "clear"
    return [Reason("near_limit", state, (("amount", owed), ("limit", limit), ("share", share), ("alert", max(reached))))] if reached else []
