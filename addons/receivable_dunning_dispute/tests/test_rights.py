from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, Door, RightsCase
from odoo.addons.receivable_dunning.tests.common import DunningCase, after

WORDS = "The delivery note is signed."
DOORS = {
    "dunning.action.action_ask_outcome": Door("nobody"),
    "dunning.reply.action_ask_dispute": Door(COLLECTOR),
    "dunning.reply.action_ask_promise": Door(COLLECTOR),
    "dunning.reply.action_promise": Door(COLLECTOR),
    "receivable.dispute.decide.action_confirm": Door(COLLECTOR),
    "receivable.payment.plan.action_accept": Door(COLLECTOR, ("Camille Martin",)),
    "receivable.payment.plan.action_propose": Door(COLLECTOR),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase, DunningCase):
    """Who may turn a reply into a promise, and who may answer a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.on(after(5)):
            run = cls.env["dunning.run"].sudo()._plan(cls.company, after(5))
        cls.action = run.action_ids.filtered(lambda action: action.partner_id == cls.garage)
        today = fields.Date.today()
        cls.reply = cls.env["dunning.reply"].sudo().create({
            "company_id": cls.company.id, "partner_id": cls.garage.id, "action_id": cls.action.id, "text": "We pay tomorrow.",
            "known": True, "date": today, "frozen_until": fields.Date.add(today, days=7),
        })  # fmt: skip
        other = cls.invoice(cls.garage, "2026-03-16", 900)
        cls.dispute = cls.env["receivable.dispute"].create({
            "move_line_ids": [Command.set(cls.item(cls.bill).ids)], "amount": 100, "text": "Broken.",
            "reason_id": cls.env.ref("receivable_dispute.reason_qualite_err").id,
        })  # fmt: skip
        cls.plan_made = cls.env["receivable.payment.plan"].create(
            {"move_line_ids": [Command.set(cls.item(other).ids)], "first_date": "2099-01-01", "count": 3}
        )

    def traced(self):
        return super().traced() | {
            "dunning_action": "id, state",
            "dunning_reply": "id, state",
            "receivable_dispute": "id, state, maintained",
            "receivable_payment_plan": "id, state",
            "receivable_promise": "id, state",
        }

    def records(self):
        env = self.env(su=True)
        return {
            "dunning.action": self.action,
            "dunning.reply": self.reply,
            "receivable.dispute.decide": env["receivable.dispute.decide"].create(
                {"dispute_id": self.dispute.id, "decision": "reject", "text": WORDS, "documents": "delivery note"}
            ),
            "receivable.payment.plan": self.plan_made,
        }

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_dunning_dispute", DOORS, self.records())
