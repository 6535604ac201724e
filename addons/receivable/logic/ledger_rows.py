"""What each line of a ledger says: rows to import, and refusals with their reason.

Nothing here knows the books: customers, currencies and what was imported before are looked at by the add-on.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.receivable.logic.ledger_columns import AMOUNTS, DATES, FIELDS, plain
from odoo.addons.receivable.logic.ledger_file import Cell, Formula, LedgerFile, Line
from odoo.addons.receivable.logic.ledger_reasons import Reason, Refusal
from odoo.addons.receivable.logic.ledger_values import guess_date_format, guess_decimal_mark, read_amount, read_date

FIRST_YEAR, LAST_YEAR = 1970, 2099
CREDIT_NOTE_WORDS = ("avoir", "credit", "refund", "cn", "av", "note de credit")
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "EURO": "EUR", "EUROS": "EUR"}


class Row(NamedTuple):
    """One invoice or credit note of the ledger. Amounts are positive, in the currency of the row."""

    line: int
    customer: str  # code, or name where the ledger has no code
    customer_name: str  # "" when the ledger has one column for both
    number: str
    kind: str  # 'invoice' | 'credit_note'
    issued: datetime.date
    due: datetime.date
    amount: Decimal
    paid: Decimal  # 0 = open, = amount: settled, between: in part
    paid_on: datetime.date | None  # day of the payment, when something is paid
    currency: str  # ISO code, "" = the company's
    reference: str
    email: str
    vat: str
    siren: str
    salesperson: str

    @property
    def key(self) -> tuple:
        """What makes two lines the same debt: customer, number, amount and due date."""
        return (self.customer, self.number, self.kind, self.amount, self.due)


class Conventions(NamedTuple):
    """How dates and amounts of this file are written; said to the person."""

    date_format: str
    date_sure: bool
    decimal_mark: str


class Reading(NamedTuple):
    rows: list[Row]
    refusals: list[Refusal]


def conventions(file: LedgerFile, columns: dict[str, int], date_format: str = "", decimal_mark: str = "") -> Conventions:
    """The date format and the decimal mark, guessed over whole columns unless a person has said them."""
    sure = True
    if not date_format:
        date_format, sure = guess_date_format(_cells(file, columns, DATES))
    if not decimal_mark:
        decimal_mark = guess_decimal_mark(
            (line.number, cell)
            for line in file.lines
            for cell in (_cell(line, columns, field) for field in AMOUNTS)
            if cell != ""
        )
    return Conventions(date_format, sure, decimal_mark)


def read_rows(file: LedgerFile, columns: dict[str, int], style: Conventions, as_of: datetime.date) -> Reading:
    """Every line becomes a row or a refusal. ``as_of`` is the day of the ledger: nothing is paid after it, and a
    part paid without a date counts as paid on it."""
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for line in file.lines:
        found = _read_line(line, file, columns, style, as_of)
        if isinstance(found, Reason):
            refusals.append(Refusal(line.number, found))
        else:
            rows.append(found)
    rows, repeated = _without_repeats(rows)
    return Reading(rows, sorted(refusals + repeated))


def _cell(line: Line, columns: dict[str, int], field: str) -> Cell:
    index = columns.get(field)
    return line.cells[index] if index is not None and index < len(line.cells) else ""


def _cells(file: LedgerFile, columns: dict[str, int], fields: Iterable[str]):
    return (_cell(line, columns, field) for line in file.lines for field in fields)


def _read_line(line: Line, file: LedgerFile, columns, style: Conventions, as_of) -> Row | Reason:
    """The row of a line, or the first reason why there is none."""
    if len(line.cells) > len(file.header) and any(cell != "" for cell in line.cells[len(file.header) :]):
        return Reason("too_wide", {"found": len(line.cells), "expected": len(file.header)})
    cells = {field: _cell(line, columns, field) for field in FIELDS}
    for field, cell in cells.items():
        if isinstance(cell, Formula):
            return Reason("formula", {"column": file.header[columns[field]]})
    for field in ("customer", "number"):
        if cells[field] == "":
            return Reason(f"no_{field}")
    days = _read_days(cells, style)
    if isinstance(days, Reason):
        return days
    sums = _read_sums(cells, style)
    if isinstance(sums, Reason):
        return sums
    amount, paid = sums
    if paid is None:
        paid = amount if days["paid_on"] else Decimal(0)
    paid_on = (days["paid_on"] or as_of) if paid else None
    if paid_on and paid_on > as_of:
        return Reason("paid_in_future", {"date": paid_on})
    text = {field: " ".join(str(cells[field]).split()) for field in FIELDS}
    return Row(
        line=line.number,
        customer=text["customer"],
        customer_name=text["customer_name"],
        number=text["number"],
        kind="credit_note" if amount < 0 or _is_credit_note(text["kind"]) else "invoice",
        issued=days["issued"],
        due=days["due"],
        amount=abs(amount),
        paid=abs(paid),
        paid_on=paid_on,
        currency=SYMBOLS.get(text["currency"].upper(), text["currency"].upper()),
        reference=text["reference"],
        email=text["email"],
        vat="".join(text["vat"].split()).upper(),
        siren="".join(filter(str.isdigit, text["siren"]))[:9],
        salesperson=text["salesperson"],
    )


def _read_days(cells: dict[str, Cell], style: Conventions) -> dict | Reason:
    days = {}
    for field in DATES:
        cell = cells[field]
        if cell == "":
            if field != "paid_on":
                return Reason(f"no_{field}")
            days[field] = None
            continue
        days[field] = read_date(cell, style.date_format)
        if days[field] is None:
            return Reason(f"bad_{field}", {"value": cell})
        if not FIRST_YEAR <= days[field].year <= LAST_YEAR:
            return Reason("odd_date", {"value": cell})
    return days


def _read_sums(cells: dict[str, Cell], style: Conventions) -> tuple[Decimal, Decimal | None] | Reason:
    """The amount and what of it is paid; None when only the date of payment can tell."""
    sums = {}
    for field in AMOUNTS:
        sums[field] = None
        if cells[field] != "":
            sums[field] = read_amount(cells[field], style.decimal_mark)
            if sums[field] is None:
                return Reason("bad_amount", {"value": cells[field]})
    amount, paid, remaining = sums["amount"], sums["paid"], sums["remaining"]
    if amount is None:
        return Reason("no_amount")
    if not amount:
        return Reason("zero_amount")
    for part in (paid, remaining):
        if part and (part < 0) != (amount < 0):
            return Reason("paid_other_sign", {"value": part, "amount": amount})
    if paid is not None and remaining is not None and paid + remaining != amount:
        return Reason("parts_disagree", {"paid": paid, "remaining": remaining, "amount": amount})
    if paid is None and remaining is not None:
        paid = amount - remaining
    if paid is not None and (abs(paid) > abs(amount) or (paid and (paid < 0) != (amount < 0))):
        return Reason("paid_too_much", {"paid": paid, "amount": amount})
    return amount, paid


def _is_credit_note(word: str) -> bool:
    """
    >>> [_is_credit_note(word) for word in ("Avoir", "Credit note", "CN", "Facture", "")]
    [True, True, True, False, False]
    """
    words = plain(word)
    return words in CREDIT_NOTE_WORDS or words.startswith(("avoir", "credit", "refund", "note de credit"))


def _without_repeats(rows: list[Row]) -> tuple[list[Row], list[Refusal]]:
    """Refuse a line that repeats another one, and a number that two customers share.

    The same number with another due date or amount is kept: an instalment of the same invoice.
    """
    kept, refusals = [], []
    first_by_key: dict[tuple, Row] = {}
    first_by_number: dict[str, Row] = {}
    for row in rows:
        twin = first_by_key.setdefault(row.key, row)
        elder = first_by_number.setdefault(row.number, row)
        if twin is not row:
            refusals.append(Refusal(row.line, Reason("repeated", {"line": twin.line})))
        elif elder.customer != row.customer:
            refusals.append(Refusal(row.line, Reason("number_of_another", {"number": row.number, "line": elder.line})))
        else:
            kept.append(row)
    return kept, refusals
