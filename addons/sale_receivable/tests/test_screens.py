"""The screens: told early on the quotation, helped at the refusal, decided with a reason."""

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import html2plaintext

from .common import OrderCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestScreens(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receivable_decider_id = cls.manager
        cls.manager.name, cls.seller.name = "Gérard Encours", "Victor Devis"

    def ask(self, order):
        order.with_user(self.seller).action_receivable_ask_release("They pay on Friday")
        return order

    def notes(self, order):
        """Notes to people about an order, newest first."""
        return self.env["mail.message"].sudo().search(
            [("model", "=", "sale.order"), ("res_id", "=", order.id), ("message_type", "=", "user_notification")]
        )

    def words(self, note):
        return html2plaintext(note.body).replace("\xa0", " ")

    # -- confirming -----------------------------------------------------------------------------------------------------------

    def test_of_several_the_good_ones_go_and_the_others_stay_with_their_reasons(self):
        good, bad = self.order(self.garage, 400), self.order(self.garage, 5000)
        action = (good | bad).with_user(self.seller).action_receivable_confirm()
        result = self.env["credit.confirmation"].with_user(self.seller).browse(action["res_id"])
        self.assertEqual((result.confirmed_ids, result.held_ids), (good, bad))
        self.assertEqual(result.sentence, "Confirmed: 1 · On hold: 1")
        self.assertIn("over the limit", result.held_ids.receivable_reason)

    def test_the_refusal_says_why_and_what_would_pass(self):
        order = self.order(self.garage, 3000, 600)
        window = order.with_user(self.seller).with_context(receivable_dialog=True).action_confirm()
        form = Form(self.env["credit.refusal"].with_user(self.seller).with_context(**window["context"]))
        self.assertIn("over the limit", form.receivable_reasons[0]["text"])
        self.assertEqual([offer["code"] for offer in form.receivable_offers["offers"]], ["deposit", "smaller"])
        self.assertEqual({offer["button"] for offer in form.receivable_offers["offers"]}, {"Ask for it", "Show lines"})

    def test_the_refusal_of_an_order_of_somebody_else_is_not_read(self):
        order = self.order(self.garage, 5000, user=self.manager)
        refusal = self.env["credit.refusal"].with_user(self.seller).create({"order_id": order.id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            refusal.read(["receivable_reasons"])

    def test_the_bar_says_who_decides_and_since_when(self):
        order = self.ask(self.order(self.garage, 5000))
        self.assertIn("Waits for a decision of Gérard Encours", self.mine(order).receivable_alert)
        order.with_user(self.manager).action_receivable_refuse("Two notices unanswered")
        self.assertIn("Not released", self.mine(order).receivable_alert)
        self.assertFalse(self.mine(self.order(self.garage, 10)).receivable_alert)

    def test_the_release_window_names_the_ceiling_of_its_reader(self):
        self.company.receivable_release_manager = 8000
        order = self.ask(self.order(self.garage, 5000))
        form = Form(self.env["credit.release.wizard"].with_user(self.manager).with_context(active_id=order.id))
        self.assertIn("8,000.00", form.ceiling_text)
        form.kind = "amount"
        self.assertIn("within the amount", form.consequence)
        form.amount, form.reason = 6000, "Transfer confirmed"
        form.save().action_release()
        self.assertEqual((order.receivable_credit_state, order.receivable_release_ids.amount), ("released", 6000))

    def test_an_answer_needs_words_and_reaches_the_order(self):
        order = self.ask(self.order(self.garage, 5000))
        form = Form(self.env["credit.answer"].with_user(self.manager).with_context(active_id=order.id, default_answer="documents"))
        with self.assertRaises(AssertionError):
            form.save()
        form.words = "The last balance sheet"
        form.save().action_answer()
        self.assertEqual(order.receivable_credit_state, "documents")
        self.assertIn("The last balance sheet", self.notes(order)[:1].body)

    # -- mails ----------------------------------------------------------------------------------------------------------------

    def test_the_salesperson_and_the_decider_are_told_of_a_hold_and_the_customer_is_not(self):
        order = self.order(self.garage, 5000)
        order.message_subscribe(self.garage.ids)
        with self.on("2026-06-26 10:00:00"):  # a Friday
            self.ask(order)
        note = self.notes(order)[:1]
        self.assertEqual(note.subject, f"Garage Tourneboulon: order {order.name} awaiting approval")
        self.assertEqual(note.notified_partner_ids, (self.seller | self.manager).partner_id)
        for words in ("Hello Victor Devis", "5,000.00", "over the limit", "Deposit of", "Gérard Encours", "Monday 29 June"):
            self.assertIn(words, self.words(note))

    def test_what_would_pass_is_left_out_where_nothing_would(self):
        self.env["credit.rule"].create(
            {"name": "Never", "cause": "profile", "effect": "hold", "profile_ids": self.env["payer.profile"].search([]).ids,
             "except_prepaid": False}
        )  # fmt: skip
        self.garage.payer_profile_id = self.env.ref("receivable.payer_profile_risky")
        order = self.ask(self.order(self.garage, 100))
        self.assertNotIn("What would let it", self.notes(order)[:1].body)

    def test_a_release_tells_how_far_and_until_when(self):
        order = self.ask(self.order(self.garage, 5000))
        with self.on("2026-06-26 10:00:00"):
            order.with_user(self.manager).action_receivable_release("until", until="2026-07-10", reason="Season")
        body = self.words(self.notes(order)[:1])
        self.assertIn("approved by Gérard Encours, until 07/10/2026 and up to $ 5,000.00", body)

    def test_an_order_without_salesperson_waits_without_a_mail(self):
        order = self.order(self.garage, 5000)
        order.user_id = False
        order._receivable_tell_hold()
        self.assertFalse(self.notes(order))


@tagged("post_install", "-at_install")
class TestTours(HttpCase, OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.name = "Gérard Encours"
        cls.company.receivable_decider_id = cls.manager
        cls.held = cls.order(cls.garage, 1500, 600)

    def test_a_salesperson_is_told_helped_and_asks_and_the_manager_releases(self):
        self.start_tour("/odoo/sales", "sale_receivable_ask_for_release", login="victor")
        self.assertEqual(self.held.receivable_credit_state, "held")
        self.start_tour("/odoo/credit-holds", "sale_receivable_release", login="gerard")
        self.assertEqual(self.held.receivable_release_ids.reason, "Transfer confirmed by their bank")
        self.held.with_user(self.seller).action_confirm()
        self.assertEqual(self.held.state, "sale")


@tagged("post_install", "-at_install")
class TestCustomersPage(HttpCase, OrderCase):
    def page(self, order):
        return html2plaintext(self.url_open(order.get_portal_url()).text)

    def test_a_signed_order_that_waits_says_when_we_answer_and_no_word_of_credit(self):
        order = self.order(self.garage, 5000)
        order.write({"state": "sent", "require_signature": True, "signed_by": "Paul Pressé", "signature": PIXEL})
        order._validate_order()
        self.assertEqual(order.receivable_credit_state, "held")
        page = self.page(order)
        self.assertIn("Thank you, your order is signed. We confirm it within one working day.", page)
        for word in ("credit", "limit", "hold", "risk"):
            self.assertNotRegex(page.lower(), rf"\b{word}\b")

    def test_an_order_that_waits_for_the_customer_says_nothing_new(self):
        order = self.order(self.garage, 5000)
        order.state = "sent"
        self.assertNotIn("your order is signed", self.page(order))


@tagged("post_install", "-at_install")
class TestPhone(HttpCase, OrderCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_risk_is_read_on_a_phone(self):
        self.manager.name = "Gérard Encours"
        self.company.receivable_decider_id = self.manager
        self.order(self.garage, 1500, 600)
        self.start_tour("/odoo/sales", "sale_receivable_on_a_phone", login="victor")
