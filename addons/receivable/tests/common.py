"""The test kit of the suite: a ledger in the trade's own words. Other add-ons import it.

    payer = self.payer("Garage Tourneboulon")
    bill = self.invoice(payer, "2026-03-31", 1200)
    self.pay(bill, 400, "2026-04-10")
    with self.on("2026-04-15"):
        …
"""

from odoo import fields
from odoo.orm.model_classes import add_to_registry
from odoo.tests import TransactionCase, freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class ReceivableCase(AccountTestInvoicingCommon):
    """A company with a chart of accounts, a credit manager, and helpers that write a ledger line by line."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("receivable.group_receivable_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.Line = cls.env["account.move.line"]

    @classmethod
    def payer(cls, name, **values):
        """A company that buys from us on credit."""
        return cls.env["res.partner"].create({"name": name, "is_company": True, "property_payment_term_id": False} | values)

    @classmethod
    def invoice(cls, payer, due, amount, *, currency=None, issued=None, company=None, move_type="out_invoice", post=True, **values):
        """A posted invoice of one line without tax, issued 30 days before its due date unless said."""
        due = fields.Date.to_date(due)
        data = cls._data_of(company or cls.company)
        move = cls.env["account.move"].with_company(data["company"]).create({
            "move_type": move_type,
            "partner_id": payer.id,
            "invoice_date": issued or fields.Date.subtract(due, days=30),
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "currency_id": (currency or data["currency"]).id,
            "invoice_line_ids": [fields.Command.create({
                "name": "Shelves", "quantity": 1, "price_unit": amount, "tax_ids": [],
                "account_id": data["default_account_revenue"].id,
            })],
        } | values)
        if post:
            move.action_post()
        return move

    @classmethod
    def _data_of(cls, company):
        return next(
            (data for data in (cls.company_data, getattr(cls, "company_data_2", None)) if data and data["company"] == company),
            cls.company_data | {"company": company, "currency": company.currency_id},
        )

    @classmethod
    def credit_note(cls, payer, date, amount, *, reverses=None, **values):
        """A posted credit note, not matched with anything, not even with the invoice it reverses."""
        reversed_entry = {"reversed_entry_id": reverses.id} if reverses else {}
        note = cls.invoice(payer, date, amount, issued=date, move_type="out_refund", **reversed_entry, **values)
        cls.item(note).remove_move_reconcile()
        return note

    @classmethod
    def pay(cls, invoices, amount=None, date=None):
        """A payment registered on invoices and matched with them; the whole rest unless an amount is said."""
        values = {"payment_date": date or fields.Date.today()}
        if amount is not None:
            values["amount"] = amount
        return cls._register_payment(invoices, **values)

    @classmethod
    def bank_line(cls, amount, date, label, payer=None, *, match=None):
        """A line of the bank statement; with ``match``, reconciled with the open line of that invoice."""
        line = cls.env["account.bank.statement.line"].create({
            "journal_id": cls.company_data["default_journal_bank"].id,
            "amount": amount, "date": date, "payment_ref": label, "partner_id": payer.id if payer else False,
        })
        if match:
            _liquidity, suspense, _other = line.with_context(skip_account_move_synchronization=True)._seek_for_lines()
            debt = cls.item(match)
            suspense.write({"account_id": debt.account_id.id, "partner_id": debt.partner_id.id})
            (suspense + debt).reconcile()
        return line

    @classmethod
    def item(cls, move):
        """The receivable lines of a move, oldest due date first."""
        lines = move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        return lines.sorted("date_maturity")

    @classmethod
    def history(cls, payer, *delays, amount=1000, until="2026-06-30"):
        """One invoice a month before ``until``, the newest last, each paid so many days after its due date."""
        bills = cls.env["account.move"]
        for months, delay in zip(range(len(delays), 0, -1), delays, strict=True):
            due = fields.Date.subtract(fields.Date.to_date(until), months=months, days=max(delays, default=0))
            bill = cls.invoice(payer, due, amount)
            cls.pay(bill, date=fields.Date.add(due, days=delay))
            bills |= bill
        return bills

    @staticmethod
    def on(date):
        """Python's clock on a day; the clock of the database goes on as it is."""
        return freeze_time(date)

    @classmethod
    def open_items(cls, payer=None, company=None):
        """The open items of a company, or of one payer."""
        return cls.Line._receivable_open_items(company or cls.company, payer and payer.commercial_partner_id.ids)


class FakeModelsCase(TransactionCase):
    """For add-ons whose contracts are tested with models of the test's own: core's ``add_to_registry``, put back afterwards.

    A fake class sets ``_module = None``, an explicit ``_name`` and a list ``_inherit``, and is imported inside ``setUpClass``.
    """

    @classmethod
    def load_fake_models(cls, *model_defs):
        registry, names = cls.registry, [model._name for model in model_defs]
        bases = {name: registry[name]._base_classes__ for name in names if name in registry}
        for model_def in model_defs:
            add_to_registry(registry, model_def)
        registry._setup_models__(cls.env.cr, names)
        registry.init_models(cls.env.cr, names, {"models_to_check": True})

        def restore():
            for name in names:
                if name in bases:
                    registry[name]._base_classes__ = bases[name]
                else:
                    del registry[name]
            registry._setup_models__(cls.env.cr, list(bases))

        cls.addClassCleanup(restore)
