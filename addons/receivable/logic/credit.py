"""The basic credit verdict: may this payer take more on credit today, and why or why not."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

STATES = ("clear", "watch", "hold")
ALERT_SHARE = Decimal("0.7")  # of the limit: from here on somebody looks
ZERO = Decimal(0)


class Policy(NamedTuple):
    """What the payer's profile says about late payers: how much is done, and from how many days late on."""

    code: str = "inform"  # 'none' | 'inform' | 'warn' | 'hold'
    overdue_days: int = 30  # an item later than this counts
    minimum: Decimal = ZERO  # company currency; less than this overdue counts for nothing


class Late(NamedTuple):
    """One overdue item that nothing excuses, in company currency."""

    item: int
    days: int
    amount: Decimal


class Reason(NamedTuple):
    """One reason of a verdict, as data: a code for the sentence, its values, and the items it rests on."""

    code: str  # 'no_credit' | 'over_limit' | 'near_limit' | 'overdue' | 'advice_only'
    state: str  # what this reason alone leads to
    values: tuple[tuple[str, object], ...] = ()
    items: tuple[int, ...] = ()


class Verdict(NamedTuple):
    """``clear``: nothing against it · ``watch``: a person looks · ``hold``: not without a release."""

    state: str
    reasons: tuple[Reason, ...]


def verdict(
    exposure: Decimal,
    limit: Decimal | None,
    *,
    amount: Decimal = ZERO,
    overdue: Sequence[Late] = (),
    policy: Policy = Policy(),
    natural_person: bool = False,
    alert_share: Decimal = ALERT_SHARE,
) -> Verdict:
    """The verdict on ``amount`` more; amounts in company currency.

    :param limit: None = no limit, 0 = no credit at all
    :param natural_person: a score or a delay advises, a person decides: never held automatically (GDPR art. 22)

    >>> verdict(Decimal(900), Decimal(1000), amount=Decimal(200)).state
    'hold'
    >>> verdict(Decimal(900), None, amount=Decimal(10**9)).state
    'clear'
    """
    reasons = [*_limit_reasons(exposure, limit, amount, policy, alert_share), *_overdue_reasons(overdue, policy)]
    state = worst(reason.state for reason in reasons)
    if natural_person and state == "hold":
        state = "watch"
        reasons.append(Reason("advice_only", "watch"))
    return Verdict(state, tuple(reasons))


def worst(states) -> str:
    """
    >>> worst(["clear", "hold", "watch"]), worst([])
    ('hold', 'clear')
    """
    return max(states, key=STATES.index, default="clear")


def _limit_reasons(exposure, limit, amount, policy, alert_share):
    """A limit holds whatever the profile's policy, save for those who are never blocked (policy ``none``)."""
    after = exposure + amount
    breach = "watch" if policy.code == "none" else "hold"
    if limit is None or after <= 0:
        return
    if limit == 0:
        yield Reason("no_credit", breach, (("amount", after),))
    elif after > limit:
        yield Reason("over_limit", breach, (("amount", after), ("limit", limit), ("over", after - limit)))
    elif after >= limit * alert_share:
        yield Reason("near_limit", "watch", (("amount", after), ("limit", limit), ("share", after / limit)))


def _overdue_reasons(overdue, policy):
    if policy.code == "none":
        return
    late = [one for one in overdue if one.days > policy.overdue_days]
    amount = sum((one.amount for one in late), ZERO)
    if late and amount > policy.minimum:
        state = {"inform": "clear", "warn": "watch", "hold": "hold"}[policy.code]
        days = max(one.days for one in late)
        yield Reason("overdue", state, (("amount", amount), ("days", days)), tuple(one.item for one in late))
