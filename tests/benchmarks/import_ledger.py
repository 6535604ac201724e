"""Import the real ledgers, and say how fast and whether the sums agree.

    ENCAISSE_DATA=<folder> setup/odoo shell -d <a fresh clone> --no-http --log-level=warn < tests/benchmarks/import_ledger.py

The folder holds ``ledger_ibm_history.csv``, ``ledger_b2b_history.csv`` and ``ledger_b2b_open.csv``; it defaults to
``../shared/data`` beside the repository. Each file is imported in a company of its own made for it (the two B2B files in
the same one), then a second time, which must do nothing. For comparison ORM_SAMPLE rows (default 200) of the B2B history
go through ``create``, ``action_post`` and ``reconcile``. Nothing is committed unless COMMIT=1.
"""

import csv
import os
import resource
import time
from decimal import Decimal
from pathlib import Path

from odoo import Command

FOLDER = Path(os.environ.get("ENCAISSE_DATA", "../shared/data"))
ORM_SAMPLE = int(os.environ.get("ORM_SAMPLE", "200"))
LEDGERS = {"IBM": ["ledger_ibm_history"], "B2B": ["ledger_b2b_history", "ledger_b2b_open"]}


def company_for(env, name):
    """A fresh company with a chart of accounts."""
    company = env["res.company"].create({"name": f"Benchmark {name}", "currency_id": env.ref("base.USD").id})
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.user.company_ids += company
    return company


def in_the_books(env, company):
    """Open amount and number of invoices, as the ledger tells them."""
    env.flush_all()
    env.cr.execute(
        """SELECT COALESCE(sum(l.amount_residual), 0), count(*)
             FROM account_move_line l JOIN account_account a ON a.id = l.account_id
            WHERE l.company_id = %s AND a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
              AND l.reconciled IS NOT TRUE""",
        [company.id],
    )
    return env.cr.fetchone()


def in_the_file(path):
    with path.open(encoding="utf-8") as file:
        return sum(Decimal(row["amount"]) for row in csv.DictReader(file) if not row.get("paid"))


def import_file(env, company, name):
    data = (FOLDER / f"{name}.csv").read_bytes()
    started = time.monotonic()
    report = env["receivable.import"]._import_file(company, f"{name}.csv", data)
    env.flush_all()
    seconds = time.monotonic() - started
    print(
        f"{name}: {report.state}, {report.lines} lines, {report.created} invoices, {report.paid} payments,"
        f" {report.customers} new customers, {report.known} already here, {len(report.refused)} refused:"
        f" {seconds:.1f} s, {report.lines / seconds:.0f} lines/s",
        flush=True,
    )


def by_orm(env, company, count):
    """The same by core's own methods, as it would be written without moulds."""
    with (FOLDER / "ledger_b2b_history.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["paid"]][:count]
    customer = env["res.partner"].create({"name": "By ORM"})
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nolog": True, "allowed_company_ids": company.ids})
    journal = env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "sale"), ("code", "!=", "IMPOR")], limit=1)
    started = time.monotonic()
    moves = env["account.move"].create([
        {
            "move_type": "out_invoice", "journal_id": journal.id, "partner_id": customer.id, "payment_reference": row["invoice"],
            "invoice_date": row["issue"], "invoice_date_due": row["due"], "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create({"name": row["invoice"], "quantity": 1, "price_unit": float(row["amount"]), "tax_ids": []})
            ],
        }
        for row in rows
    ])
    moves.action_post()
    receivable = moves.line_ids.filtered(lambda line: line.display_type == "payment_term")
    other = journal.default_account_id.id
    general = env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "general")], limit=1)
    entries = env["account.move"].create([
        {
            "move_type": "entry", "journal_id": general.id, "date": row["paid"],
            "line_ids": [
                Command.create({"account_id": line.account_id.id, "partner_id": customer.id, "credit": line.debit, "name": row["invoice"]}),
                Command.create({"account_id": other, "debit": line.debit, "name": row["invoice"]}),
            ],
        }
        for row, line in zip(rows, receivable, strict=True)
    ])
    entries.action_post()
    for line, entry in zip(receivable, entries, strict=True):
        (line + entry.line_ids.filtered(lambda one, line=line: one.account_id == line.account_id)).reconcile()
    env.flush_all()
    seconds = time.monotonic() - started
    print(f"ORM, for comparison: {len(rows)} invoices with payment in {seconds:.1f} s, {len(rows) / seconds:.0f} a second", flush=True)


def run(env):
    for ledger, names in LEDGERS.items():
        company = company_for(env, ledger)
        for name in names:
            import_file(env, company, name)
        for name in names:
            import_file(env, company, name)
        expected = sum(in_the_file(FOLDER / f"{name}.csv") for name in names)
        found, count = in_the_books(env, company)
        verdict = "agree" if Decimal(str(found)).quantize(Decimal("0.01")) == expected else "DIFFER"
        print(f"{ledger}: open in the books {found:.2f} in {count} items, in the files {expected:.2f}: {verdict}", flush=True)
    if ORM_SAMPLE:
        by_orm(env, company, ORM_SAMPLE)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    if os.environ.get("COMMIT"):
        env.cr.commit()


run(env)  # noqa: F821
