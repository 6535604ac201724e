from unittest import SkipTest

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoOrders(TransactionCase):
    """The demo company: quotations clear, watched and held, each for the reason of its payer's story."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("receivable.demo_order_croustibelle", raise_if_not_found=False):
            raise SkipTest("needs the demo company")

    def order(self, key):
        order = self.env.ref(f"receivable.demo_order_{key}")
        return order.with_company(order.company_id)

    def test_the_verdicts_are_those_of_the_story(self):
        told = {
            key: self.order(key).receivable_verdict
            for key in ("croustibelle", "tourneboulon", "papyrus", "popcorn", "pixel", "saperlipopette_nord", "lycee", "hyperbole")
        }  # fmt: skip
        self.assertEqual(told, {
            "croustibelle": "clear", "tourneboulon": "watch", "papyrus": "watch", "popcorn": "hold", "pixel": "watch",
            "saperlipopette_nord": "hold", "lycee": "clear", "hyperbole": "watch",
        })  # fmt: skip

    def test_the_group_is_held_with_three_offers(self):
        order = self.order("saperlipopette_nord")
        self.assertEqual([offer.code for offer in order._receivable_offers()], ["deposit", "smaller", "settle"])
        self.assertEqual([float(offer.amount) for offer in order._receivable_offers()], [2200, 4000, 24700])

    def test_three_orders_wait_for_a_decision(self):
        waiting = {key: self.order(key).receivable_credit_state for key in ("popcorn", "escargot", "louche")}
        self.assertEqual(waiting, {"popcorn": "held", "escargot": "held", "louche": "documents"})
        self.assertEqual(self.order("popcorn").receivable_held_cause, "no_credit")

    def test_a_new_customer_is_checked_first(self):
        order = self.order("pixel")
        self.assertEqual([line["done"] for line in order.receivable_checklist], [False] * 5)
        self.assertIn("New customer", order.receivable_reason.replace("new customer", "New customer"))
