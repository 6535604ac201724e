from unittest import SkipTest

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoAgreements(TransactionCase):
    """The demo company: one promise not kept, one dispute with a photo, one plan kept so far."""

    def setUp(self):
        super().setUp()
        self.company = self.env.ref("receivable.demo_company", raise_if_not_found=False)
        if not self.company:
            raise SkipTest("needs the demo company")

    def test_the_carrier_promised_everything_and_paid_a_part(self):
        promise = self.env.ref("receivable.demo_promise_escargot")
        self.assertEqual((promise.state, promise.amount, promise.received), ("partly", 3600, 1000))
        row = self.env["receivable.todo"].search([("company_id", "=", self.company.id), ("kind", "=", "broken_promise")])
        self.assertEqual(row.partner_id, promise.partner_id)

    def test_only_the_contested_part_is_left_alone(self):
        dispute = self.env.ref("receivable.demo_dispute_papyrus")
        self.assertEqual((dispute.amount, dispute.amount_item, dispute.owner_id.name), (1300, 4250, "Victor Devis"))
        self.assertEqual(len(dispute.photos), 1)
        (holds,) = dispute.move_line_ids._receivable_holds("remind", dispute._today()).values()
        self.assertEqual([(hold.code, float(hold.amount)) for hold in holds], [("dispute", 1300)])

    def test_two_of_six_instalments_came_and_the_plan_takes_the_place_of_the_pause(self):
        plan = self.env.ref("receivable.demo_plan_louche")
        self.assertEqual((plan.state, plan.paid, plan.line_ids.mapped("paid")), ("accepted", 1600, [800, 800, 0, 0, 0, 0]))
        self.assertFalse(plan.missed_line_id)
        self.assertFalse(plan.partner_id.receivable_pause_ids)
