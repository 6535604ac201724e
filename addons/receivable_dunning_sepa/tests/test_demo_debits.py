from collections import Counter
from decimal import Decimal
from unittest import SkipTest

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.receivable.demo.story import day_of_the_story

WAITS_FOR_A_PERSON = ("copeaux", "popcorn")


@tagged("post_install", "-at_install")
class TestDemoDebits(TransactionCase):
    """The demo company: a debit under way that was told too late, and one that came back, told by the night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("receivable.demo_company", raise_if_not_found=False)
        if not cls.company:
            raise SkipTest("needs the demo company")
        told_on = fields.Date.context_today(cls.company, cls.company.create_date)
        cls.day = day_of_the_story(told_on, cls.env["receivable.demo"]._closed(told_on))
        cls.plan = cls.env["dunning.run"]._preview(cls.company, cls.day)

    def demo(self, name):
        return self.env.ref(f"receivable.demo_{name}")

    def test_the_farm_is_not_announced_to_twice_and_its_notice_came_too_late(self):
        collection = self.demo("collection_poireaux")
        self.assertEqual(collection.amount, 960)
        sentences = [fault.message for fault in collection.sudo()._faults_of_notices(self.day)]
        self.assertEqual(sentences, ["Ferme des Mille Poireaux: pre-notified 9 days before, 14 agreed."])
        self.assertNotIn(self.demo("poireaux").id, [step.payer for step in self.plan.steps])

    def test_the_pool_builder_is_told_that_the_debit_came_back(self):
        payer = self.demo("plouf")
        (step,) = [step for step in self.plan.steps if step.payer == payer.id]
        self.assertEqual(step.about.record, ("sepa.debit", self.demo("debit_plouf").id))
        (receipt,) = [receipt for receipt in self.plan.receipts if receipt.payer == payer.id]
        third = self.env.ref("receivable_dunning.demo_level_standard_third")
        self.assertEqual((receipt.decision, receipt.next_level.id), ("chased", third.id))
        self.assertEqual(receipt.next_date, fields.Date.add(self.day, days=7))

    def test_the_hotel_was_asked_to_sign_a_mandate(self):
        mandate = self.demo("mandate_lac_imaginaire")
        self.assertEqual((mandate.state, mandate._may_be_signed()), ("sent", True))

    def test_its_invoice_kept_its_due_date(self):
        line = self.demo("debit_plouf").item_ids.move_line_id
        self.assertEqual((line.amount_residual, line.date_maturity), (1380, self.demo("invoice_plouf_0").invoice_date_due))

    def test_the_return_says_what_followed(self):
        row = self.demo("return_plouf")
        self.assertEqual((row.state, row.reason_code, row.sepa_mandate_id.state), ("applied", "AM04", "active"))
        self.assertTrue(row.represent_on)

    def test_the_sum_of_the_night(self):
        waiting = {self.demo(name).id for name in WAITS_FOR_A_PERSON}
        leaving = [step for step in self.plan.steps if step.payer not in waiting]
        self.assertEqual(len(leaving), 10)
        self.assertEqual(Counter(step.channel for step in leaving), {"email": 7, "letter": 2, "call": 1}, "a formal notice is on paper too")
        self.assertEqual(Counter(step.kind for step in leaving), {"reminder": 7, "event": 1, "prevenance": 1, "thanks": 1})

    def test_what_is_overdue_is_chased_waits_or_is_explained_to_the_cent(self):
        decisions = {receipt.payer: receipt.decision for receipt in self.plan.receipts}
        overdue = Counter()
        for item in self.env["account.move.line"]._receivable_open_items(self.company):
            if item.kind == "debt" and item.due < self.day:
                overdue[decisions[item.payer], self.env["res.currency"].browse(item.currency).name] += item.residual
        self.assertEqual(overdue, {
            ("chased", "EUR"): Decimal("40379.00"), ("chased", "CHF"): Decimal("3400.00"),
            ("waiting", "EUR"): Decimal("21735.00"), ("explained", "EUR"): Decimal("36967.40"),
        })  # fmt: skip
