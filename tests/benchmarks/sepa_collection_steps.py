"""What `sepa_collection.py` measures inside an Odoo shell: each step once, one after the other, all of it rolled back in the end."""

from datetime import date
from functools import partial

from speed_steps import Stopwatch

from odoo import Command, fields
from odoo.tests import freeze_time

PREPARED, RELEASED, DEBITED = "2026-11-02", "2026-11-12", "2026-11-20"
IBAN, BANK = "FR7630006000011234567890189", "FR7610107001011234567890129"


def build(env, debits):
    """As many payers in France, each with a mandate and one invoice of 100 euros or so."""
    company = env.company
    company.write({"sepa_ics": "FR72ZZZ123456", "currency_id": env.ref("base.EUR").id, "name": "Creditor"})
    bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    bank.bank_account_id = env["res.partner.bank"].create({"acc_number": BANK, "partner_id": company.partner_id.id})
    bank.action_sepa_account()
    payers = env["res.partner"].create([
        {"name": f"Payer {number}", "is_company": True, "street": "1 rue Haute", "zip": "67000", "city": "Strasbourg",
         "country_id": env.ref("base.fr").id} for number in range(debits)
    ])  # fmt: skip
    with freeze_time(PREPARED):
        mandates = env["sepa.mandate"].create([{"partner_id": payer.id, "iban_entry": IBAN} for payer in payers])
        mandates._activate(date(2026, 1, 15))
    env["account.move"].create([
        {"move_type": "out_invoice", "partner_id": payer.id, "invoice_date": "2026-10-21", "invoice_date_due": DEBITED,
         "invoice_payment_term_id": False, "invoice_line_ids": [
             Command.create({"name": "Shelves", "quantity": 1, "price_unit": 100 + number % 97, "tax_ids": []})]}
        for number, payer in enumerate(payers)
    ]).action_post()  # fmt: skip
    env.flush_all()
    env.cr.execute("ANALYZE")


def on(day, call):
    """A step on a day of its own."""

    def frozen():
        with freeze_time(day):
            return call()

    return frozen


def ours(env):
    """Encaisse: the four moments of a collection."""
    watch = Stopwatch(env, repeat=1, keep=True)
    Collection = env["sepa.collection"].sudo()  # sudo: as the buttons do
    found = []

    def propose():
        found.append(Collection._propose(env.company, fields.Date.to_date(PREPARED)))
        return found[0].debit_count

    def press(button):
        getattr(found[0], button)()
        return found[0].debit_count

    watch.measure("prepare", on(PREPARED, propose))
    watch.measure("pre-notify", on(PREPARED, partial(press, "action_notify")))
    watch.measure("faults of the form", on(RELEASED, lambda: len(found[0]._faults(fields.Date.to_date(RELEASED))) or 1))
    watch.measure("release, with its file", on(RELEASED, partial(press, "action_release")))
    watch.measure("hand over", on(RELEASED, partial(press, "action_download")))
    watch.measure("book", on(DEBITED, partial(press, "action_book")))
    assert all(move.payment_state == "paid" for move in found[0].debit_ids.item_ids.move_line_id.move_id)
    env.cr.rollback()


def peer(env):
    """OCA account_banking_sepa_direct_debit: its payment order, from the lines to the uploaded file, which books."""
    watch = Stopwatch(env, repeat=1, keep=True)
    invoices = _prepare_peer(env)
    order = env["account.payment.order"]

    def lines():
        order.browse(invoices.create_account_payment_line()["res_id"]).exists()
        return len(invoices)

    def each(method):
        found = order.search([("payment_type", "=", "inbound")], order="id desc", limit=1)
        getattr(found, method)()
        return len(found.payment_line_ids)

    watch.measure("peer: prepare", on(PREPARED, lines))
    watch.measure("peer: confirm, payments", on(PREPARED, partial(each, "draft2open")))
    watch.measure("peer: file", on(PREPARED, partial(each, "open2generated")))
    watch.measure("peer: book", on(PREPARED, partial(each, "generated2uploaded")))
    assert all(invoice.payment_state in ("paid", "in_payment") for invoice in invoices)
    env.cr.rollback()


def _prepare_peer(env):
    """Their payment mode, and a mandate of theirs for each payer; the invoices of the ledger name both."""
    company, method = env.company, env.ref("account_banking_sepa_direct_debit.sepa_direct_debit")
    company.sepa_creditor_identifier = company.sepa_ics
    bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    account = bank._sepa_method_line().payment_account_id
    env["account.payment.method.line"].search([("journal_id", "=", bank.id), ("payment_method_id", "=", method.id)]).unlink()
    env["account.payment.method.line"].create({
        "journal_id": bank.id, "payment_method_id": method.id, "payment_account_id": account.id,
    })  # fmt: skip
    mode = env["account.payment.mode"].create({
        "name": "Debits", "company_id": company.id, "payment_method_id": method.id, "bank_account_link": "fixed",
        "fixed_journal_id": bank.id, "default_date_prefered": "due", "payment_order_ok": True,
    })  # fmt: skip
    invoices = env["account.move"].search([("move_type", "=", "out_invoice"), ("state", "=", "posted")])
    for invoice in invoices:
        account = env["res.partner.bank"].create({"acc_number": IBAN, "partner_id": invoice.partner_id.id})
        mandate = env["account.banking.mandate"].create({
            "format": "sepa", "type": "recurrent", "recurrent_sequence_type": "recurring", "signature_date": "2026-01-15",
            "partner_bank_id": account.id, "company_id": company.id, "state": "valid",
        })  # fmt: skip
        invoice.write({"payment_mode_id": mode.id, "mandate_id": mandate.id})
    env.flush_all()
    return invoices
