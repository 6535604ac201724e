"""Which contact is this customer of the ledger? Sure answers, best guesses, and what speaks for them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from odoo.addons.receivable.logic.ledger_rows import Row

LEGAL_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sci scop scp selarl ets etablissements societe ste cie ltd limited llc inc corp plc gmbh "
    "ag kg ug bv nv srl sprl spa the and et".split()
)
SURE = ("reference", "vat", "siren", "name")


class Customer(NamedTuple):
    """A customer as the ledger writes it; ``key`` is what its lines say in the customer column."""

    key: str
    name: str
    email: str
    vat: str
    siren: str
    lines: int


class Contact(NamedTuple):
    """A commercial entity of the address book."""

    id: int
    reference: str
    name: str
    vat: str
    siren: str


class Match(NamedTuple):
    contact: int  # 0 = nobody fits
    how: str  # 'reference' | 'vat' | 'siren' | 'name' | 'similar_name' | 'several' | ''

    @property
    def sure(self) -> bool:
        return bool(self.contact) and self.how in SURE


def customers_of(rows: Iterable[Row]) -> list[Customer]:
    """The customers of a ledger; what one line says about a customer holds for all its lines."""
    gathered: dict[str, Customer] = {}
    for row in rows:
        known = gathered.get(row.customer, Customer(row.customer, "", "", "", "", 0))
        gathered[row.customer] = Customer(
            row.customer,
            known.name or row.customer_name,
            known.email or row.email,
            known.vat or row.vat,
            known.siren or row.siren,
            known.lines + 1,
        )
    return list(gathered.values())


def match_customers(customers: Iterable[Customer], contacts: Iterable[Contact]) -> dict[str, Match]:
    """For each customer the contact with the same reference, else VAT number, SIREN, name, else a similar name."""
    index: dict[tuple[str, str], set[int]] = defaultdict(set)
    for contact in contacts:
        for sign in _signs(contact.reference, contact.vat, contact.siren, contact.name):
            index[sign].add(contact.id)
    return {customer.key: _best(customer, index) for customer in customers}


def _best(customer: Customer, index) -> Match:
    several = False
    for sign in _signs(customer.key, customer.vat, customer.siren, customer.name or customer.key):
        found = index.get(sign, ())
        if len(found) == 1:
            return Match(next(iter(found)), sign[0])
        several = several or len(found) > 1
    return Match(0, "several" if several else "")


def _signs(reference, vat, siren, name):
    """What identifies a customer, the surest first."""
    signs = (
        ("reference", reference.strip().casefold()),
        ("vat", re.sub(r"[^A-Z0-9]", "", vat.upper())),
        ("siren", siren),
        ("name", " ".join(name.split()).casefold()),
        ("similar_name", similar_name(name)),
    )
    return [sign for sign in signs if sign[1]]


def similar_name(name: str) -> str:
    """A company's name without accents, punctuation, order of words and legal form.

    >>> similar_name("Éts. Dupont & Fils, S.A.R.L."), similar_name("DUPONT ET FILS")
    ('dupont fils', 'dupont fils')
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    letters = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found[0].replace(".", "") + " ", letters)
    words = [word for word in re.findall(r"[a-z0-9]+", letters) if word not in LEGAL_FORMS]
    return " ".join(sorted(words))
