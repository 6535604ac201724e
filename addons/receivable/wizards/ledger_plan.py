"""What an import of these rows would do to the books of a company: looked up, decided, nothing written.

The dry run and the import itself call the same function.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.receivable.logic.ledger_customers import Contact, Customer, Match, customers_of, match_customers
from odoo.addons.receivable.logic.ledger_reasons import Reason, Refusal
from odoo.addons.receivable.logic.ledger_rows import Row
from odoo.addons.receivable.wizards.ledger_books import INVOICE_JOURNAL


class KnownInvoice(NamedTuple):
    """An invoice in the books that bears a number of the file."""

    number: str
    imported: bool  # by an earlier import, else made in Odoo
    partner: int
    partner_name: str
    kind: str
    amount: Decimal
    currency: int
    due: date
    booked_on: date
    line: int
    residual: Decimal


class Update(NamedTuple):
    """A row whose invoice is here already, with a payment that is not."""

    row: Row
    line: int
    amount: Decimal


class Plan(NamedTuple):
    new: list[Row]
    updates: list[Update]
    known: int
    refusals: list[Refusal]
    customers: dict[str, Customer]
    matches: dict[str, Match]
    salespeople: dict[str, int]
    currencies: dict[str, int]

    @property
    def ready(self) -> int:
        return len(self.new) + len(self.updates) + self.known


def make_plan(company, rows: Iterable[Row], refusals: list[Refusal], choices: Mapping[str, int]) -> Plan:
    """:param choices: customer key -> contact, for the customers a person has decided about; 0 = create"""
    return _Planner(company).plan(list(rows), refusals, choices)


class _Planner:
    def __init__(self, company):
        self.company, self.env = company, company.env
        self.currencies = {
            currency.name: currency for currency in self.env["res.currency"].search([("active", "=", True)])
        }
        self.currencies[""] = company.currency_id
        self._locks: dict[tuple[date, bool], str] = {}

    def plan(self, rows, refusals, choices) -> Plan:
        customers = customers_of(rows)
        matches = match_customers(customers, self._contacts())
        for key, contact in choices.items():
            if key in matches and (contact or not matches[key].sure):
                matches[key] = Match(contact, "chosen")
        known = self._known_invoices({row.number for row in rows})
        new, updates, unchanged, refused = [], [], 0, list(refusals)
        for row in rows:
            found = self._decide(row, matches[row.customer], known.get(row.number, ()))
            if isinstance(found, Reason):
                refused.append(Refusal(row.line, found))
            elif isinstance(found, Update):
                updates.append(found)
            elif found is None:
                unchanged += 1
            else:
                new.append(row)
        return Plan(
            new=new,
            updates=updates,
            known=unchanged,
            refusals=sorted(refused, key=lambda refusal: refusal.line),
            customers={customer.key: customer for customer in customers},
            matches=matches,
            salespeople=self._salespeople({row.salesperson for row in new} - {""}),
            currencies={code: currency.id for code, currency in self.currencies.items()},
        )

    def _decide(self, row: Row, match: Match, candidates) -> Row | Update | Reason | None:
        """The row when it is new, what is to be paid, a refusal, or None when nothing is left to do."""
        currency = self.currencies.get(row.currency)
        if not currency:
            return Reason("unknown_currency", {"currency": row.currency})
        for amount in (row.amount, row.paid):
            if -amount.normalize().as_tuple().exponent > currency.decimal_places:
                return Reason("too_precise", {"amount": amount, "currency": currency.name})
        if match.how == "several":
            return Reason("ambiguous_customer", {"customer": row.customer})
        if candidates:
            return self._compare(row, match, currency, candidates)
        lock = self._lock(row.issued, sale=True)
        if lock:
            return Reason("locked", {"date": row.issued, "lock": lock})
        return self._locked_payment(row) or row

    def _compare(self, row: Row, match: Match, currency, candidates) -> Update | Reason | None:
        for known in candidates:
            if (known.imported, known.partner, known.kind, known.amount, known.currency, known.due) == (
                True, match.contact, row.kind, row.amount, currency.id, row.due,
            ):
                to_pay = row.paid - (known.amount - known.residual)
                if to_pay <= 0:
                    return None
                return self._locked_payment(row) or Update(row, known.line, to_pay)
        known = candidates[0]
        if not known.imported:
            return Reason("invoiced_here", {"number": row.number})
        if known.partner != match.contact:
            return Reason("known_of_another", {"number": row.number, "customer": known.partner_name})
        return Reason("known_otherwise", {
            "number": row.number, "date": known.booked_on, "amount": known.amount, "due": known.due,
        })

    def _locked_payment(self, row: Row) -> Reason | None:
        lock = row.paid and self._lock(row.paid_on, sale=False)
        return Reason("locked", {"date": row.paid_on, "lock": lock}) if lock else None

    def _lock(self, day: date, sale: bool) -> str:
        """The lock dates that cover this day, in words; '' when the day is open."""
        if (day, sale) not in self._locks:
            violations = self.company._get_lock_date_violations(day, sale=sale, purchase=False, tax=False)
            self._locks[day, sale] = self.env["res.company"]._format_lock_dates(violations) if violations else ""
        return self._locks[day, sale]

    def _contacts(self) -> list[Contact]:
        """The commercial entities this company may invoice, archived ones last so that they never win a tie."""
        self.env["res.partner"].flush_model()
        return [
            Contact(*row)
            for row in self.env.execute_query(SQL(
                """SELECT id, COALESCE(ref, ''), COALESCE(name, ''), COALESCE(vat, ''),
                          substr(regexp_replace(COALESCE(company_registry, ''), '\\D', '', 'g'), 1, 9)
                     FROM res_partner
                    WHERE active AND id = commercial_partner_id AND (company_id IS NULL OR company_id = %s)""",
                self.company.id,
            ))
        ]

    def _known_invoices(self, numbers) -> dict[str, list[KnownInvoice]]:
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        found: dict[str, list[KnownInvoice]] = {}
        for row in self.env.execute_query(SQL(
            """SELECT CASE WHEN j.code = %(journal)s THEN m.payment_reference ELSE m.name END, j.code = %(journal)s,
                      m.commercial_partner_id, p.complete_name,
                      CASE m.move_type WHEN 'out_refund' THEN 'credit_note' ELSE 'invoice' END,
                      m.amount_total, m.currency_id, m.invoice_date_due, m.create_date::date, l.id,
                      abs(l.amount_residual_currency)
                 FROM account_move m
                 JOIN account_journal j ON j.id = m.journal_id
                 JOIN account_move_line l ON l.move_id = m.id AND l.display_type = 'payment_term'
                 JOIN res_partner p ON p.id = m.commercial_partner_id
                WHERE m.company_id = %(company)s AND m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
                  AND ((j.code = %(journal)s AND m.payment_reference = ANY(%(numbers)s))
                       OR (j.code != %(journal)s AND m.name = ANY(%(numbers)s)))
                ORDER BY m.id""",
            journal=INVOICE_JOURNAL,
            company=self.company.id,
            numbers=list(numbers),
        )):
            amount, residual = Decimal(str(row[5])), Decimal(str(row[10]))
            known = KnownInvoice(*row[:5], amount, *row[6:10], residual)
            found.setdefault(known.number, []).append(known)
        return found

    def _salespeople(self, names) -> dict[str, int]:
        """Users by name, login or e-mail address, as the ledger may write them."""
        if not names:
            return {}
        users = self.env["res.users"].search([("share", "=", False)])
        by_sign = {
            sign.casefold(): user.id for user in users for sign in (user.name, user.login, user.email) if sign
        }
        return {name: by_sign[name.casefold()] for name in names if name.casefold() in by_sign}


def unique_names(rows: Iterable[Row]) -> list[str]:
    """Names for the entries: the number; the further instalments of the same number get a count behind it."""
    seen: Counter = Counter()
    names = []
    for row in rows:
        seen[row.number] += 1
        names.append(row.number if seen[row.number] == 1 else f"{row.number} ({seen[row.number]})")
    return names
