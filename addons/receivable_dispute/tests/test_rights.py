from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, READER, Door, RightsCase

WORDS = "The delivery note is signed."
DOORS = {
    "payer.score.action_open_factor": Door("nobody", (0,)),
    "receivable.access.action_revoke": Door(COLLECTOR),
    "receivable.dispute.action_accept": Door(COLLECTOR, (100, WORDS)),
    "receivable.dispute.action_ask_accept": Door("nobody"),
    "receivable.dispute.action_ask_accept_partly": Door("nobody"),
    "receivable.dispute.action_ask_customer": Door(COLLECTOR, (WORDS,)),
    "receivable.dispute.action_ask_customer_dialog": Door("nobody"),
    "receivable.dispute.action_ask_reject": Door("nobody"),
    "receivable.dispute.action_disputes": Door("nobody"),
    "receivable.dispute.action_open_credit_note": Door("nobody"),
    "receivable.dispute.action_open_invoice": Door("nobody"),
    "receivable.dispute.action_open_payer": Door(READER),
    "receivable.dispute.action_reject": Door(COLLECTOR, (WORDS,)),
    "receivable.dispute.action_reopen": Door(COLLECTOR),
    "receivable.dispute.action_start": Door(COLLECTOR),
    "receivable.dispute.action_withdraw": Door(COLLECTOR),
    "receivable.dispute.decide.action_confirm": Door(COLLECTOR),
    "receivable.dispute.formatted_read_group": Door("nobody", ([], ["state"])),  # reads what the rules of the reader show
    "receivable.dispute.report.action_open": Door(READER),
    "receivable.payment.claim.action_ask_not_found": Door("nobody"),
    "receivable.payment.claim.action_found": Door(COLLECTOR),
    "receivable.payment.claim.action_not_found": Door(COLLECTOR, (WORDS,)),
    "receivable.payment.claim.action_open_invoice": Door(READER),
    "receivable.payment.claim.action_open_payer": Door(READER),
    "receivable.payment.claim.refuse.action_confirm": Door(COLLECTOR),
    "receivable.payment.plan.action_accept": Door(COLLECTOR, ("Camille Martin",)),
    "receivable.payment.plan.action_allow": Door(COLLECTOR, (5,)),
    "receivable.payment.plan.action_ask_allow": Door("nobody"),
    "receivable.payment.plan.action_ask_signed": Door("nobody"),
    "receivable.payment.plan.action_cancel": Door(COLLECTOR),
    "receivable.payment.plan.action_compute_schedule": Door(COLLECTOR),
    "receivable.payment.plan.action_draft": Door(COLLECTOR),
    "receivable.payment.plan.action_open_payer": Door(READER),
    "receivable.payment.plan.action_print": Door(READER),
    "receivable.payment.plan.action_propose": Door(COLLECTOR),
    "receivable.payment.plan.action_put_back": Door(COLLECTOR),
    "receivable.plan.allow.action_confirm": Door(COLLECTOR),
    "receivable.plan.signed.action_confirm": Door(COLLECTOR),
    "receivable.promise.action_handled": Door(COLLECTOR),
    "receivable.promise.action_new_date": Door(READER),
    "receivable.promise.action_open_payer": Door(READER),
    "receivable.promise.action_withdraw": Door(COLLECTOR),
    "res.partner.action_receivable_disputes": Door("nobody"),
    "res.partner.action_receivable_new_dispute": Door("nobody"),
    "res.partner.action_receivable_new_plan": Door("nobody"),
    "res.partner.action_receivable_new_promise": Door("nobody"),
    "res.partner.action_receivable_plans": Door("nobody"),
    "res.partner.action_receivable_promises": Door("nobody"),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Who may do what with disputes, promises, plans and private links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other, third = cls.invoice(cls.garage, "2026-03-16", 600), cls.invoice(cls.garage, "2026-03-16", 900)
        cls.dispute = cls.env["receivable.dispute"].create({
            "move_line_ids": [Command.set(cls.item(cls.bill).ids)], "text": "Two shelves are broken.",
            "reason_id": cls.env.ref("receivable_dispute.reason_qualite_err").id, "amount": 100,
        })  # fmt: skip
        cls.promise = cls.env["receivable.promise"].create({
            "move_line_ids": [Command.set(cls.item(other).ids)], "promised_on": cls.env["receivable.promise"]._today(),
        })  # fmt: skip
        cls.claim = cls.env["receivable.payment.claim"].sudo().create(
            {"move_line_ids": [Command.set(cls.item(other).ids)], "amount": 50, "paid_on": "2026-03-20"}
        )
        cls.plan = cls.env["receivable.payment.plan"].create({
            "move_line_ids": [Command.set(cls.item(third).ids)], "first_date": "2099-01-01", "count": 3,
        })  # fmt: skip

    def traced(self):
        return super().traced() | {
            "receivable_access": "id, revoked_on",
            "receivable_dispute": "id, state, owner_id, resolution",
            "receivable_payment_claim": "id, state, answer",
            "receivable_payment_plan": "id, state",
            "receivable_payment_plan_line": "id, amount, allowed_until",
            "receivable_promise": "id, state, handled_on",
        }

    def stored(self):
        Access = self.env["receivable.access"].sudo()
        url = Access._issue(self.garage, self.company)
        return {
            "receivable.access": Access._find(url.rpartition("/")[2]),
            "receivable.dispute": self.dispute,
            "receivable.dispute.report": self.env["receivable.dispute.report"].browse(self.dispute.id),
            "receivable.promise": self.promise,
            "receivable.payment.claim": self.claim,
            "receivable.payment.plan": self.plan,
        }

    def records(self):
        """A record of company A for each model of the table; dialogs as a colleague would have opened them."""
        env = self.env(su=True)
        return self.stored() | {
            "payer.score": env["payer.score"],
            "receivable.dispute.decide": env["receivable.dispute.decide"].create(
                {"dispute_id": self.dispute.id, "decision": "reject", "text": WORDS}
            ),
            "receivable.payment.claim.refuse": env["receivable.payment.claim.refuse"].create({"claim_id": self.claim.id, "text": WORDS}),
            "receivable.plan.allow": env["receivable.plan.allow"].create({"plan_id": self.plan.id}),
            "receivable.plan.signed": env["receivable.plan.signed"].create({"plan_id": self.plan.id, "name": "Camille Martin"}),
            "res.partner": self.garage,
        }

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_dispute", DOORS, self.records())

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        for model, records in self.stored().items():
            self.check_nothing_crosses(model, records)

    def test_the_owner_of_a_dispute_answers_it_without_following_payers_up(self):
        owner = self.people["salesperson"]
        self.dispute.owner_id = owner
        self.assertTrue(self.dispute.with_user(owner).may_decide)
        wizard = self.env["receivable.dispute.decide"].with_user(owner).create({
            "dispute_id": self.dispute.id, "decision": "reject", "text": WORDS,
        })  # fmt: skip
        wizard.action_confirm()
        self.assertEqual((self.dispute.state, self.dispute.resolution), ("rejected", WORDS))
