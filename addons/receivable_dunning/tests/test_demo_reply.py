from unittest import SkipTest

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoReply(TransactionCase):
    """The demo company: one payer wrote back, and waits to be read."""

    def test_a_reply_waits_in_the_queue_and_its_payer_is_not_chased(self):
        company = self.env.ref("receivable.demo_company", raise_if_not_found=False)
        if not company:
            raise SkipTest("needs the demo company")
        payer = self.env.ref("receivable.demo_perspective")
        row = self.env["receivable.todo"].search([("company_id", "=", company.id), ("kind", "=", "reply")])
        self.assertEqual(row.partner_id, payer)
        reply = self.env["dunning.reply"].browse(row.res_id)
        self.assertTrue(reply.known)
        self.assertLess(reply.date, reply.frozen_until)
        plan = self.env["dunning.run"]._preview(company, reply.frozen_until, payer.ids)
        self.assertFalse(plan.steps)
        self.assertEqual(plan.receipts[0].decision, "waiting")
        self.assertIn("hold.reply", [reason.code for reason in plan.receipts[0].reasons])
