"""A payment plan on the condition that a mandate is signed."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable_dispute.tests.common import DisputeCase
from odoo.addons.receivable_sepa.tests.common import SepaCase

DAY = "2026-03-02"


@tagged("post_install", "-at_install")
class TestMandateOfPlan(SepaCase, DisputeCase):
    def setUp(self):
        super().setUp()
        clock = self.on(DAY)
        clock.start()
        self.addCleanup(clock.stop)
        self.agreed = self.plan(self.invoice(self.garage, "2026-02-16", 900), "2026-04-01", asks_mandate=True)
        self.agreed.action_propose()

    def test_it_is_accepted_once_a_mandate_is_signed(self):
        self.signed.sudo()._suspend("The account changes.")
        with self.assertRaisesRegex(UserError, "Sign it first"):
            self.agreed.action_accept("Camille Martin")
        self.mandate(self.garage, reference="RUM-NEW")
        self.agreed.action_accept("Camille Martin")
        self.assertEqual(self.agreed.state, "accepted")

    def test_the_text_that_they_agree_to_says_so(self):
        self.assertIn("once you have signed a direct debit mandate", self.agreed.agreement)
        other = self.plan(self.invoice(self.garage, "2026-02-16", 100), "2026-04-01")
        other.action_propose()
        self.assertNotIn("mandate", other.agreement)
