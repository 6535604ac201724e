"""How long the kernel's reading takes on a large ledger. Run it on a database that may be thrown away:

    setup/db clone bench && setup/odoo -d bench -i receivable --max-cron-threads=0 --no-http --stop-after-init
    setup/odoo shell -d bench --no-http < tests/benchmarks/ledger_of_10000_payers.py

10,000 payers, 100,000 settled invoices of two years, 30,000 open ones. One invoice and one payment are made by the ORM; the others are
their rows copied by SQL. Nothing is committed.
"""

import time
from datetime import date

from odoo import fields
from odoo.tools import SQL

PAYERS, SETTLED, OPEN = 10_000, 100_000, 30_000
DAY = date(2026, 6, 30)


def rows(table, source, changes, last, first=1):
    """Copies of one row, numbered ``i``, each with the changes of a JSON expression."""
    env.cr.execute(SQL(  # noqa: F821  (the shell's own name)
        """INSERT INTO %(table)s
           SELECT copy.*
             FROM (SELECT to_jsonb(t) AS row FROM %(table)s t WHERE id = %(source)s) source, generate_series(%(first)s, %(last)s) i,
                  jsonb_populate_record(NULL::%(table)s, source.row || %(changes)s) copy""",
        table=SQL.identifier(table), source=source, changes=SQL(changes), first=first, last=last,
    ))
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))  # noqa: F821  (else foreign keys of the next table are checked by scans)


def measured(label, call):
    env.flush_all()  # noqa: F821
    env.invalidate_all()  # noqa: F821
    queries, started = env.cr.sql_log_count, time.perf_counter()  # noqa: F821
    found = call()
    seconds = time.perf_counter() - started
    size = len(found) if hasattr(found, "__len__") else found
    print(f"{label:<58}{seconds:8.2f} s {env.cr.sql_log_count - queries:6} queries   {size}")  # noqa: F821, T201
    return found


company = env.company  # noqa: F821
Partner, Move, Line = env["res.partner"], env["account.move"], env["account.move.line"]  # noqa: F821
Event, Score, Profile = env["receivable.event"], env["payer.score"], env["payer.profile"]  # noqa: F821
payer = Partner.create({"name": "Specimen", "is_company": True})
bill = Move.create({
    "move_type": "out_invoice", "partner_id": payer.id, "invoice_date": "2025-01-01", "invoice_date_due": "2025-01-31",
    "invoice_line_ids": [fields.Command.create({"name": "x", "quantity": 1, "price_unit": 100, "tax_ids": []})],
})
bill.action_post()
wizard = env["account.payment.register"].with_context(active_model="account.move", active_ids=bill.ids)  # noqa: F821
payment = wizard.create({"payment_date": "2025-02-05"})._create_payments()
env.flush_all()  # noqa: F821
debt = bill.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
credit = payment.move_id.line_ids.filtered(lambda line: line.account_id == debt.account_id)
partial = debt.matched_credit_ids

B = 10_000_000  # ids of the copies
P = f"{B} + (i %% {PAYERS})"
ISSUED = "('2024-07-01'::date + (i * 7919) %% 640)"
PAID = f"({ISSUED} + 30 + (i * 31) %% 45 - 10)"
rows("res_partner", payer.id, f"jsonb_build_object('id', {B} + i - 1, 'name', 'Payer ' || i, 'commercial_partner_id', {B} + i - 1, 'complete_name', 'Payer ' || i)", PAYERS)
bills = f"jsonb_build_object('id', {B} + i, 'name', 'BENCH/' || i, 'partner_id', {P}, 'commercial_partner_id', {P}, 'invoice_date', {ISSUED}, 'sequence_number', 100000 + i)"
rows("account_move", bill.id, bills, SETTLED + OPEN)
item = f"jsonb_build_object('id', {B} + i, 'move_id', {B} + i, 'partner_id', {P}, 'date', {ISSUED}, 'date_maturity', {ISSUED} + 30, 'full_reconcile_id', NULL"
rows("account_move_line", debt.id, f"{item})", SETTLED)
# the open ones: issued in the last months, nothing paid
rows("account_move_line", debt.id, f"""jsonb_build_object(
    'id', {B} + i, 'move_id', {B} + i, 'partner_id', {P}, 'date', '2026-03-01'::date + (i * 7919) %% 120, 'full_reconcile_id', NULL,
    'date_maturity', '2026-03-31'::date + (i * 7919) %% 120, 'reconciled', false, 'amount_residual', 100,
    'amount_residual_currency', 100)""", SETTLED + OPEN, SETTLED + 1)
rows("account_move_line", credit.id, f"jsonb_build_object('id', 2 * {B} + i, 'partner_id', {P}, 'date', {PAID}, 'date_maturity', {PAID}, 'full_reconcile_id', NULL)", SETTLED)
rows("account_partial_reconcile", partial.id, f"jsonb_build_object('id', {B} + i, 'debit_move_id', {B} + i, 'credit_move_id', 2 * {B} + i, 'full_reconcile_id', NULL)", SETTLED)
env.invalidate_all()  # noqa: F821

print(f"{PAYERS} payers, {SETTLED} settled and {OPEN} open items, one process")  # noqa: T201
measured("history: events from the ledger", lambda: Event._record_history(company))
env.cr.execute("ANALYZE receivable_event")  # noqa: F821
measured("the night's difference, nothing new", lambda: Event._record_difference(company, DAY))
measured("open items", lambda: Line._receivable_open_items(company))
ids = [one.id for one in Line._receivable_open_items(company)]
measured("holds of all open items", lambda: Line.browse(ids)._receivable_holds("remind", DAY))
measured("read: items as events tell them", lambda: Event._items_as_of(company, DAY, date(2025, 6, 30)))
measured("scores of all payers, nothing stored", lambda: Score._assess(company, DAY))
measured("scores, first night (all stored)", lambda: Score._recompute(company, DAY))
measured("scores, second run (nothing changed)", lambda: Score._recompute(company, DAY))
measured("profiles, first night (all given)", lambda: Profile._assign(company, DAY))
env.flush_all()  # noqa: F821
measured("profiles, second run", lambda: Profile._assign(company, DAY))
page = Partner.browse(range(B, B + 80))
measured("exposure of a page of 80 payers", lambda: page._receivable_exposure(company))
measured("verdict of a page of 80 payers", lambda: page._receivable_verdict(company, 100, DAY))
measured("expected dates of 80 payers, ledger fitted", lambda: page._receivable_expected_dates(company, DAY))
measured("expected dates of 80 payers, ledger known", lambda: page._receivable_expected_dates(company, DAY))
env.cr.rollback()  # noqa: F821
