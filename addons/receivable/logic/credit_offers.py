"""A refusal that helps: what would pass. Each offer, once applied, meets the same verdict again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable.logic.credit import ZERO, Alerts, Order, Position, Rule, after, verdict

CENT = Decimal("0.01")
CURED = ("overdue", "unpaid", "promise", "broken_promise")  # facts that go away when their invoice is paid


class Offer(NamedTuple):
    """One way for the order to pass."""

    code: str  # 'deposit': pay so much first · 'smaller': an order of so much · 'settle': these invoices first · 'shorter': payable sooner
    amount: Decimal = ZERO  # company currency
    items: tuple[int, ...] = ()
    days: int = 0


def offers(position: Position, order: Order, rules: Sequence[Rule], alerts: Alerts = Alerts()) -> list[Offer]:
    """Of each kind the least that lets a held order pass; nothing for an order that passes already."""
    if verdict(position, order, rules, alerts).state != "hold":
        return []
    found: dict[str, Offer] = {}
    for offer in _candidates(position, order, rules):
        if offer.code not in found and verdict(*applied(offer, position, order), rules, alerts).state != "hold":
            found[offer.code] = offer
    return list(found.values())


def applied(offer: Offer, position: Position, order: Order) -> tuple[Position, Order]:
    """The position and the order once the customer has taken the offer."""
    if offer.code == "deposit":
        return position, order._replace(paid=order.paid + offer.amount)
    if offer.code == "smaller":
        less = order.amount - offer.amount if order.counted else ZERO
        return position._replace(exposure=position.exposure - less), order._replace(amount=offer.amount)
    if offer.code == "settle":
        return _settled(position, offer), order
    return position, order._replace(term_days=offer.days)


def _settled(position, offer):
    facts = tuple(fact for fact in position.facts if fact.cause not in CURED or fact.item not in offer.items)
    return position._replace(exposure=position.exposure - offer.amount, facts=facts)


def _candidates(position, order, rules) -> Iterator[Offer]:
    """Of each kind, the smallest demand first."""
    over = after(position, order) - position.limit.amount if position.limit else ZERO
    due = order.amount - order.paid
    yield from (Offer("deposit", amount) for amount in (over, due) if 0 < amount <= due)
    smaller = {order.amount - over, *(rule.order_from - CENT for rule in rules)}
    yield from (Offer("smaller", amount) for amount in sorted(smaller, reverse=True) if 0 < amount < order.amount)
    yield from _settlements(position)
    terms = {rule.term_over for rule in rules if rule.term_over and (order.term_days or 0) > rule.term_over}
    yield from (Offer("shorter", days=days) for days in sorted(terms, reverse=True))


def _settlements(position) -> Iterator[Offer]:
    """One invoice, late ones before the others and the smallest first; then the oldest ones together."""
    late = {fact.item for fact in position.facts if fact.cause == "overdue"}
    debts = [fact for fact in position.facts if fact.cause == "unpaid" and fact.item and fact.amount > 0]
    single = sorted(debts, key=lambda fact: (fact.item not in late, fact.amount))
    yield from (Offer("settle", fact.amount, (fact.item,)) for fact in single)
    amount, items = ZERO, ()
    for fact in debts:
        amount, items = amount + fact.amount, (*items, fact.item)
        yield Offer("settle", amount, items)
