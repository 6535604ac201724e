"""Set-off: what may be asked on each debt once the payer's open credits are taken off it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.numbers import possible_numbers, squeezed

ZERO = Decimal(0)


def set_off(items: Sequence[OpenItem], disputed: Mapping[int, Decimal] | None = None) -> Mapping[int, Decimal]:
    """Net amount to chase of each debt, in its own currency; within one payer, account and currency only.

    Order: a credit note against the invoice it reverses, an unallocated payment against the invoices that its label
    names, the rest against the oldest debt, and what is disputed last. With nothing disputed the sum of the nets is
    ``max(0, debts - credits)``; the disputed part of a debt is never asked.

    :param disputed: part of each debt that is held apart, in its currency
    """
    debts, credits = _by_account(items, "debt"), _by_account(items, "credit")
    nets = {}
    for account, owed in debts.items():
        ledger = _Ledger(owed, disputed or {})
        ledger.take_off(credits.get(account, ()))
        nets.update(ledger.asked)
    return nets


def _by_account(items: Iterable[OpenItem], kind: str) -> dict[tuple, list[OpenItem]]:
    """Items of a kind, oldest first, by payer, account and currency."""

    def account(item):
        return item.payer, item.account, item.currency

    chosen = sorted((item for item in items if item.kind == kind), key=lambda item: (*account(item), item.due, item.id))
    return {key: list(group) for key, group in groupby(chosen, key=account)}


class _Ledger:
    """The debts of one payer, account and currency: for each, what is asked and what is disputed, still uncovered."""

    def __init__(self, debts: Sequence[OpenItem], disputed: Mapping[int, Decimal]):
        self.order = [debt.id for debt in debts]
        self.apart = {debt.id: min(disputed.get(debt.id, ZERO), debt.residual) for debt in debts}
        self.asked = {debt.id: debt.residual - self.apart[debt.id] for debt in debts}
        self.of_move, self.named = defaultdict(list), defaultdict(list)
        for debt in debts:
            self.of_move[debt.move].append(debt.id)
            self.named[squeezed(debt.number)].append(debt.id)

    def take_off(self, credits: Sequence[OpenItem]) -> None:
        """Use up the credits: each where it belongs first, then all that is left on the oldest debts."""
        left = ZERO
        for credit in credits:
            amount = -credit.residual
            for debt in self.of_move.get(credit.reverses, ()):
                amount = self._cover(debt, amount, (self.apart, self.asked))  # it answers the dispute first
            for debt in self._named_in(credit.label):
                amount = self._cover(debt, amount, (self.asked, self.apart))
            left += amount
        for part in (self.asked, self.apart):
            for debt in self.order:
                left = self._cover(debt, left, (part,))

    def _cover(self, debt: int, amount: Decimal, parts: Iterable[dict]) -> Decimal:
        for part in parts:
            used = min(part[debt], amount)
            part[debt] -= used
            amount -= used
        return amount

    def _named_in(self, label: str) -> list[int]:
        named = {debt for name in possible_numbers(label) for debt in self.named.get(name, ())}
        return [debt for debt in self.order if debt in named] if named else []
