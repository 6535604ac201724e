"""The customer's side in the trade's own words: they contest, promise, agree.

    bill = self.invoice(self.garage, "2026-11-05", 4250)
    with self.on("2026-11-13"):
        dispute = self.contest(bill, 1300)
        promise = self.promise(bill, "2026-12-04")
"""

from odoo.fields import Command, Date

from odoo.addons.receivable.tests.common import ReceivableCase


class DisputeCase(ReceivableCase):
    """A garage that owes, somebody in logistics and in accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = cls.payer("Garage Tourneboulon")
        cls.logistics = cls.env["res.users"].create({"name": "Lucie Quai", "login": "lucie.quai"})
        cls.company.receivable_logistics_id = cls.logistics
        cls.company.receivable_accounts_id = cls.env.user
        cls.damaged = cls.env.ref("receivable_dispute.reason_qualite_err")
        cls.price = cls.env.ref("receivable_dispute.reason_pu_err")

    @classmethod
    def contest(cls, bills, amount=None, **values):
        return cls.env["receivable.dispute"].create({
            "move_line_ids": [Command.set(cls.item(bills).ids)], "reason_id": cls.damaged.id, "text": "Two shelves are broken.",
        } | ({"amount": amount} if amount else {}) | values)  # fmt: skip

    @classmethod
    def promise(cls, bills, promised_on, amount=None, **values):
        return cls.env["receivable.promise"].create({
            "move_line_ids": [Command.set(cls.item(bills).ids)], "promised_on": promised_on,
        } | ({"amount": amount} if amount else {}) | values)  # fmt: skip

    @classmethod
    def plan(cls, bills, first, count=3, **values):
        """A plan in draft with its schedule."""
        plan = cls.env["receivable.payment.plan"].create({
            "move_line_ids": [Command.set(cls.item(bills).ids)], "first_date": first, "count": count,
        } | values)  # fmt: skip
        plan.action_compute_schedule()
        return plan

    def holds(self, bills, day, purpose="remind"):
        """What holds the items of some invoices on a day: ``[(code, amount)]``."""
        items = self.item(bills)
        found = items._receivable_holds(purpose, Date.to_date(day))
        return [(hold.code, hold.amount and float(hold.amount)) for item in items for hold in found.get(item.id, ())]
