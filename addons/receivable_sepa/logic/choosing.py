"""Whom to debit, of what, when, and what is left out and why.

Whatever is not debited of an item is told: the parts debited and the parts left out add up to what is left of it. Not told is what
nobody expected: items due later, and payers who have no mandate and were not to pay by direct debit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from odoo.addons.receivable.logic.holds import Hold, stopped, to_review
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_sepa.logic import life, target

ZERO = Decimal(0)
NOTHING = MappingProxyType({})


class Mandate(NamedTuple):
    """What of a mandate counts here."""

    id: int
    scheme: str = "CORE"
    recurrence: str = "recurrent"  # or 'one_off'
    max_amount: Decimal = ZERO  # of one debit; 0 = no limit
    notice_days: int = 0  # 0 = the company's
    used: bool = False  # a debit was presented and not rejected before it settled
    final: bool = False  # the next debit is the last


class Policy(NamedTuple):
    """How the company and its bank want it."""

    notice_days: int = 14
    cutoff_days: int = 2  # TARGET days that the bank wants the file before the date
    horizon_days: int = 21
    grouping: str = "mandate"  # 'mandate': one debit for a mandate and date · 'item'
    max_amount: Decimal = ZERO  # of one debit; 0 = no limit
    first_as_frst: bool = False
    currency: int = 0  # id of the euro; 0 = not looked at


class Planned(NamedTuple):
    """One debit to make. At most one of its parts is less than what is left of its item."""

    mandate: int
    payer: int
    account: int
    date: date
    sequence: str
    scheme: str
    parts: tuple[tuple[int, Decimal], ...]  # (item, amount)
    again_of: int  # the debit that came back and is presented again; 0 = none

    @property
    def amount(self) -> Decimal:
        return sum((amount for _item, amount in self.parts), ZERO)


class LeftOut(NamedTuple):
    """A part of an item that is not debited."""

    item: int
    amount: Decimal
    code: str  # 'hold' | 'review' | 'stop' | 'credit' | 'other_means' | 'no_mandate' | 'currency' | 'over_max' | 'one_off'
    hold: Hold | None = None


class Choice(NamedTuple):
    """What a proposal shows."""

    debits: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...]


class _Wish(NamedTuple):
    """What may be debited of one item."""

    item: OpenItem
    amount: Decimal
    date: date
    again_of: int

    @property
    def whole(self) -> bool:
        return self.amount == self.item.residual


def choose(
    items: Iterable[OpenItem],
    holds: Mapping[int, Sequence[Hold]],
    nets: Mapping[int, Decimal],
    mandates: Mapping[int, Mandate],
    policy: Policy,
    today: date,
    means: Mapping[int, str] = NOTHING,
    again: Mapping[int, tuple[date, int]] = NOTHING,
) -> Choice:
    """The debits of a proposal, the oldest items first.

    :param holds: of each item, as the gate answers for a debit
    :param nets: what may be asked of each item once credits and disputed parts are taken off it (set-off)
    :param mandates: by payer; only mandates that may be used
    :param means: 'debit' (the invoice is to be debited), 'other' (paid by other means), 'open' when nothing is said
    :param again: items of a returned debit: the day from which it is presented again, and that debit
    """
    wishes, left_out = defaultdict(list), []
    for item in sorted((item for item in items if item.kind == "debt"), key=lambda item: (item.due, item.id)):
        mandate, mean = mandates.get(item.payer), means.get(item.id, "open")
        day = _date(item, mandate, policy, today, again)
        if day is None or (mandate is None and mean != "debit"):
            continue
        refusal = _refusal(item, mandate, mean, policy)
        if refusal:
            left_out.append(LeftOut(item.id, item.residual, refusal))
            continue
        amount, kept = askable(item, holds.get(item.id, ()), nets.get(item.id, ZERO))
        left_out += kept
        if amount:
            _day, again_of = again.get(item.id, (day, 0))
            wishes[item.payer].append(_Wish(item, amount, day, again_of))
    debits = []
    for payer, wanted in wishes.items():
        parcels, over = _parcels(wanted, mandates[payer], policy)
        debits += _planned(parcels, mandates[payer], policy)
        left_out += over
    return Choice(tuple(debits), tuple(left_out))


def askable(item: OpenItem, holds: Sequence[Hold], net: Decimal) -> tuple[Decimal, list[LeftOut]]:
    """What may be debited of an item, and what is kept back: by its holds first, by credits then. Asked again before a debit leaves.

    :param net: without what is disputed, once credits are taken off; money in sight or promised still lies in it
    """
    for code, hold in (("stop", stopped(holds)), ("review", to_review(holds))):
        if hold:
            return ZERO, [LeftOut(item.id, item.residual, code, hold)]
    rest, apart, kept = item.residual, ZERO, []
    for hold in holds:
        amount = rest if hold.amount is None else min(hold.amount, rest)
        kept.append(LeftOut(item.id, amount, "hold", hold))
        rest -= amount
        apart += ZERO if hold.code == "dispute" else amount
    amount = max(ZERO, min(net - apart, rest))
    kept.append(LeftOut(item.id, rest - amount, "credit"))
    return amount, [part for part in kept if part.amount]


def _date(item, mandate, policy, today, again):
    """The debit date: the due date, or the first day that the notice and the bank leave; None when it lies beyond the horizon.

    What is presented again was announced when it came back.
    """
    by_bank = target.shift(today, policy.cutoff_days)
    if item.id in again:
        wanted, earliest = again[item.id][0], by_bank
    else:
        notice = (mandate and mandate.notice_days) or policy.notice_days
        wanted, earliest = item.due, max(today + timedelta(days=notice), by_bank)
    horizon = target.next_open(max(today + timedelta(days=policy.horizon_days), earliest))
    day = target.next_open(max(wanted, earliest))
    return day if day <= horizon else None


def _refusal(item, mandate, mean, policy):
    """Why a whole item is not debited, whatever its holds; '' when it may be."""
    if mean == "other":
        return "other_means"
    if mandate is None:
        return "no_mandate"
    return "currency" if policy.currency and item.currency != policy.currency else ""


def _parcels(wishes, mandate, policy):
    """The items of one payer that are debited together, by date, and what does not fit."""
    limit = min(filter(None, (mandate.max_amount, policy.max_amount)), default=None)
    parcels, over = [], []
    for wish in wishes:
        parcel = next((parcel for parcel in parcels if _belongs(wish, parcel, policy)), [])
        if limit is not None and wish.amount + sum(other.amount for other in parcel) > limit:
            over.append(LeftOut(wish.item.id, wish.amount, "over_max"))
        elif parcel:
            parcel.append(wish)
        elif parcels and mandate.recurrence == "one_off":
            over.append(LeftOut(wish.item.id, wish.amount, "one_off"))
        else:
            parcels.append([wish])
    return sorted(parcels, key=lambda parcel: parcel[0].date), over


def _belongs(wish, parcel, policy):
    """Debited together: items of one date and account, of one returned debit or of none, at most one of them in part."""
    together = policy.grouping == "mandate" or wish.again_of
    return together and _place(wish) == _place(parcel[0]) and (wish.whole or all(other.whole for other in parcel))


def _place(wish):
    return wish.date, wish.item.account, wish.item.currency, wish.again_of


def _planned(parcels, mandate, policy):
    """The debits of one payer, the earliest first."""
    sequences = life.sequences(len(parcels), mandate.recurrence, mandate.used, policy.first_as_frst, mandate.final)
    for parcel, sequence in zip(parcels, sequences, strict=True):
        first = parcel[0]
        yield Planned(
            mandate=mandate.id,
            payer=first.item.payer,
            account=first.item.account,
            date=first.date,
            sequence=sequence,
            scheme=mandate.scheme,
            parts=tuple((wish.item.id, wish.amount) for wish in parcel),
            again_of=first.again_of,
        )
