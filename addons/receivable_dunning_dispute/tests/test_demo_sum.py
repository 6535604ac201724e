from collections import Counter
from unittest import SkipTest

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.receivable.demo.story import day_of_the_story


@tagged("post_install", "-at_install")
class TestDemoSum(TransactionCase):
    """The demo company's night: whoever is overdue is chased, waits for a person, or is explained."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("receivable.demo_company", raise_if_not_found=False)
        if not cls.company:
            raise SkipTest("needs the demo company")
        told_on = fields.Date.context_today(cls.company, cls.company.create_date)
        day = day_of_the_story(told_on, cls.env["receivable.demo"]._closed(told_on))
        cls.receipts = cls.env["dunning.run"]._preview(cls.company, day).receipts

    def test_eight_are_chased_six_wait_for_a_person_eight_are_explained(self):
        self.assertEqual(Counter(receipt.decision for receipt in self.receipts), {"chased": 8, "waiting": 6, "explained": 8})

    def test_the_carrier_waits_because_the_promise_was_not_kept(self):
        payer = self.env.ref("receivable.demo_escargot").id
        (receipt,) = (receipt for receipt in self.receipts if receipt.payer == payer)
        self.assertEqual((receipt.decision, receipt.reasons[0].code), ("waiting", "question.promise"))
