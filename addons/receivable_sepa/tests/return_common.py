"""Debits at the bank, and what the bank sends back.

    bill = self.invoice(self.garage, "2026-11-27", 960)
    debit = self.debited(bill)                       # booked on its date
    self.come_back(debit, "AM04")                    # read and applied
"""

from odoo.fields import Command, Date

from odoo.addons.receivable_sepa.tests import bank_answers
from odoo.addons.receivable_sepa.tests.common import SepaCase

DAY = "2026-12-01"  # of the debits


class ReturnCase(SepaCase):
    """A bank that has an account for debits under way and one for fees; debits that it has got."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank.action_sepa_account()
        cls.under_way = cls.bank.sepa_account_id
        cls.fees = cls.env["account.account"].create({"name": "Bank fees", "code": "627800", "account_type": "expense"})
        cls.bank.sepa_fee_account_id = cls.fees
        cls.File, cls.Return = cls.env["sepa.return.file"], cls.env["sepa.return"]

    @classmethod
    def collection(cls, date=DAY, name="PRLV/2026/001"):
        return cls.env["sepa.collection"].sudo().create({
            "name": name, "journal_id": cls.bank.id, "date": date, "company_id": cls.company.id, "message_id": name.replace("/", "-"),
            "state": "sent",
        }).sudo(False)  # fmt: skip

    @classmethod
    def debit(cls, bills, collection, mandate=None, **values):
        """A debit that the bank has got: all that is left of some invoices of one payer."""
        items = cls.item(bills)
        mandate = mandate or cls.env["sepa.mandate"].search([("partner_id", "=", items.partner_id.commercial_partner_id.id)], limit=1)
        return cls.env["sepa.debit"].sudo().create({
            "collection_id": collection.id, "sepa_mandate_id": mandate.id, "partner_id": mandate.partner_id.id, "date": collection.date,
            "amount": sum(items.mapped("amount_residual")), "end_to_end": f"{collection.message_id}-{len(collection.debit_ids):05d}",
            "state": "presented", "planned_on": Date.subtract(collection.date, days=14),
            "item_ids": [Command.create({
                "move_line_id": item.id, "item": item.id, "number": item.move_id.name, "due": item.date_maturity,
                "amount": item.amount_residual,
            }) for item in items],
        } | values).sudo(False)  # fmt: skip

    @classmethod
    def debited(cls, bills, date=DAY, name="PRLV/2026/001", **values):
        """A debit whose money was booked on its date."""
        collection = cls.collection(date, name)
        debit = cls.debit(bills, collection, **values)
        collection.sudo()._book()
        return debit

    @classmethod
    def read_file(cls, data, name="returns.xml"):
        return cls.File.sudo()._read(name, data).sudo(False)

    @classmethod
    def came_back(cls, debit, code, day="2026-12-04", fee=0, message="NOT-1"):
        """The notice that a debit came back, read: the row, not applied."""
        entry = bank_answers.entry(debit.end_to_end, debit.amount, code, debit.sepa_mandate_id.reference, day=day, fee=fee)
        return cls.read_file(bank_answers.notice(entry, message=message, day=day)).return_ids

    @classmethod
    def come_back(cls, debit, code, **values):
        """The same, applied."""
        row = cls.came_back(debit, code, **values)
        row.file_id.action_apply()
        return row

    def holds(self, bills, day, purpose="debit"):
        """What holds the items of some invoices on a day: ``[code]``."""
        items = self.item(bills)
        found = items._receivable_holds(purpose, Date.to_date(day))
        return [hold.code for item in items for hold in found.get(item.id, ())]
