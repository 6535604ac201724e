from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable_dunning.tests.common import after

from .test_answers import AgreementCase


@tagged("post_install", "-at_install")
class TestSaidPaid(AgreementCase):
    """A customer says that it is paid: nothing is written about it while a person looks, and the night says whom it waits for."""

    def says_paid(self, day=5, amount=1000):
        with self.on(after(day)):
            return self.env["receivable.payment.claim"].sudo().create({
                "move_line_ids": [Command.set(self.item(self.bill).ids)], "amount": amount, "paid_on": after(day), "reference": "VIR 4711",
            }).sudo(False)  # fmt: skip

    def receipt(self):
        return self.env["dunning.receipt"].search([("current", "=", True), ("partner_id", "=", self.garage.id)])

    def test_what_was_planned_does_not_leave_and_the_payer_waits_for_a_person(self):
        action = self.plan(after(5))
        self.says_paid()
        self.send(after(5))
        self.assertEqual((action.state, self.mails()), ("cancelled", []))
        self.assertIn("They say that they paid", action.reason)
        self.assertFalse(self.plan(after(6)))
        receipt = self.receipt()
        self.assertEqual((receipt.decision, receipt.reason_group), ("waiting", "They say it is paid"))

    def test_not_found_lets_the_reminder_leave(self):
        claim = self.says_paid()
        self.assertFalse(self.plan(after(6)))
        with self.on(after(7)):
            claim.with_user(self.collector).action_not_found("Nothing came in.")
        self.assertEqual(self.plan(after(8)).partner_id, self.garage)

    def test_without_an_answer_the_reminder_leaves_after_the_days_of_the_company(self):
        self.company.receivable_claim_days = 4
        self.says_paid()
        self.assertFalse(self.plan(after(9)))
        self.assertTrue(self.plan(after(10)))

    def test_found_is_explained_and_nobody_is_asked(self):
        claim = self.says_paid()
        with self.on(after(6)):
            claim.with_user(self.collector).action_found()
        self.assertFalse(self.plan(after(7)))
        self.assertEqual(self.receipt().decision, "explained")

    def test_of_a_part_only_the_rest_is_asked_for(self):
        self.says_paid(amount=400)
        action = self.plan(after(6))
        self.assertEqual(action.line_ids.mapped("amount"), [600])
