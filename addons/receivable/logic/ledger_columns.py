"""Which column of a ledger is which: a guess from the names (French and English) and from the content.

The guess says how sure it is, so that a screen can mark what a person should look at.
"""

import re
import unicodedata
from typing import NamedTuple

from odoo.addons.receivable.logic.ledger_file import Line
from odoo.addons.receivable.logic.ledger_reasons import Reason
from odoo.addons.receivable.logic.ledger_values import looks_like_amount, looks_like_date

REQUIRED = ("customer", "number", "issued", "due", "amount")

# The names other programs give their columns, without accents or punctuation. The first of two rivals wins.
NAMES = {
    "customer": (
        "customer, client, compte, compte client, code client, customer code, customer id, customer number, n "
        "client, no client, numero client, ref client, reference client, account, account number, debtor, "
        "compte tiers, code tiers, tiers, partner, payer, payeur, cust number, compauxnum"
    ),
    "customer_name": (
        "customer name, name, nom, nom client, nom du client, raison sociale, client nom, company, societe, "
        "name customer, partner name, intitule, libelle client, compauxlib, denomination"
    ),
    "number": (
        "number, invoice, invoice number, invoice no, invoice id, piece, n piece, no piece, numero piece, "
        "numero, facture, n facture, no facture, numero facture, num facture, document, document number, doc "
        "id, doc no, pieceref, invoicenumber, voucher"
    ),
    "issued": (
        "issued, issue, invoice date, date facture, date de facture, date, issue date, issued on, date piece, "
        "document date, date document, date emission, emission, date d emission, piecedate, invoicedate, "
        "document create date, posting date, date comptable, ecrituredate"
    ),
    "due": (
        "due, due date, echeance, date echeance, date d echeance, due on, maturity, maturity date, due in "
        "date, duedate, date limite, a payer le"
    ),
    "amount": (
        "amount, ttc, montant ttc, total ttc, montant, total, amount incl tax, gross amount, invoice amount, "
        "total open amount, total amount, montant initial, montant facture, invoiceamount, amount total"
    ),
    "paid_on": (
        "paid, paid on, payment date, reglement, date reglement, date de reglement, regle le, paye le, date "
        "paiement, date de paiement, clear date, clearing date, settled, settled on, settleddate, paid date, "
        "date lettrage, datelet"
    ),
    "paid": ("paid amount, amount paid, montant regle, montant paye, regle, paye, already paid, deja regle, acompte, received, encaisse"),
    "remaining": (
        "remaining, residual, open amount, balance, solde, reste, reste a payer, reste du, restant du, "
        "montant restant, amount due, outstanding, amount residual, solde du"
    ),
    "currency": "currency, devise, monnaie, code devise, currency code, invoice currency, cur, idevise",
    "reference": (
        "reference, ref, customer reference, your reference, votre reference, po number, purchase order, bon "
        "de commande, commande, n commande, reference commande, order reference, client order ref"
    ),
    "email": "email, e mail, mail, courriel, adresse mail, email address, adresse email",
    "vat": "vat, vat number, tva, n tva, numero tva, tva intracommunautaire, tva intracom, vat id, tax id",
    "siren": "siren, siret, n siren, n siret, company registry, registration number, company id",
    "salesperson": "salesperson, vendeur, commercial, representant, sales rep, account manager",
    "kind": "kind, type, nature, type de piece, type piece, document type, doc type, sens",
}
NAMES = {field: tuple(names.split(", ")) for field, names in NAMES.items()}
FIELDS = tuple(NAMES)
DATES = ("issued", "due", "paid_on")
AMOUNTS = ("amount", "paid", "remaining")
# Names that tell nothing about a debt, whatever they resemble.
IGNORED = ("terms", "conditions", "payment terms", "conditions de paiement", "delai", "mode de reglement", "moyen de paiement")
SAMPLE = 200


class Guess(NamedTuple):
    columns: dict[str, int]  # field -> index of its column
    unsure: frozenset[str]  # fields taken from the content or from part of a name
    missing: tuple[Reason, ...]  # a sentence for each required field without a column


def plain(name: str) -> str:
    """A column's name without accents, case and punctuation.

    >>> plain("N° pièce"), plain("  Date d'échéance "), plain("invoice_date"), plain("TotalTTC")
    ('n piece', 'date d echeance', 'invoice date', 'total ttc')
    """
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    letters = unicodedata.normalize("NFKD", re.sub("[°\N{RIGHT SINGLE QUOTATION MARK}]", " ", name)).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", letters.lower()))


def guess(header: tuple[str, ...], lines: list[Line]) -> Guess:
    """The best column for each field: whole names first, then words inside names, then the content."""
    names = [plain(name) for name in header]
    samples = [[_cell(line, index) for line in lines[:SAMPLE]] for index in range(len(header))]
    columns: dict[str, int] = {}

    def take(field, test):
        free = (index for index, name in enumerate(names) if name and name not in IGNORED and index not in columns.values())
        index = next((index for index in free if test(field, index)), None)
        if field not in columns and index is not None:
            columns[field] = index

    for field, candidates in NAMES.items():
        for candidate in candidates:
            take(field, lambda field, index, name=candidate: names[index] == name and _fits(field, samples[index]))
    sure = frozenset(columns)
    for field in FIELDS:
        take(field, lambda field, index: _word_inside(field, names[index]) and _fits(field, samples[index]))
    if "customer" not in columns and "customer_name" in columns:
        columns["customer"] = columns.pop("customer_name")
    for field in ("issued", "due", "amount"):
        take(field, lambda field, index: _is_full_of(field, samples[index]))
    return Guess(columns, frozenset(columns) - sure, missing(columns))


def missing(columns: dict[str, int]) -> tuple[Reason, ...]:
    """A sentence for each field that a ledger cannot do without."""
    return tuple(Reason(f"no_{field}_column") for field in REQUIRED if field not in columns)


def first_cells(lines: list[Line], index: int) -> list:
    """What stands in a column in the first five lines, as a reminder of what it is."""
    return [cell for cell in (_cell(line, index) for line in lines[:5]) if cell != ""]


def _cell(line: Line, index: int):
    return line.cells[index] if index < len(line.cells) else ""


def _word_inside(field: str, name: str) -> bool:
    """Is one of the field's longer names a run of words inside this name?"""
    return any(f" {candidate} " in f" {name} " for candidate in NAMES[field] if len(candidate) >= 4)


def _fits(field: str, cells: list) -> bool:
    """A column of dates is no amount, a column of words is no date; an empty column may be anything."""
    cells = [cell for cell in cells if cell != ""]
    if not cells:
        return field not in REQUIRED
    if field in DATES:
        return _share(looks_like_date, cells) >= 0.5
    if field in AMOUNTS:
        return _share(looks_like_amount, cells) >= 0.5 and _share(looks_like_date, cells) < 0.5
    return field in ("customer", "number", "reference", "siren") or _share(looks_like_date, cells) < 0.5


def _is_full_of(field: str, cells: list) -> bool:
    cells = [cell for cell in cells if cell != ""]
    if not cells:
        return False
    if field in DATES:
        return _share(looks_like_date, cells) >= 0.9
    return _share(looks_like_amount, cells) >= 0.9 and any("." in str(cell) or "," in str(cell) for cell in cells)


def _share(test, cells: list) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)
