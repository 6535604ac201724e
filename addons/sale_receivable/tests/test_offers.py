from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DAY, OrderCase


@tagged("post_install", "-at_install")
class TestOffers(OrderCase):
    """A refusal that helps: what would let the order pass, each one click into the order, and each passes the same check."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage.credit_limit = 50000
        cls.bill = cls.invoice(cls.garage, "2026-06-27", 24700)
        cls.invoice(cls.garage, "2026-07-11", 21300)

    def offers(self, order):
        return {offer.code: offer for offer in self.mine(order)._receivable_offers()}

    def pay_online(self, order, amount):
        provider = self.env["payment.provider"].create({"name": "Dummy", "code": "none", "state": "test"})
        self.env["payment.transaction"].create({
            "provider_id": provider.id, "payment_method_id": self.env.ref("payment.payment_method_unknown").id, "amount": amount,
            "currency_id": order.currency_id.id, "partner_id": order.partner_id.id, "reference": order.name, "state": "done",
            "sale_order_ids": [Command.set(order.ids)],
        })  # fmt: skip
        self.env.invalidate_all()

    def passes(self, order):
        return self.mine(order)._receivable_decide()[order].state != "hold"

    def test_a_deposit_a_smaller_order_and_a_settled_invoice_are_offered_with_their_amounts(self):
        with self.on(DAY):
            found = self.offers(self.order(self.garage, 6200))
        self.assertEqual({code: float(offer.amount) for code, offer in found.items()}, {"deposit": 2200, "smaller": 4000, "settle": 24700})
        self.assertIn(self.bill.name, found["settle"].title)

    def test_an_order_that_passes_has_no_offers(self):
        self.assertFalse(self.offers(self.order(self.garage, 10)))

    def test_a_deposit_is_asked_for_on_line_and_lets_the_order_pass_once_paid(self):
        order = self.order(self.garage, 6200)
        window = self.mine(order).action_receivable_apply_offer("deposit")
        self.assertEqual((window["res_model"], window["context"]["active_id"]), ("payment.link.wizard", order.id))
        self.assertTrue(order.require_payment)
        asked = order._get_prepayment_required_amount()
        self.assertGreaterEqual(asked, 2200)
        self.assertLess(asked, 2201)
        self.assertFalse(self.passes(order))
        self.pay_online(order, asked)
        self.assertTrue(self.passes(order))

    def test_without_credit_the_whole_order_is_paid_first(self):
        self.garage.payer_no_credit = True
        order = self.order(self.garage, 100)
        self.bill.line_ids.remove_move_reconcile()
        self.pay(self.env["account.move"].search([("partner_id", "=", self.garage.id), ("move_type", "=", "out_invoice")]))
        self.assertEqual(list(self.offers(order)), ["prepay"])
        self.mine(order).action_receivable_apply_offer("prepay")
        self.assertEqual((order.require_payment, order.prepayment_percent), (True, 1))
        self.pay_online(order, 100)
        self.assertTrue(self.passes(order))

    def test_the_smaller_order_passes(self):
        order = self.order(self.garage, 6200)
        window = self.mine(order).action_receivable_apply_offer("smaller")
        self.assertEqual((window["res_model"], window["res_id"]), ("sale.order", order.id))
        order.order_line.price_unit = 4000
        self.assertTrue(self.passes(order))

    def test_the_settled_invoice_lets_the_order_pass(self):
        order = self.order(self.garage, 6200)
        with self.on(DAY):
            window = self.mine(order).action_receivable_apply_offer("settle")
            self.assertEqual((window["res_model"], window["context"]["active_id"]), ("payment.link.wizard", self.bill.id))
            self.pay(self.bill)
            self.assertTrue(self.passes(order))

    def test_a_shorter_term_passes_where_a_rule_looks_at_terms(self):
        self.garage.credit_limit = 0
        risky = self.env.ref("receivable.payer_profile_risky")
        self.garage.payer_profile_id = risky
        self.env["credit.rule"].create({
            "name": "Risky payers: eight days at most", "cause": "profile", "effect": "hold", "term_over": 8,
            "profile_ids": [Command.set(risky.ids)],
        })  # fmt: skip
        order = self.order(self.garage, 100, payment_term_id=self.env.ref("account.account_payment_term_30days").id)
        with self.on(DAY):
            self.assertFalse(self.passes(order))
            self.mine(order).action_receivable_apply_offer("shorter")
            self.assertTrue(self.passes(order))
        self.assertEqual(order.payment_term_id, self.env.ref("account.account_payment_term_immediate"))

    def test_amounts_are_in_the_orders_currency_and_still_pass(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 0.33)])
        order = self.order(self.garage, 2046, currency=euro)  # 6,200 in the company's currency
        found = self.offers(order)
        self.assertAlmostEqual(float(found["deposit"].amount), 726, delta=0.02)
        order.order_line.price_unit = float(found["smaller"].amount)
        self.assertTrue(self.passes(order))

    def test_an_offer_that_is_over_is_refused_with_a_sentence(self):
        order = self.order(self.garage, 6200)
        self.garage.credit_limit = 90000
        with self.assertRaises(UserError):
            self.mine(order).action_receivable_apply_offer("deposit")
