"""How long the kernel's reading takes on a large ledger. Run it on a database that may be thrown away:

    setup/db clone bench && setup/odoo -d bench -i receivable --max-cron-threads=0 --no-http --stop-after-init
    setup/odoo shell -d bench --no-http < tests/benchmarks/ledger_of_10000_payers.py

10,000 payers, 100,000 settled invoices of two years, 30,000 open ones. One invoice and one payment are made by the ORM; the others are
their rows copied by SQL. Nothing is committed.
"""

# ruff: noqa: F821  (``env`` is the shell's own)

import time
from datetime import date

from odoo import fields
from odoo.tools import SQL

PAYERS, SETTLED, OPEN = 10_000, 100_000, 30_000
DAY = date(2026, 6, 30)
FIRST = 10_000_000  # id of the first copy

# SQL of the copies: row ``i``, spread over payers and days without a random number, so that every run measures the same ledger
PAYER = f"{FIRST} + (i % {PAYERS})"
ISSUED = "('2024-07-01'::date + (i * 7919) % 640)"
ISSUED_LATELY = "('2026-03-01'::date + (i * 7919) % 120)"
PAID = f"({ISSUED} + 20 + (i * 31) % 45)"


def copies(table, source, last, first=1, **columns):
    """Rows ``first`` to ``last``: the source's, with these columns as said."""
    changes = ", ".join(f"'{column}', {value}" for column, value in columns.items()).replace("%", "%%")
    env.cr.execute(SQL(
        f"""INSERT INTO %(table)s
            SELECT copy.*
              FROM (SELECT to_jsonb(t) AS row FROM %(table)s t WHERE id = %(source)s) source, generate_series(%(first)s, %(last)s) i,
                   jsonb_populate_record(NULL::%(table)s, source.row || jsonb_build_object({changes})) copy""",
        table=SQL.identifier(table), source=source.id, first=first, last=last,
    ))
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))  # else the next table's foreign keys are checked by scans


def specimen():
    """One paid invoice, by the ORM: its receivable line, the payment's, and their reconciliation."""
    payer = env["res.partner"].create({"name": "Specimen", "is_company": True})
    bill = env["account.move"].create({
        "move_type": "out_invoice", "partner_id": payer.id, "invoice_date": "2025-01-01", "invoice_date_due": "2025-01-31",
        "invoice_line_ids": [fields.Command.create({"name": "x", "quantity": 1, "price_unit": 100, "tax_ids": []})],
    })
    bill.action_post()
    register = env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)
    register.create({"payment_date": "2025-02-05"})._create_payments()
    env.flush_all()
    debt = bill.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
    return payer, bill, debt, debt.matched_credit_ids


def large_ledger():
    payer, bill, debt, partial = specimen()
    name = "'Payer ' || i"
    copies(
        "res_partner", payer, PAYERS,
        id=f"{FIRST} + i - 1", commercial_partner_id=f"{FIRST} + i - 1", name=name, complete_name=name,
    )
    copies(
        "account_move", bill, SETTLED + OPEN,
        id=f"{FIRST} + i", name="'BENCH/' || i", sequence_number="100000 + i", partner_id=PAYER, commercial_partner_id=PAYER,
        invoice_date=f"CASE WHEN i <= {SETTLED} THEN {ISSUED} ELSE {ISSUED_LATELY} END",
    )
    item = {"id": f"{FIRST} + i", "move_id": f"{FIRST} + i", "partner_id": PAYER, "full_reconcile_id": "NULL"}
    copies("account_move_line", debt, SETTLED, **item, date=ISSUED, date_maturity=f"{ISSUED} + 30")
    copies(
        "account_move_line", debt, SETTLED + OPEN, SETTLED + 1, **item,
        date=ISSUED_LATELY, date_maturity=f"{ISSUED_LATELY} + 30", reconciled="false", amount_residual="100",
        amount_residual_currency="100",
    )
    copies(
        "account_move_line", partial.credit_move_id, SETTLED,
        id=f"2 * {FIRST} + i", partner_id=PAYER, date=PAID, date_maturity=PAID, full_reconcile_id="NULL",
    )
    copies(
        "account_partial_reconcile", partial, SETTLED,
        id=f"{FIRST} + i", debit_move_id=f"{FIRST} + i", credit_move_id=f"2 * {FIRST} + i", full_reconcile_id="NULL",
    )


def measured(label, call):
    env.flush_all()
    env.invalidate_all()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    found = call()
    seconds = time.perf_counter() - started
    size = len(found) if hasattr(found, "__len__") else found
    print(f"{label:<50}{seconds:8.2f} s {env.cr.sql_log_count - queries:5} queries {size:>8}")


def measure(company):
    Line, Event = env["account.move.line"], env["receivable.event"]
    Score, Profile = env["payer.score"], env["payer.profile"]
    measured("history: events from the ledger", lambda: Event._record_history(company))
    env.cr.execute("ANALYZE receivable_event")
    measured("the night's difference, nothing new", lambda: Event._record_difference(company, DAY))
    measured("open items", lambda: Line._receivable_open_items(company))
    lines = Line.browse(item.id for item in Line._receivable_open_items(company))
    measured("holds of all open items", lambda: lines._receivable_holds("remind", DAY))
    measured("items as the events tell them", lambda: Event._items_as_of(company, DAY, date(2025, 6, 30)))
    measured("scores of all payers, nothing stored", lambda: Score._assess(company, DAY))
    measured("scores, first night: all stored", lambda: Score._recompute(company, DAY))
    measured("scores again: nothing changed", lambda: Score._recompute(company, DAY))
    measured("profiles, first night: all given", lambda: Profile._assign(company, DAY))
    measured("profiles again: nothing changed", lambda: Profile._assign(company, DAY))
    page = env["res.partner"].browse(range(FIRST, FIRST + 80))
    measured("exposure of 80 payers", lambda: page._receivable_exposure(company))
    measured("verdict of 80 payers", lambda: page._receivable_verdict(company, 100, DAY))
    measured("expected dates of 80 payers, ledger learnt", lambda: page._receivable_expected_dates(company, DAY))
    measured("expected dates of 80 payers, ledger known", lambda: page._receivable_expected_dates(company, DAY))
    if "dunning.run" in env:
        measure_night(company)


def measure_night(company):
    """The engine on the same ledger: what tonight would prepare, then the same recorded, then a second run that finds nothing new."""
    Run = env["dunning.run"]
    payers = env["res.partner"].browse(range(FIRST, FIRST + PAYERS)).with_context(tracking_disable=True)
    payers.write({"email": "ap@payer.example"})
    env.cr.flush()  # notes on the timelines that the profiles have left to write are not the night's work
    measured("night: the preview (select and decide)", lambda: Run._preview(company, DAY).steps)
    measured("night: select, decide and record", lambda: Run._plan(company, DAY).action_ids)
    measured("night: a second run, nothing new", lambda: Run._plan(company, DAY).action_ids)


large_ledger()
env.invalidate_all()
print(f"{PAYERS} payers, {SETTLED} settled and {OPEN} open items, one process")
measure(env.company)
env.cr.rollback()
