from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.payment.tests.http_common import PaymentHttpCommon
from odoo.addons.sale.tests.common import SaleCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


@tagged("post_install", "-at_install")
class TestCustomersDoors(AccountPaymentCommon, PaymentHttpCommon, SaleCommon):
    """A customer signs or pays on line: what they do is kept whatever the verdict, and they read no word of credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.sale_order
        cls.currency = cls.order.currency_id
        cls.partner = cls.order.partner_invoice_id
        cls.amount = cls.order.amount_total
        cls.order.company_id.account_use_credit_limit = True
        cls.provider.journal_id.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == cls.provider
        ).payment_account_id = cls.inbound_payment_method_line.payment_account_id
        cls.payer = cls.partner.commercial_partner_id.with_company(cls.order.company_id)
        cls.payer.payer_kind = "company"
        cls.payer.credit_limit = cls.amount - 100
        cls.order.message_subscribe(cls.order.user_id.partner_id.ids)

    # -- signature ------------------------------------------------------------------------------------------------------------

    def sign(self):
        self.order.write({"require_signature": True, "require_payment": False, "state": "sent"})
        token = self.order._portal_ensure_token()
        answer = self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept", {"access_token": token, "name": "Paul Pressé", "signature": PIXEL}
        )
        self.env.invalidate_all()
        page = self.url_open(f"/my/orders/{self.order.id}?access_token={token}&message=sign_ok")
        return answer, page

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_a_signature_is_kept_and_the_order_waits(self):
        answer, page = self.sign()
        self.assertTrue(answer.get("force_refresh"), answer)
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sent", "held"))
        self.assertEqual(self.order.signed_by, "Paul Pressé")
        self.assertTrue(self.order.signature)
        self.assertEqual(page.status_code, 200)
        for word in ("limit", "Credit hold", "credit hold", "overdue"):
            self.assertNotIn(word, page.text)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_a_signature_confirms_an_order_that_passes(self):
        self.payer.credit_limit = self.amount
        self.sign()
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sale", "none"))

    # -- payment --------------------------------------------------------------------------------------------------------------

    def pay(self, amount):
        """The customer pays on the portal's page, and the page asks how it went."""
        self.order.write({"require_payment": True, "require_signature": False, "prepayment_percent": amount / self.amount, "state": "sent"})
        token = self.order._portal_ensure_token()
        self.make_jsonrpc_request(f"/my/orders/{self.order.id}/transaction", {
            "access_token": token, "provider_id": self.provider.id, "payment_method_id": self.payment_method.id, "token_id": None,
            "amount": amount, "flow": "direct", "tokenization_requested": False, "landing_route": "/my/orders",
            "is_validation": False,
        })  # fmt: skip
        payment = self.order.transaction_ids
        payment._set_done()
        self.env.flush_all()
        self.make_jsonrpc_request("/payment/status/poll", {})
        self.env.invalidate_all()
        return payment

    def test_a_payment_of_the_whole_order_confirms_it_and_nothing_is_to_check(self):
        payment = self.pay(self.amount)
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sale", "none"))
        self.assertTrue(payment.is_post_processed and payment.payment_id)

    def test_a_part_payment_is_recorded_and_the_delivery_is_to_check(self):
        payment = self.pay(50.0)
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sale", "paid_check"))
        self.assertTrue(payment.is_post_processed and payment.payment_id)
        self.assertEqual(self.order.receivable_over_by, 50)

    def test_a_deposit_that_covers_what_is_over_passes(self):
        self.pay(100.0)
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sale", "none"))

    def test_an_authorised_payment_confirms_the_order_as_well(self):
        self.order.write({"require_payment": True, "prepayment_percent": 0.01, "state": "sent"})
        self.provider.support_manual_capture = "full_only"
        payment = self._create_transaction(
            "direct", amount=10.0, state="authorized", sale_order_ids=[Command.set(self.order.ids)], reference="Authorised"
        )
        payment._post_process()
        self.assertEqual((self.order.state, self.order.receivable_credit_state), ("sale", "paid_check"))
