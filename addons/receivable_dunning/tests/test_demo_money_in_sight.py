from unittest import SkipTest

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoMoneyInSight(TransactionCase):
    """The demo company: the hotel paid and named its invoice; the joinery paid two invoices under another name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("receivable.demo_company", raise_if_not_found=False)
        if not cls.company:
            raise SkipTest("needs the demo company")
        cls.plan = cls.env["dunning.run"]._preview(cls.company, fields.Date.context_today(cls.env.user))

    def told(self, key):
        """The steps of a payer, and what their receipt rests on."""
        payer = self.env.ref(f"receivable.demo_{key}").id
        receipt = next(one for one in self.plan.receipts if one.payer == payer)
        return [step for step in self.plan.steps if step.payer == payer], [reason.code for reason in receipt.reasons]

    def test_the_hotel_is_not_chased(self):
        steps, reasons = self.told("lac_imaginaire")
        self.assertFalse(steps)
        self.assertIn("hold.money", reasons)

    def test_the_joinery_waits_for_a_person(self):
        steps, reasons = self.told("copeaux")
        self.assertIn("hold.money", reasons)
        self.assertTrue(all(step.waits for step in steps))

    def test_nobody_else_has_money_in_sight(self):
        held = {receipt.payer for receipt in self.plan.receipts if "hold.money" in [reason.code for reason in receipt.reasons]}
        self.assertEqual(held, {self.env.ref(f"receivable.demo_{key}").id for key in ("lac_imaginaire", "copeaux")})
