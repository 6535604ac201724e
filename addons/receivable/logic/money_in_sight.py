"""Money in sight: what has arrived, or is under way, and is not matched with an invoice yet.

Nobody who has paid is chased. *Certain*: the payer or their IBAN is known and the amount is one item, a sum of their items or
their balance; or the money names its invoices. The items leave. *Probable*: the amount fits somebody whose name resembles the one
on the money, or an item of a payer who is not known; or the payer is known and the amount fits nothing (then the oldest items
up to it). A person decides, and what was said once is not asked again.

Each amount covers at most itself and each part of an item is covered once. Money is looked up by number, payer, word and amount:
payers are never compared with lines one by one.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable.logic.numbers import possible_numbers, squeezed
from odoo.addons.receivable.logic.set_off import set_off

ZERO = Decimal(0)
SOURCES = ("booked", "bank", "payment", "transaction")  # the best proof first; what is booked covers nothing by itself
LONGEST_SEARCH = 20  # oldest items of a payer among which a sum is looked for
MOST_SUMS = 512  # sums tried for one amount
FEW_ITEMS = 3  # items that a sum may have when only the name resembles
TWIN_DAYS = 15  # a payment and its bank line are no further apart
SHORTEST_WORD = 4
COMMON_WORD = 10  # a word in the names of more payers than that tells nobody apart


class Seen(NamedTuple):
    """One amount that arrived or is under way, not matched with an invoice."""

    id: int  # of the bank line, payment or transaction
    source: str  # 'bank' · 'payment' · 'transaction' · 'booked': in the ledger already, its bank line may arrive as well
    date: date
    amount: Decimal  # > 0, in its currency
    currency: int  # res.currency
    payer: int = 0  # commercial partner, 0 = not known
    iban_payer: int = 0  # commercial partner who owns the IBAN, 0 = nobody, or several
    label: str = ""  # where invoice numbers may be named
    name: str = ""  # as the bank wrote it
    moves: tuple[int, ...] = ()  # invoices that it was made for, as the payer or a colleague said
    sure: bool = True  # False: announced only, as a transfer chosen on the portal
    pays: frozenset[int] = frozenset()  # debts that it pays, said a person
    pays_not: frozenset[int] = frozenset()  # debts that it does not pay, said a person


class Answer(NamedTuple):
    """What a person said of one amount seen and one debt: it pays it, or it does not."""

    source: str  # as the amount's
    seen: int  # as the amount's id
    debt: int
    paid: bool


class Match(NamedTuple):
    """The part of one debt that one amount seen covers."""

    debt: int
    seen: Seen
    certain: bool
    amount: Decimal  # currency of the debt
    said: bool = False  # certain because a person said so


Part = tuple[OpenItem, Decimal]


def in_sight(
    items: Sequence[OpenItem],
    seen: Iterable[Seen],
    names: Mapping[int, str] | None = None,
    references: Mapping[int, str] | None = None,
    answers: Iterable[Answer] = (),
) -> dict[int, list[Match]]:
    """What covers each debt: ``{debt id: [Match]}``; debts that nothing covers are absent. The same whatever the order given.

    :param items: all open items, credits too: what set-off covers already is not covered again
    :param names: name of each payer, to be compared with the names on the money
    :param references: payment reference printed on the invoice of a debt, where it differs from its number
    :param answers: what people said: it comes before every rule
    """
    seen, of_word = _answered(seen, answers), _telling_words(names or {})
    payers = _concerned(items, seen, of_word, references or {})
    ledger = _Ledger([item for item in items if item.payer in payers], of_word, references or {})
    left = sorted(seen, key=lambda one: (SOURCES.index(one.source), one.date, one.id))
    for place in (ledger.said, ledger.booked, ledger.named, ledger.exact, ledger.likely):
        left = [one for one in left if not place(one)]
    return dict(ledger.matches)


def concerned(
    items: Sequence[OpenItem],
    seen: Iterable[Seen],
    names: Mapping[int, str] | None = None,
    references: Mapping[int, str] | None = None,
    answers: Iterable[Answer] = (),
) -> set[int]:
    """The payers of these items whom the money may concern at all; nothing covers the items of the others.

    It looks at each payer alone, so that a few may be asked for without reading the whole ledger.
    """
    return _concerned(items, _answered(seen, answers), _telling_words(names or {}), references or {})


def alike(seen: Iterable[Seen], names: Mapping[int, str]) -> set[int]:
    """The payers with a telling word in common with some money: nobody else is found by name."""
    of_word = _telling_words(names)
    return {payer for one in seen for payer in _alike(one, of_word)}


def _answered(seen: Iterable[Seen], answers: Iterable[Answer]) -> list[Seen]:
    """The money with what people said of it."""
    said: dict[tuple, set[int]] = defaultdict(set)
    for answer in answers:
        said[answer.source, answer.seen, answer.paid].add(answer.debt)
    return [
        one._replace(pays=frozenset(said[one.source, one.id, True]), pays_not=frozenset(said[one.source, one.id, False]))
        for one in seen
    ]


def _concerned(items, seen, of_word, references) -> set[int]:
    known = {payer for one in seen for payer in _known(one)}
    resembling_ones = _fitting_by_name(items, seen, of_word, references)
    said = {debt for one in seen for debt in one.pays}
    moves = {move for one in seen for move in one.moves}
    numbers = {number for one in seen for number in possible_numbers(one.label)}
    amounts = {(one.currency, one.amount) for one in seen if not _known(one)}
    with_credits = {item.payer for item in items if item.kind == "credit"}
    nets = set_off([item for item in items if item.payer in with_credits])
    return {
        debt.payer
        for debt in items
        if debt.kind == "debt"
        and (
            debt.payer in known
            or debt.payer in resembling_ones
            or debt.id in said
            or debt.move in moves
            or (debt.currency, debt.residual) in amounts
            or (debt.currency, nets.get(debt.id)) in amounts
            or not numbers.isdisjoint(_numbers(debt, references))
        )
    }


def _fitting_by_name(items, seen, of_word, references) -> set[int]:
    """Payers whose name resembles the one on an amount that fits their items."""
    candidates = [(payer, one) for one in seen for payer in _alike(one, of_word)]
    payers = {payer for payer, _one in candidates}
    ledger = _Ledger([item for item in items if item.payer in payers], of_word, references)
    return {payer for payer, one in candidates if ledger.fitting(payer, one, FEW_ITEMS)}


@lru_cache(maxsize=1 << 16)
def resembling(text: str) -> frozenset[str]:
    """The words by which two names may be recognised as the same: long ones, without accents, case and digits.

    >>> sorted(resembling("Hôtel du Lac Imaginaire 2"))
    ['HOTEL', 'IMAGINAIRE']
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return frozenset(word for word in re.findall(r"[A-Z]+", plain) if len(word) >= SHORTEST_WORD)


class _Ledger:
    """The debts still to be paid, found by payer, number, word or amount, and what covers them so far."""

    def __init__(self, items, of_word, references):
        self.net = set_off(items)
        self.of_word = of_word
        self.covered: dict[int, Decimal] = defaultdict(lambda: ZERO)
        self.matches: dict[int, list[Match]] = defaultdict(list)
        self.told: dict[tuple, list[tuple[Seen, set[str]]]] = defaultdict(list)
        self.of_payer, self.of_number, self.of_move, self.of_amount = (defaultdict(list) for _index in range(4))
        self.debts = {item.id: item for item in items if item.kind == "debt"}
        for debt in sorted(self.debts.values(), key=lambda item: (item.due, item.id)):
            self.of_payer[debt.payer, debt.currency].append(debt)
            self.of_move[debt.move].append(debt)
            for number in _numbers(debt, references):
                self.of_number[number].append(debt)
            for amount in {self.net[debt.id], debt.residual}:
                self.of_amount[debt.currency, amount].append(debt)

    # -- five ways to place an amount, the surest first; each says whether the amount needs no further looking ----------------

    def said(self, one: Seen) -> bool:
        """The items that a person said it pays; what is left of it is the same payer's."""
        debts = sorted((self.debts[debt] for debt in one.pays if debt in self.debts), key=lambda debt: (debt.due, debt.id))
        parts = [(debt, self._gross(debt)) for debt in debts if self._gross(debt) > 0]
        if not parts:
            return False
        payer = debts[0].payer
        self._is_news(one._replace(moves=tuple(debt.move for debt in debts)), payer)
        if debts[0].currency != one.currency:
            return self._cover(one, parts, True, said=True)
        parts = list(_up_to(one.amount, parts))
        self._cover(one, parts, True, said=True)
        self._place_rest(one, payer, one.amount - sum(amount for _debt, amount in parts))
        return True

    def booked(self, one: Seen) -> bool:
        """In the ledger already: it covers nothing, and its bank line will be recognised as the same money."""
        return one.source == "booked" and self._is_news(one, one.payer)

    def named(self, one: Seen) -> bool:
        """The invoices that the money names, or was made for; what is left of it is the same payer's."""
        debts = [debt for debt in self._named(one) if debt.currency == one.currency]
        if not debts:
            return False
        payer = one.payer if one.payer in {debt.payer for debt in debts} else debts[0].payer
        one = one._replace(moves=tuple(debt.move for debt in debts))
        if self._is_news(one, payer):
            parts = list(_up_to(one.amount, ((debt, self._gross(debt)) for debt in debts)))
            self._cover(one, parts, one.sure)
            self._place_rest(one, payer, one.amount - sum(amount for _debt, amount in parts))
        return True

    def exact(self, one: Seen) -> bool:
        """A known payer, and an amount that fits their items."""
        known = _known(one)
        if known and not self._is_news(one, known[0]):
            return True
        parts = next(filter(None, (self.fitting(payer, one) for payer in known)), None)
        return bool(parts) and self._cover(one, parts, one.sure)

    def likely(self, one: Seen) -> bool:
        """An invoice named in another currency; a known payer whose items it does not fit; a name that resembles; the amount alone."""
        return self._named_abroad(one) or self._up_to_it(one) or self._by_name(one) or self._by_amount(one)

    def _named_abroad(self, one: Seen) -> bool:
        """The amount tells nothing in another currency: it may be the whole of the oldest item named."""
        return self._cover(one, [(debt, self._gross(debt)) for debt in self._named(one)[:1]], False)

    def _up_to_it(self, one: Seen) -> bool:
        return any(self._cover(one, self._oldest(payer, one), False) for payer in _known(one))

    def _by_name(self, one: Seen) -> bool:
        for payer in _alike(one, self.of_word):
            parts = self.fitting(payer, one, FEW_ITEMS)
            if not self._is_news(one, payer, remember=bool(parts)):
                return True
            if parts:
                return self._cover(one, parts, False)
        return False

    def _by_amount(self, one: Seen) -> bool:
        """Money of a stranger: the oldest item of that amount."""
        debts = () if _known(one) else self.of_amount.get((one.currency, one.amount), ())
        fitting = next((debt for debt in debts if one.amount in self._amounts(debt) and debt.id not in one.pays_not), None)
        return fitting is not None and self._cover(one, [(fitting, one.amount)], False)

    def _place_rest(self, one: Seen, payer: int, rest: Decimal) -> None:
        """What is left after the invoices named: other items of the payer, to the cent or the oldest."""
        if rest > 0:
            left = one._replace(amount=rest)
            parts = self.fitting(payer, left)
            self._cover(one, parts or self._oldest(payer, left), bool(parts) and one.sure)

    # -- the same money told of twice: its bank line after its payment, its payment after its transaction -----------------------

    def _is_news(self, one: Seen, payer: int, remember: bool = True) -> bool:
        """Remember the money as this payer's; False when another source told of it already, within days and for no other invoice."""
        told = self.told[payer, one.currency, one.amount]
        for first, sources in told:
            near = abs((one.date - first.date).days) <= TWIN_DAYS
            agree = not first.moves or not one.moves or set(first.moves) & set(one.moves)
            if near and agree and one.source not in sources:
                sources.add(one.source)
                return False
        if remember:
            told.append((one, {one.source}))
        return True

    # -- finding --------------------------------------------------------------------------------------------------------------

    def _named(self, one: Seen) -> list[OpenItem]:
        """Debts of the money's invoices or named in its label, oldest first. A number that several payers bear names its payer's."""
        found = {debt.id: debt for move in one.moves for debt in self.of_move.get(move, ())}
        for number in possible_numbers(one.label):
            debts = self.of_number.get(number, ())
            if len({debt.payer for debt in debts}) > 1:
                debts = [debt for debt in debts if debt.payer in _known(one)]
            found.update((debt.id, debt) for debt in debts)
        still = (debt for debt in found.values() if self._gross(debt) > 0 and debt.id not in one.pays_not)
        return sorted(still, key=lambda debt: (debt.due, debt.id))

    def fitting(self, payer: int, one: Seen, most: int = LONGEST_SEARCH) -> list[Part]:
        """The items of a payer that the amount pays to the cent: one, the oldest ones up to the whole balance, or another sum."""
        debts = self._open(payer, one)
        single = next((debt for debt in debts if one.amount in self._amounts(debt)), None)
        if single:
            return [(single, one.amount)]
        for rest in (self._net, self._gross):
            parts = [(debt, rest(debt)) for debt in debts]
            found = _first_items(parts, one.amount) or _sum_of(parts[:LONGEST_SEARCH], one.amount, most)
            if found:
                return found
        return []

    def _oldest(self, payer: int, one: Seen) -> list[Part]:
        return list(_up_to(one.amount, ((debt, self._net(debt)) for debt in self._open(payer, one))))

    def _open(self, payer: int, one: Seen) -> list[OpenItem]:
        debts = self.of_payer.get((payer, one.currency), ())
        return [debt for debt in debts if self._net(debt) > 0 and debt.id not in one.pays_not]

    def _amounts(self, debt: OpenItem) -> tuple[Decimal, ...]:
        """What a payer may pay for a debt that is still asked: what is left after credits, or all of it."""
        return (self._net(debt), self._gross(debt)) if self._net(debt) > 0 else ()

    def _net(self, debt: OpenItem) -> Decimal:
        return max(ZERO, self.net[debt.id] - self.covered[debt.id])

    def _gross(self, debt: OpenItem) -> Decimal:
        return debt.residual - self.covered[debt.id]

    # -- covering -------------------------------------------------------------------------------------------------------------

    def _cover(self, one: Seen, parts: Sequence[Part], certain: bool, said: bool = False) -> bool:
        for debt, amount in parts:
            self.covered[debt.id] += amount
            self.matches[debt.id].append(Match(debt.id, one, certain, amount, said))
        return bool(parts)


def _telling_words(names: Mapping[int, str]) -> dict[str, list[int]]:
    """The payers of each word that tells payers apart."""
    of_word = defaultdict(list)
    for payer in sorted(names):
        for word in resembling(names[payer]):
            of_word[word].append(payer)
    return {word: payers for word, payers in of_word.items() if len(payers) <= COMMON_WORD}


def _alike(one: Seen, of_word: Mapping[str, list[int]]) -> list[int]:
    """Other payers with a word in common with the name or label, those with most words first."""
    known, words = _known(one), resembling(f"{one.name} {one.label}")
    shared = Counter(payer for word in words for payer in of_word.get(word, ()) if payer not in known)
    return sorted(shared, key=lambda payer: (-shared[payer], payer))


def _numbers(debt: OpenItem, references: Mapping[int, str]) -> set[str]:
    """By what the money may name the debt."""
    reference = references.get(debt.id)
    return {squeezed(debt.number), squeezed(reference)} if reference else {squeezed(debt.number)}


def _known(one: Seen) -> tuple[int, ...]:
    """Whose money it is: by the partner on the line, then by the IBAN."""
    return tuple(dict.fromkeys(payer for payer in (one.payer, one.iban_payer) if payer))


def _up_to(amount: Decimal, parts: Iterable[Part]) -> Iterator[Part]:
    """The first parts, the last one cut, that the amount pays."""
    for debt, rest in parts:
        used = min(rest, amount)
        if used > 0:
            yield debt, used
            amount -= used


def _first_items(parts: Sequence[Part], amount: Decimal) -> list[Part]:
    """The oldest items when they add up to the amount: all that is overdue and the whole balance are such sums."""
    total = ZERO
    for count, (_debt, rest) in enumerate(parts, 1):
        total += rest
        if total >= amount:
            return list(parts[:count]) if total == amount else []
    return []


def _sum_of(parts: Sequence[Part], amount: Decimal, most: int) -> list[Part]:
    """A sum of at most ``most`` of these items; the oldest ones first, and no more than ``MOST_SUMS`` sums tried."""
    sums: dict[Decimal, tuple[Part, ...]] = {ZERO: ()}
    for part in parts:
        for total, chosen in list(sums.items()):
            reached = total + part[1]
            if reached > amount or reached in sums or len(chosen) == most or len(sums) > MOST_SUMS:
                continue
            sums[reached] = (*chosen, part)
        if amount in sums:
            return list(sums[amount])
    return []
