from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.receivable_dispute.controllers.visitor import ACTS_PER_HOUR

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalPayment(PortalCase):
    """Paying chosen invoices online: the own ones, what is asked of them, matched with what was chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.method = cls.env.ref("payment.payment_method_unknown").sudo()
        cls.provider = cls.env["payment.provider"].sudo().create({
            "name": "Card", "code": "none", "state": "test", "is_published": True, "company_id": cls.company.id,
            "payment_method_ids": cls.method.ids, "allow_tokenization": True, "journal_id": cls.company_data["default_journal_bank"].id,
        })  # fmt: skip
        cls.method.write({"active": True, "support_tokenization": True})
        cls.env["account.payment.method"].sudo().create({"name": "Card", "code": "none", "payment_type": "inbound"})

    def begin(self, base, moves, amount, **values):
        """What the payment form sends when the customer has chosen a means of payment."""
        ids = "-".join(str(self.line(move).id) for move in moves)
        return self.make_jsonrpc_request(f"{base}/transaction/{ids}", {
            "provider_id": self.provider.id, "payment_method_id": self.method.id, "token_id": None, "amount": amount, "flow": "direct",
            "tokenization_requested": False, "landing_route": "https://elsewhere.example", "is_validation": False, "access_token": "",
            **values,
        })  # fmt: skip

    def refused(self, *arguments, **values):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.begin(*arguments, **values)
        self.assertFalse(self.transactions())

    def transactions(self):
        return self.env["payment.transaction"].sudo().search([("provider_id", "=", self.provider.id)])

    def pay_page(self, base, *moves):
        return self.get(f"{base}/pay?" + "&".join(f"item={self.line(move).id}" for move in moves)).text

    def done(self, transaction):
        transaction._set_done()
        transaction._post_process()

    # -- the page ---------------------------------------------------------------------------------------------------------

    def test_the_page_says_what_will_be_paid(self):
        for base in self.own_visits():
            with self.subTest(base=base):
                page = self.pay_page(base, self.late, self.soon)
                self.assertIn("2,130.00", page)
                self.assertIn(self.soon.name, page)
                self.assertNotIn(self.coming.name, page)
        self.assertFalse(self.transactions(), "looking changes nothing")

    def test_invoices_of_others_are_not_payable_here(self):
        for base in self.own_visits():
            for moves in ([self.theirs], [self.elsewhere], [self.late, self.theirs]):
                with self.subTest(base=base):
                    self.assertIn("just been paid or changed", self.pay_page(base, *moves))

    def test_words_instead_of_numbers_lead_back_to_the_account(self):
        base = self.sign_in()
        for query in ("", "item=x", "item=-1", "item=999999999999999999"):
            with self.subTest(query=query):
                self.assertEqual(self.get(f"{base}/pay?{query}").status_code, 200)

    # -- the transaction --------------------------------------------------------------------------------------------------

    def test_two_invoices_are_paid_at_once_and_matched(self):
        self.begin(self.sign_in(), [self.late, self.soon], 2130)
        transaction = self.transactions()
        self.assertEqual((transaction.amount, transaction.partner_id), (2130, self.paul.partner_id))
        self.assertEqual(transaction.landing_route, "/my/balance?said=paid", "where the browser goes afterwards is said by us")
        self.done(transaction)
        self.assertEqual((self.late.amount_residual, self.soon.amount_residual, self.coming.amount_residual), (0, 0, 3400))

    def test_behind_a_link_the_payer_pays_whoever_is_signed_in(self):
        base = self.open_link()
        self.begin(base, [self.late], 890)
        self.assertEqual(self.transactions().partner_id, self.papyrus)

    def test_what_was_changed_meanwhile_is_not_paid(self):
        base = self.sign_in()
        self.refused(base, [self.late], 889)
        self.refused(base, [self.late], "890")
        self.pay(self.late)
        self.refused(base, [self.late], 890)

    def test_nobody_begins_a_payment_for_another_account(self):
        for base in self.own_visits():
            for moves, amount in (([self.theirs], 2460), ([self.elsewhere], 777), ([self.late, self.theirs], 3350)):
                with self.subTest(base=base):
                    self.refused(base, moves, amount)

    def test_an_anonymous_visitor_and_the_link_of_another_begin_nothing(self):
        self.authenticate(None, None)
        self.refused("/my/balance", [self.late], 890)
        self.open_link(self.link_of_other)
        self.refused(f"/my/balance/link/{self.access().id}", [self.late], 890)

    def test_a_link_that_ended_begins_nothing(self):
        base, access = self.open_link(), self.access()
        access.expires_on = self.today - timedelta(days=1)
        self.refused(base, [self.late], 890)
        access.write({"expires_on": self.today, "revoked_on": self.today})
        self.refused(base, [self.late], 890)

    def test_behind_a_link_no_card_is_saved_and_no_saved_card_is_used(self):
        base = self.open_link()
        self.refused(base, [self.late], 890, tokenization_requested=True)
        token = self.env["payment.token"].sudo().create({
            "provider_id": self.provider.id, "payment_method_id": self.method.id, "payment_details": "4242", "partner_id": self.papyrus.id,
            "provider_ref": "x",
        })  # fmt: skip
        self.refused(base, [self.late], 890, flow="token", token_id=token.id)
        self.assertNotIn("4242", self.pay_page(base, self.late))

    def test_a_provider_of_another_company_or_switched_off_is_not_used(self):
        base = self.sign_in()
        elsewhere = self.provider.copy({"company_id": self.other_company.id, "state": "test", "is_published": True, "journal_id": False})
        self.refused(base, [self.late], 890, provider_id=elsewhere.id)
        self.provider.state = "disabled"
        self.refused(base, [self.late], 890)

    def test_what_is_under_way_is_said_and_cannot_be_ticked_again(self):
        base = self.sign_in()
        self.begin(base, [self.late], 890)
        self.transactions()._set_pending()
        page = self.get(base).text
        self.assertIn("received, being recorded", page)
        self.assertNotIn(f'id="item_{self.line(self.late).id}"', page)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.begin(base, [self.late], 890)

    def test_payment_after_payment_is_asked_to_wait(self):
        base = self.sign_in()
        for _time in range(ACTS_PER_HOUR):
            self.env["receivable.portal.count"]._within("form", f"user {self.paul.id}", ACTS_PER_HOUR, hours=1)
        self.refused(base, [self.late], 890)

    def test_what_is_owed_to_two_companies_is_paid_to_each_apart(self):
        self.paul.company_ids |= self.other_company
        base = self.sign_in()
        page = self.get(base).text
        self.assertIn("Company B", page)
        self.assertIn("777.00", page)
        self.assertIn("777.00", self.pay_page(base, self.elsewhere))
        self.assertIn("just been paid or changed", self.pay_page(base, self.late, self.elsewhere))
        self.refused(base, [self.late, self.elsewhere], 1667)

    # -- what the money is matched with -------------------------------------------------------------------------------------

    def test_the_second_instalment_alone_may_be_paid(self):
        term = self.env["account.payment.term"].create({"name": "Twice", "line_ids": [
            fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (30, 60)
        ]})  # fmt: skip
        bill = self.invoice(self.papyrus, self.today, 1000, invoice_payment_term_id=term.id, invoice_date_due=False)
        first, second = self.item(bill)
        base = self.sign_in()
        self.make_jsonrpc_request(f"{base}/transaction/{second.id}", {
            "provider_id": self.provider.id, "payment_method_id": self.method.id, "token_id": None, "amount": 500, "flow": "direct",
            "tokenization_requested": False, "landing_route": "", "is_validation": False,
        })  # fmt: skip
        self.done(self.transactions())
        self.assertEqual((first.amount_residual, second.amount_residual), (500, 0))

    def test_online_payment_switched_off_leaves_the_account_readable(self):
        self.env["ir.config_parameter"].sudo().set_param("account_payment.enable_portal_payment", "False")
        base = self.sign_in()
        self.assertNotIn("o_receivable_pay ", self.get(base).text)
        self.assertIn("just been paid or changed", self.pay_page(base, self.late))
        self.refused(base, [self.late], 890)
