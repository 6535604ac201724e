"""A ledger of any size in a few seconds per hundred thousand rows, for the benchmarks. Import it in an Odoo shell:

    import sys; sys.path.insert(0, "tests/benchmarks")
    from large_ledger import build; build(env, payers=10_000)

Three open and ten settled items a payer. One invoice, one credit note and one payment are made by the ORM; the others are their rows
copied by SQL, spread over payers, days and amounts without a random number, so that every run measures the same ledger.
"""

from datetime import date

from odoo import Command
from odoo.tools import SQL

DAY = date(2026, 6, 30)  # the night of the benchmarks
FIRST = 10_000_000  # id of the first copy; payments start at twice that
OPEN, SETTLED = 3, 10  # items a payer
PAUSED = 500  # one payer in so many is paused

# SQL of the copies: the i-th row
ISSUED = "('2024-07-01'::date + (i::bigint * 7919 % 640)::int)"
ISSUED_LATELY = "('2026-03-01'::date + (i::bigint * 7919 % 120)::int)"
PAID = f"({ISSUED} + 20 + (i * 31) % 45)"
SOME_AMOUNT = "CASE WHEN i % 17 = 0 THEN 8.40 ELSE 20 + (i::bigint * 7919 % 1999)::int END"
IS_CREDIT = "i % 29 = 0"
ADDRESS = "CASE WHEN i % 10 = 0 THEN NULL ELSE 'accounts@payer' || i || '.example' END"


def build(env, payers):
    """The ledger of ``payers`` customers in the main company, which follows its standard scenario with a live e-mail."""
    company = env.company
    company.write({"email": "accounts@creditor.example", "phone": "+33465710010"})
    company.dunning_scenario_id = env.ref("receivable_dunning.dunning_scenario_standard")
    paid, owed, credit, partial = _specimens(env)
    _copy_payers(env, paid.partner_id, payers)
    _copy_items(env, paid, 1, SETTLED * payers, payers, issued=ISSUED)
    _copy_payments(env, partial, SETTLED * payers, payers)
    span = SETTLED * payers + 1, (SETTLED + OPEN) * payers
    _copy_items(env, owed, *span, payers, issued=ISSUED_LATELY, sign=1, when=f"NOT ({IS_CREDIT})")
    _copy_items(env, credit, *span, payers, issued=ISSUED_LATELY, sign=-1, when=IS_CREDIT)
    _pause_some(env, company, payers)
    env["receivable.event"]._record_history(company)
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _specimens(env):
    """One paid invoice, one open, one credit note, by the ORM, and the reconciliation of the first."""
    payer = env["res.partner"].create({"name": "Specimen", "is_company": True, "email": "specimen@payer.example"})

    def receivable(move):
        return move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    paid, owed, credit = env["account.move"].create([
        {
            "move_type": kind, "partner_id": payer.id, "invoice_date": "2025-01-01", "invoice_date_due": "2025-01-31",
            "invoice_line_ids": [Command.create({"name": "Shelves", "quantity": 1, "price_unit": 100, "tax_ids": []})],
        }
        for kind in ("out_invoice", "out_invoice", "out_refund")
    ])  # fmt: skip
    (paid | owed | credit).action_post()
    register = env["account.payment.register"].with_context(active_model="account.move", active_ids=paid.ids)
    register.create({"payment_date": "2025-02-05"})._create_payments()
    env.flush_all()
    return receivable(paid), receivable(owed), receivable(credit), receivable(paid).matched_credit_ids


def _copies(env, source, first, last, when="TRUE", **columns):
    """Rows ``first`` to ``last``: the source's, with these columns as said, an SQL expression of ``i`` each."""
    table = SQL.identifier(source._table)
    changes = SQL(", ").join(SQL("%s, %s", name, SQL(value.replace("%", "%%"))) for name, value in columns.items())
    env.cr.execute(SQL(
        """INSERT INTO %(table)s
           SELECT copy.*
             FROM (SELECT to_jsonb(t) AS row FROM %(table)s t WHERE id = %(source)s) source, generate_series(%(first)s, %(last)s) i,
                  jsonb_populate_record(NULL::%(table)s, source.row || jsonb_build_object(%(changes)s)) copy
            WHERE %(when)s""",
        table=table, source=source.id, first=first, last=last, changes=changes, when=SQL(when.replace("%", "%%")),
    ))
    env.cr.execute(SQL("ANALYZE %s", table))  # else the next table's foreign keys are checked by scans


def _copy_payers(env, payer, payers):
    name = "'Payer ' || i"
    _copies(
        env, payer, 1, payers,
        id=f"{FIRST} + i - 1", commercial_partner_id=f"{FIRST} + i - 1", name=name, complete_name=name, email=ADDRESS,
        email_normalized=ADDRESS, is_company="i % 9 <> 0", payer_kind="CASE WHEN i % 9 = 0 THEN 'person' ELSE 'company' END",
    )  # fmt: skip


def _copy_items(env, line, first, last, payers, issued, sign=0, when="TRUE"):
    """Invoices (or credit notes) with their receivable line; ``sign``: open, of some amount in this direction; 0: as the source."""
    shared = {"partner_id": f"{FIRST} + i % {payers}"}
    left = {}
    if sign:
        amount = f"{sign} * ({SOME_AMOUNT})"
        sides = {"debit": f"greatest({amount}, 0)", "credit": f"greatest(-({amount}), 0)", "balance": amount, "amount_currency": amount}
        left = sides | {"amount_residual": amount, "amount_residual_currency": amount, "no_followup": "i % 211 = 0"}
    _copies(
        env, line.move_id, first, last, when, **shared,
        id=f"{FIRST} + i", name="'BENCH/' || i", sequence_number="100000 + i", commercial_partner_id=shared["partner_id"],
        invoice_date=issued, date=issued, invoice_date_due=f"{issued} + 30",
    )  # fmt: skip
    _copies(
        env, line, first, last, when, **shared, **left,
        id=f"{FIRST} + i", move_id=f"{FIRST} + i", move_name="'BENCH/' || i", date=issued, date_maturity=f"{issued} + 30",
        full_reconcile_id="NULL",
    )  # fmt: skip


def _copy_payments(env, partial, count, payers):
    _copies(
        env, partial.credit_move_id, 1, count,
        id=f"2 * {FIRST} + i", partner_id=f"{FIRST} + i % {payers}", date=PAID, date_maturity=PAID, full_reconcile_id="NULL",
    )  # fmt: skip
    _copies(
        env, partial, 1, count,
        id=f"{FIRST} + i", debit_move_id=f"{FIRST} + i", credit_move_id=f"2 * {FIRST} + i", full_reconcile_id="NULL",
    )  # fmt: skip


def _pause_some(env, company, payers):
    env["receivable.pause"].with_context(tracking_disable=True).create([
        {"partner_id": FIRST + number, "company_id": company.id, "date_from": "2026-06-01", "date_until": "2026-07-15", "reason": "Works"}
        for number in range(0, payers, PAUSED)
    ])
