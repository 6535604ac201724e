"""Invoices and payments of an imported ledger, written into the books in bulk.

Thirty thousand invoices with their payments take an hour by ``create``, ``action_post`` and ``reconcile`` (12 a second),
and a minute here (``tests/benchmarks/import_ledger.py`` measures both). So the ORM writes one specimen of each sort inside a
savepoint that is rolled back, and PostgreSQL casts the rows after that mould (``ledger_mould``). What a customer
changes on an invoice (fiscal position, salesperson, payment method, receivable account…) is read from a draft that the
ORM makes for that customer, likewise rolled back. ``test_receivable_import`` creates the same invoices by the ORM and
by this path and compares every stored column.

Left out on purpose: nothing is posted in the chatter, and no exchange difference is invented: a payment is booked at
the rate of its invoice.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from odoo.addons.receivable.wizards.ledger_mould import Mould, read_rows, specimens

SLICE = 1000
INVOICE_JOURNAL, PAYMENT_JOURNAL = "IMPOR", "IMPAY"
# The whole name is the prefix and there is no counter: names stay as imported and leave no gaps between them.
NO_COUNTER = r"^(?P<prefix1>.*)(?P<seq>\d{0})$"
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}
MARKED_AMOUNT = 7432.0
MOVE_TYPES = {"invoice": "out_invoice", "credit_note": "out_refund"}


class Invoice(NamedTuple):
    """An invoice or credit note to write; amounts are positive."""

    name: str  # name of the entry: the number, unique in the journal
    number: str
    kind: str  # 'invoice' | 'credit_note'
    partner: int
    issued: date
    due: date
    amount: Decimal
    currency: int
    reference: str
    salesperson: int  # 0 = as the customer says


class Payment(NamedTuple):
    """Money for one invoice that is in the books."""

    line: int  # its receivable line
    amount: Decimal  # positive, in the currency of the invoice
    paid_on: date


class LedgerBooks:
    """The books of one company, as far as an imported ledger is concerned."""

    def __init__(self, company, account, import_id: int = 0):
        self.company = company
        self.env = company.with_context(**QUIET, lang=company.partner_id.lang).with_company(company).env
        self.account = account
        self.import_id = import_id
        self.invoice_journal = self._journal(INVOICE_JOURNAL, "sale", self.env._("Imported ledger"))
        self.payment_journal = self._journal(PAYMENT_JOURNAL, "cash", self.env._("Imported payments"))
        self._by_customer: dict[int, tuple[dict, int]] = {}
        self._rates: dict[tuple[int, date], float] = {}

    def _journal(self, code, kind, name):
        """The journal of imported entries, made at the first import."""
        Journal = self.env["account.journal"]
        journal = Journal.with_context(active_test=False).search(
            [("company_id", "=", self.company.id), ("code", "=", code), ("type", "=", kind)]
        )
        return journal or Journal.create({
            "name": name,
            "code": code,
            "type": kind,
            "company_id": self.company.id,
            "default_account_id": self.account.id,
            "sequence_override_regex": NO_COUNTER if kind == "sale" else False,
            "show_on_dashboard": False,
            "sequence": 90,
        })

    # Invoices

    def write_invoices(self, invoices: list[Invoice]) -> Iterator[list[int]]:
        """Write open, posted invoices; yield the ids of their receivable lines, slice by slice, in the given order."""
        self._read_customers(sorted({invoice.partner for invoice in invoices}))
        moulds = {}
        for chunk in split_every(SLICE, invoices, list):
            line_ids = {}
            sorts = {}
            for position, invoice in enumerate(chunk):
                sort = (invoice.kind, invoice.currency, bool(invoice.reference))
                sorts.setdefault(sort, []).append((position, invoice))
            for sort, numbered in sorts.items():
                if sort not in moulds:
                    moulds[sort] = self._invoice_moulds(*sort)
                ids = self._cast_invoices(moulds[sort], [invoice for _position, invoice in numbered])
                line_ids.update(zip((position for position, _invoice in numbered), ids, strict=True))
            yield [line_ids[position] for position in range(len(chunk))]
        self._raise_customer_rank(invoices)
        self._tell_the_planner(len(invoices))
        self.env.invalidate_all()

    def _cast_invoices(self, moulds, invoices: list[Invoice]) -> list[int]:
        move_mould, product_mould, term_mould = moulds
        move_ids = self._next_ids("account_move", len(invoices))
        line_ids = self._next_ids("account_move_line", 2 * len(invoices))
        moves, products, terms = [], [], []
        for invoice, move_id, product_id, term_id in zip(invoices, move_ids, line_ids[::2], line_ids[1::2], strict=True):
            columns, receivable = self._by_customer[invoice.partner]
            rate = self._rate(invoice.currency, invoice.issued)
            values = {
                "name": invoice.name,
                "number": invoice.number,
                "reference": invoice.reference,
                "issued": invoice.issued.isoformat(),
                "due": invoice.due.isoformat(),
                "amount": float(invoice.amount),
                "balance": self.company.currency_id.round(float(invoice.amount) / rate),
                "partner": columns["commercial_partner_id"],
                "receivable": receivable,
                "move": move_id,
            }
            columns = {**columns, "id": move_id, "invoice_currency_rate": rate}
            if invoice.salesperson:
                columns["invoice_user_id"] = invoice.salesperson
            moves.append((values, columns))
            products.append((values, {"id": product_id}))
            terms.append((values, {"id": term_id}))
        move_mould.cast(moves)
        product_mould.cast(products)
        term_mould.cast(terms)
        return line_ids[1::2]

    def _invoice_moulds(self, kind, currency, with_reference):
        """The moulds of the entry, its transition line and its receivable line."""
        with specimens(self.env):
            partner = self._specimen_customer()
            issued, due, _paid = self._marked_days()
            move = self.env["account.move"].create({
                **self._invoice_values(kind, currency, partner.id),
                "name": "MARKED-NAME",
                "payment_reference": "MARKED-NUMBER",
                "ref": "MARKED-REFERENCE" if with_reference else False,
                "invoice_date": issued,
                "invoice_date_due": due,
            })
            move.action_post()
            self.env.flush_all()
            term = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
            marks = {
                "name": "MARKED-NAME",
                "number": "MARKED-NUMBER",
                "reference": "MARKED-REFERENCE",
                "issued": issued.isoformat(),
                "due": due.isoformat(),
                "amount": MARKED_AMOUNT,
                "balance": abs(term.balance),
                "partner": partner.id,
                "receivable": term.account_id.id,
                "move": move.id,
            }
            references = {"partner": "res.partner", "receivable": "account.account", "move": "account.move"}
            return tuple(
                Mould(record, marks, references) for record in (move, move.line_ids - term, term)
            )

    def _invoice_values(self, kind, currency, partner) -> dict:
        return {
            "move_type": MOVE_TYPES[kind],
            "journal_id": self.invoice_journal.id,
            "partner_id": partner,
            "currency_id": currency,
            "invoice_payment_term_id": False,
            "receivable_import_id": self.import_id or False,
            "invoice_line_ids": [
                Command.create({
                    "name": "MARKED-NUMBER",
                    "account_id": self.account.id,
                    "quantity": 1,
                    "price_unit": MARKED_AMOUNT,
                    "tax_ids": [Command.clear()],
                })
            ],
        }

    def _specimen_customer(self):
        """A customer nobody has said anything about; it leaves with the savepoint."""
        return self.env["res.partner"].create({"name": "MARKED-CUSTOMER"})

    def _marked_days(self):
        """Three days that no lock date covers and no other column holds."""
        today = fields.Date.today()
        return [today + timedelta(days=days) for days in (701, 702, 703)]

    def _read_customers(self, partner_ids: list[int]):
        """What each customer changes on the mould: the columns of a draft that differ from those of the specimen's."""
        for chunk in split_every(SLICE, [one for one in partner_ids if one not in self._by_customer], list):
            with specimens(self.env):
                drafts = self.env["account.move"].create([
                    {**self._invoice_values("invoice", self.company.currency_id.id, partner_id), "invoice_line_ids": []}
                    for partner_id in [self._specimen_customer().id, *chunk]
                ])
                self.env.flush_all()
                rows = read_rows(drafts)
                plain = rows[drafts[0].id]
                for partner_id, draft in zip(chunk, drafts[1:], strict=True):
                    row = rows[draft.id]
                    changed = {column: value for column, value in row.items() if value != plain[column]}
                    self._by_customer[partner_id] = (changed, self._receivable_account(draft).id)

    def _receivable_account(self, draft):
        """The account on which core books what this customer owes."""
        for partner in (draft.commercial_partner_id, self.company.partner_id):
            account = partner.with_company(self.company).property_account_receivable_id
            if account:
                return draft.fiscal_position_id.map_account(account)
        raise UserError(self.env._(
            "%(company)s has no receivable account for %(customer)s. Set one on the contact.",
            company=self.company.name, customer=draft.partner_id.display_name,
        ))

    def _rate(self, currency_id, day) -> float:
        """Units of the invoice's currency for one of the company's."""
        key = (currency_id, day)
        if key not in self._rates:
            currency = self.env["res.currency"].browse(currency_id)
            self._rates[key] = self.env["res.currency"]._get_conversion_rate(
                self.company.currency_id, currency, self.company, day
            )
        return self._rates[key]

    def _raise_customer_rank(self, invoices: Iterable[Invoice]):
        """As posting does, so that core knows them as customers."""
        self.env.cr.execute(SQL(
            """UPDATE res_partner p SET customer_rank = COALESCE(p.customer_rank, 0) + counted.n
                 FROM (SELECT id, count(*) AS n
                         FROM (SELECT i AS id, i AS invoice FROM unnest(%(ids)s::int[]) i
                               UNION ALL
                               SELECT c.commercial_partner_id, c.id
                                 FROM unnest(%(ids)s::int[]) i JOIN res_partner c ON c.id = i
                                WHERE c.commercial_partner_id != c.id) ranked
                        GROUP BY id) counted
                WHERE p.id = counted.id""",
            ids=[invoice.partner for invoice in invoices],
        ))

    def _tell_the_planner(self, written: int):
        """After many rows in one transaction PostgreSQL still believes the tables small, and plans joins that take hours."""
        [[believed]] = self.env.execute_query(SQL(
            "SELECT reltuples FROM pg_class WHERE oid = 'account_move_line'::regclass"
        ))
        if 10 * written > believed:
            self.env.cr.execute(
                "ANALYZE account_move, account_move_line, account_partial_reconcile, account_full_reconcile, res_partner"
            )

    def _next_ids(self, table, count) -> list[int]:
        return [
            new_id
            for [new_id] in self.env.execute_query(SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", table, count
            ))
        ]

    # Payments

    def write_payments(self, payments: list[Payment]) -> Iterator[int]:
        """Book each payment as an entry on its day, matched with its invoice; yield how many, slice by slice."""
        moulds = {}
        number = self._last_payment_number()
        for chunk in split_every(SLICE, payments, list):
            debts = self._read_debts([payment.line for payment in chunk])
            sorts = {}
            for position, payment in enumerate(chunk, start=number + 1):
                debt = debts[payment.line]
                if not debt.matched:
                    sorts.setdefault((debt.kind, debt.currency), []).append((position, payment, debt))
            for sort, settled in sorts.items():
                if sort not in moulds:
                    moulds[sort] = self._payment_moulds(*sort)
                self._cast_payments(moulds[sort], settled)
            self.env.invalidate_all()
            for position, payment in enumerate(chunk, start=number + 1):
                if debts[payment.line].matched:
                    self._pay_by_orm(payment, debts[payment.line], position)
            number += len(chunk)
            self.env.flush_all()
            yield len(chunk)
        self._tell_the_planner(len(payments))
        self.env.invalidate_all()

    def _last_payment_number(self) -> int:
        [[number]] = self.env.execute_query(SQL(
            "SELECT max(sequence_number) FROM account_move WHERE journal_id = %s AND sequence_prefix = %s",
            self.payment_journal.id,
            f"{PAYMENT_JOURNAL}/",
        ))
        return number or 0

    def _read_debts(self, line_ids) -> dict[int, "Debt"]:
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """SELECT l.id, l.move_id, l.partner_id, l.account_id, l.currency_id, l.date,
                      CASE m.move_type WHEN 'out_refund' THEN 'credit_note' ELSE 'invoice' END,
                      COALESCE(NULLIF(m.payment_reference, ''), m.name), l.amount_residual, l.amount_residual_currency,
                      l.matching_number IS NOT NULL, p.complete_name
                 FROM account_move_line l JOIN account_move m ON m.id = l.move_id JOIN res_partner p ON p.id = l.partner_id
                WHERE l.id = ANY(%s)""",
            line_ids,
        ))
        return {row[0]: Debt(*row) for row in rows}

    def _cast_payments(self, moulds: "PaymentMoulds", settled):
        move_ids = self._next_ids("account_move", len(settled))
        line_ids = self._next_ids("account_move_line", 2 * len(settled))
        partial_ids = self._next_ids("account_partial_reconcile", len(settled))
        in_full = [payment.amount == abs(Decimal(str(debt.residual_currency))) for _number, payment, debt in settled]
        full_ids = iter(self._next_ids("account_full_reconcile", sum(in_full)))
        moves, transitions, receivables, partials, fulls, outcomes = [], [], [], [], [], []
        for position, (number, payment, debt) in enumerate(settled):
            full_id = next(full_ids) if in_full[position] else None
            partial_id, other_id, line_id = partial_ids[position], *line_ids[2 * position : 2 * position + 2]
            matching = {"full_reconcile_id": full_id, "matching_number": str(full_id) if full_id else f"P{partial_id}"}
            amount = float(payment.amount)
            balance = self._share(debt, amount)
            values = {
                "entry": f"{PAYMENT_JOURNAL}/{number:06d}",
                "number": debt.number,
                "paid_on": payment.paid_on.isoformat(),
                "amount": amount,
                "balance": balance,
                "partner": debt.partner,
                "partner_name": debt.partner_name,
                "receivable": debt.account,
                "move": move_ids[position],
            }
            moves.append((values, {
                "id": move_ids[position], "sequence_prefix": f"{PAYMENT_JOURNAL}/", "sequence_number": number,
            }))
            transitions.append((values, {"id": other_id}))
            receivables.append((values, {"id": line_id, **matching}))
            if full_id:
                fulls.append((values, {"id": full_id}))
            debit, credit = (debt.line, line_id) if debt.kind == "invoice" else (line_id, debt.line)
            partials.append((values, {
                "id": partial_id,
                "debit_move_id": debit,
                "credit_move_id": credit,
                "full_reconcile_id": full_id,
                "max_date": max(payment.paid_on, debt.date).isoformat(),
            }))
            sign = 1 if debt.kind == "invoice" else -1
            outcomes.append({
                "line": debt.line,
                "move": debt.move,
                "residual": self.company.currency_id.round(debt.residual - sign * balance),
                "residual_currency": 0.0 if full_id else float(abs(Decimal(str(debt.residual_currency))) - payment.amount) * sign,
                **matching,
            })
        moulds.move.cast(moves)
        moulds.full.cast(fulls)
        moulds.transition.cast(transitions)
        moulds.receivable.cast(receivables)
        moulds.partial.cast(partials)
        self._settle_lines(outcomes)
        self._settle_moves([outcome for outcome in outcomes if outcome["full_reconcile_id"]], moulds.paid)
        self._settle_moves([outcome for outcome in outcomes if not outcome["full_reconcile_id"]], moulds.part_paid)

    def _share(self, debt: "Debt", amount: float) -> float:
        """The payment in company currency, at the rate of its invoice; the last part takes the rest."""
        if amount == abs(debt.residual_currency):
            return abs(debt.residual)
        return self.company.currency_id.round(abs(debt.residual) * amount / abs(debt.residual_currency))

    def _settle_lines(self, outcomes):
        self.env.cr.execute(SQL(
            """UPDATE account_move_line l
                  SET amount_residual = o.residual, amount_residual_currency = o.residual_currency,
                      reconciled = o.full_reconcile_id IS NOT NULL,
                      full_reconcile_id = o.full_reconcile_id, matching_number = o.matching_number,
                      write_date = now() AT TIME ZONE 'UTC', write_uid = %s
                 FROM jsonb_to_recordset(%s::jsonb) o(line int, residual numeric, residual_currency numeric,
                                                      full_reconcile_id int, matching_number text)
                WHERE l.id = o.line""",
            self.env.uid,
            json.dumps(outcomes),
        ))

    def _settle_moves(self, outcomes, state: dict):
        """The residual of the invoices and the columns that a payment changes, as the specimen has shown."""
        if not outcomes:
            return
        columns = [
            SQL("%s = state.%s", SQL.identifier(column), SQL.identifier(column)) for column in state
        ]
        self.env.cr.execute(SQL(
            """UPDATE account_move m
                  SET amount_residual = abs(o.residual_currency), amount_residual_signed = o.residual, %s,
                      write_date = now() AT TIME ZONE 'UTC', write_uid = %s
                 FROM jsonb_to_recordset(%s::jsonb) o(move int, residual numeric, residual_currency numeric),
                      jsonb_populate_record(NULL::account_move, %s::jsonb) state
                WHERE m.id = o.move""",
            SQL(", ").join(columns),
            self.env.uid,
            json.dumps(outcomes),
            json.dumps(state),
        ))

    def _payment_moulds(self, kind, currency) -> "PaymentMoulds":
        with specimens(self.env):
            partner = self._specimen_customer()
            issued, due, paid_on = self._marked_days()
            paid, part_paid = self.env["account.move"].create([
                {**self._invoice_values(kind, currency, partner.id), "name": name, "invoice_date": issued, "invoice_date_due": due}
                for name in ("MARKED-1", "MARKED-2")
            ])
            (paid + part_paid).action_post()
            self.env.flush_all()
            open_row = read_rows(paid)[paid.id]
            debt = self._receivable_line(paid)
            payment = self._entry("MARKED-PAY/1", "MARKED-NUMBER", paid_on, debt, MARKED_AMOUNT, abs(debt.balance))
            (debt + self._receivable_line(payment)).reconcile()
            part = self._receivable_line(part_paid)
            share = self.company.currency_id.round(abs(part.balance) / 2)
            half = self._entry("MARKED-PAY/2", "MARKED-NUMBER", paid_on, part, MARKED_AMOUNT / 2, share)
            (part + self._receivable_line(half)).reconcile()
            self.env.flush_all()
            marks = {
                "entry": "MARKED-PAY/1",
                "number": "MARKED-NUMBER",
                "paid_on": paid_on.isoformat(),
                "amount": MARKED_AMOUNT,
                "balance": abs(debt.balance),
                "partner": partner.id,
                "partner_name": partner.name,
                "receivable": debt.account_id.id,
                "move": payment.id,
            }
            references = {"partner": "res.partner", "receivable": "account.account", "move": "account.move"}
            line = self._receivable_line(payment)

            def mould(record):
                return Mould(record, marks, references)

            return PaymentMoulds(
                move=mould(payment),
                transition=mould(payment.line_ids - line),
                receivable=mould(line),
                partial=mould(line.matched_debit_ids + line.matched_credit_ids),
                full=mould(line.full_reconcile_id),
                paid=_changes(open_row, read_rows(paid)[paid.id]),
                part_paid=_changes(open_row, read_rows(part_paid)[part_paid.id]),
            )

    def _entry(self, name, number, paid_on, debt, amount, balance):
        """A posted payment entry for this receivable line, not yet matched."""
        sign = 1 if debt.balance > 0 else -1
        common = {"name": number, "partner_id": debt.partner_id.id, "currency_id": debt.currency_id.id}
        entry = self.env["account.move"].create({
            "move_type": "entry",
            "journal_id": self.payment_journal.id,
            "date": paid_on,
            "name": name,
            "ref": number,
            "partner_id": debt.partner_id.id,
            "currency_id": debt.currency_id.id,
            "receivable_import_id": self.import_id or False,
            "line_ids": [
                Command.create({
                    **common, "account_id": account, "balance": side * balance, "amount_currency": side * amount,
                })
                for account, side in ((self.account.id, sign), (debt.account_id.id, -sign))
            ],
        })
        entry.action_post()
        return entry

    def _receivable_line(self, move):
        return move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    def _pay_by_orm(self, payment: Payment, debt: "Debt", number):
        """A payment on an invoice that is matched in part: whatever it is matched with has to be looked at."""
        line = self.env["account.move.line"].browse(debt.line)
        amount = float(payment.amount)
        entry = self._entry(
            f"{PAYMENT_JOURNAL}/{number:06d}", debt.number, payment.paid_on, line, amount, self._share(debt, amount)
        )
        (line + self._receivable_line(entry)).reconcile()


class Debt(NamedTuple):
    """A receivable line in the books, as a payment meets it. Residuals keep their sign."""

    line: int
    move: int
    partner: int
    account: int
    currency: int
    date: date
    kind: str
    number: str
    residual: float
    residual_currency: float
    matched: bool
    partner_name: str


class PaymentMoulds(NamedTuple):
    move: Mould
    transition: Mould
    receivable: Mould
    partial: Mould
    full: Mould
    paid: dict  # columns of the invoice that a full payment changes
    part_paid: dict  # … and a payment in part


def _changes(before: dict, after: dict) -> dict:
    """The columns that differ, without those that belong to one row."""
    own = {"id", "name", "sequence_prefix", "sequence_number", "write_date", "create_date", "amount_residual", "amount_residual_signed"}
    return {
        column: value
        for column, value in after.items()
        if value != before[column] and column not in own and not str(value).startswith("MARKED")
    }
