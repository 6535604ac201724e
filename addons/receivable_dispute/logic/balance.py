"""The account as its payer sees it: what is asked of them, per selling company and currency, item by item."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from odoo.addons.receivable.logic.holds import Hold, disputed
from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable.logic.statement import PUBLIC_CODES

SOON = 7  # days before its due date from which an item is proposed for payment
AGREED = frozenset({"promise", "plan"})  # the payer and we have said when it will be paid
SAID_PAID = frozenset({"said_paid", "found_paid"})  # the payer has said that it is
ZERO = Decimal(0)


class Debt(NamedTuple):
    """One debt: what is left of it, and what may be paid now."""

    item: OpenItem
    days_late: int  # negative: days to come
    contested: Decimal
    asked: Decimal  # left, less what is contested and less what is in their favour
    agreed: bool
    said_paid: bool
    under_way: bool  # paid online a moment ago, not booked yet
    notes: tuple[str, ...]

    @property
    def payable(self) -> bool:
        return self.asked > 0 and not self.under_way

    @property
    def proposed(self) -> bool:
        """Ticked when the page opens: late or due soon, and nothing else was agreed or said."""
        return self.payable and not self.agreed and not self.said_paid and self.days_late >= -SOON

    @property
    def may_be_said_paid(self) -> bool:
        return self.payable and not self.said_paid

    @property
    def contestable(self) -> Decimal:
        return self.item.residual - self.contested


class Block(NamedTuple):
    """What one company and currency adds up to; never added to another one."""

    company: int
    currency: int
    debts: tuple[Debt, ...]
    credits: tuple[OpenItem, ...]
    now: Decimal  # proposed for payment
    late: Decimal  # asked and past its due date
    coming: Decimal  # asked and not due yet
    in_favour: Decimal
    contested: Decimal

    @property
    def next(self) -> Debt | None:
        """The debt that comes next when nothing is to pay today."""
        return min((debt for debt in self.debts if debt.payable and debt.days_late <= 0), key=lambda debt: debt.item.due, default=None)


def blocks(
    company: int, items: Iterable[OpenItem], holds: Mapping[int, Sequence[Hold]], under_way: Collection[int], day: date
) -> tuple[Block, ...]:
    """The account of one payer with one company; only what the payer may know of the holds is told."""
    ours = sorted((item for item in items if item.kind != "review"), key=lambda item: (item.currency, item.due, item.id))
    by_currency = groupby(ours, key=lambda item: item.currency)
    return tuple(_block(company, currency, list(group), holds, under_way, day) for currency, group in by_currency)


def _block(company, currency, items, holds, under_way, day):
    contested = disputed(holds, {item.id: item.residual for item in items if item.kind == "debt"})
    nets = set_off(items, contested)
    debts = tuple(
        _debt(item, nets.get(item.id, ZERO), contested.get(item.id, ZERO), holds.get(item.id, ()), item.id in under_way, day)
        for item in items if item.kind == "debt"
    )  # fmt: skip
    credits = tuple(item for item in items if item.kind == "credit")
    return Block(
        company=company,
        currency=currency,
        debts=debts,
        credits=credits,
        now=_asked(debt for debt in debts if debt.proposed),
        late=_asked(debt for debt in debts if debt.days_late > 0),
        coming=_asked(debt for debt in debts if debt.days_late <= 0),
        in_favour=-sum((item.residual for item in credits), ZERO),
        contested=sum((debt.contested for debt in debts), ZERO),
    )


def _debt(item, net, contested, holds, under_way, day):
    known = [hold for hold in holds if hold.code in PUBLIC_CODES]
    return Debt(
        item=item,
        days_late=(day - item.due).days,
        contested=contested,
        asked=max(ZERO, net),
        agreed=any(hold.code in AGREED for hold in known),
        said_paid=any(hold.code in SAID_PAID for hold in known),
        under_way=under_way,
        notes=tuple(dict.fromkeys(hold.why_public for hold in known if hold.why_public)),
    )


def _asked(debts):
    return sum((debt.asked for debt in debts if not debt.under_way), ZERO)
