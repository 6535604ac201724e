"""Calls and replies open promises and disputes in one click."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.receivable_dunning.tests.common import after
from odoo.addons.receivable_dunning.tests.test_replies import Gateway


@tagged("post_install", "-at_install")
class TestReplies(Gateway):
    def test_a_day_is_offered_with_the_sentence_and_taken_in_one_click(self):
        reply = self.reply(self.sent(), "Hello,\n\nWe will pay on 3 April. Thank you.").with_user(self.collector)
        self.assertIn("<mark>We will pay on 3 April.</mark>", reply.marked_text)
        self.assertIn("3 April", reply.promise_offer)
        self.assertIn("1,000.00", reply.promise_offer)
        self.assertFalse(self.env["receivable.promise"].search([("partner_id", "=", self.garage.id)]), "never by itself")
        with self.on(after(6)):
            reply.action_promise()
        promise = self.env["receivable.promise"].search([("partner_id", "=", self.garage.id)])
        self.assertEqual((str(promise.promised_on)[5:], promise.amount, promise.source), ("04-03", 1000, "reply"))
        self.assertEqual((promise.note, promise.dunning_reply_id, reply.state), ("We will pay on 3 April.", reply, "answered"))

    def test_their_words_are_shown_never_run(self):
        reply = self.reply(self.sent(), "We pay on 3 April <img src=x onerror=alert(1)>.")
        self.assertIn("&lt;img", reply.marked_text)

    def test_a_reply_that_names_no_day_offers_none(self):
        reply = self.reply(self.sent(), "We will come back to you.").with_user(self.collector)
        self.assertFalse(reply.offers_promise)
        with self.assertRaises(UserError):
            reply.action_promise()

    def test_a_problem_is_offered_as_a_dispute_in_their_words(self):
        reply = self.reply(self.sent(), "Two shelves arrived broken.").with_user(self.collector)
        self.assertTrue(reply.offers_dispute)
        dispute = self.filled(reply.action_ask_dispute()).save()
        self.assertEqual((dispute.reason_id.code, dispute.text, dispute.source), ("QUALITE_ERR", "Two shelves arrived broken.", "reply"))
        self.assertEqual((dispute.move_line_ids, reply.state), (reply.action_id.line_ids.move_line_id, "answered"))

    def filled(self, action):
        """The window as its button opens it."""
        model = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"])
        return Form(model, view=action["views"][0][0] and self.env["ir.ui.view"].browse(action["views"][0][0]))


@tagged("post_install", "-at_install")
class TestCalls(Gateway):
    def setUp(self):
        super().setUp()
        self.bill = self.invoice(self.garage, after(0), 1000)
        for day in (5, 15):
            self.plan(after(day))
            self.send(after(day))
        self.call = self.plan(after(25))
        self.send(after(25))
        self.server.kept.clear()

    def said(self, outcome, **values):
        """What the window of an outcome records."""
        action = self.call.with_user(self.collector).action_ask_outcome(outcome)
        model = self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"])
        with self.on(after(25)):
            form = Form(model, view=self.env["ir.ui.view"].browse(action["views"][0][0]))
            for name, value in values.items():
                form[name] = value
            return form.save()

    def test_promised_is_a_promise_and_the_call_is_done(self):
        promise = self.said("promised", promised_on=after(40), amount=600, note="after the fair")
        self.assertEqual((promise.source, promise.amount, promise.dunning_call_id), ("call", 600, self.call))
        self.assertEqual((self.call.state, self.call.outcome, self.call.outcome_note), ("sent", "promised", "after the fair"))
        self.assertFalse(self.garage.receivable_pause_ids)
        self.assertFalse(self.garage.activity_ids)

    def test_disputed_is_a_dispute_and_the_call_is_done(self):
        dispute = self.said("disputed", reason_id=self.env.ref("receivable_dispute.reason_qualite_err"), amount=300, text="Scratched")
        self.assertEqual((dispute.source, dispute.amount), ("call", 300))
        self.assertEqual((self.call.state, self.call.outcome), ("sent", "disputed"))

    def by_code(self, *args, **kwargs):
        with self.on(after(25)):
            return self.call.with_user(self.collector).action_call_outcome(*args, **kwargs)["params"]["message"]

    def test_promised_by_code_is_a_promise_and_no_pause(self):
        told = self.by_code("promised", date=after(40), amount=600, note="after the fair")
        promise = self.env["receivable.promise"].search([("partner_id", "=", self.garage.id)])
        self.assertEqual((promise.amount, promise.promised_on, promise.dunning_call_id), (600, after(40), self.call))
        self.assertEqual((self.call.state, self.call.outcome, self.call.outcome_note), ("sent", "promised", "after the fair"))
        self.assertIn("600.00", told)
        self.assertFalse(self.garage.receivable_pause_ids)

    def test_promised_by_code_asks_for_a_day_and_an_amount_in_the_currency_of_the_items(self):
        with self.assertRaisesRegex(UserError, "Say a day to come"):
            self.by_code("promised")
        franc = self.setup_other_currency("CHF")
        self.call.sudo().line_ids.move_line_id = self.item(self.invoice(self.garage, after(0), 70, currency=franc))
        with self.assertRaisesRegex(UserError, "items in CHF"):
            self.by_code("promised", date=after(40), amount=60)
        self.assertFalse(self.env["receivable.promise"].search([("partner_id", "=", self.garage.id)]))

    def test_disputed_by_code_is_a_dispute_of_the_one_invoice_and_no_pause(self):
        told = self.by_code("disputed", note="Two shelves scratched")
        dispute = self.env["receivable.dispute"].search([("partner_id", "=", self.garage.id)])
        self.assertEqual((dispute.move_id, dispute.amount, dispute.reason_id.code), (self.bill, 1000, "AUTRE"))
        self.assertEqual((dispute.text, self.call.state), ("Two shelves scratched", "sent"))
        self.assertIn(dispute.name, told)
        self.assertFalse(self.garage.receivable_pause_ids)

    def test_disputed_by_code_about_several_invoices_asks_which(self):
        other = self.item(self.invoice(self.garage, after(0), 70))
        self.call.sudo().line_ids.copy({"action_id": self.call.id, "move_line_id": other.id, "alive": False})
        with self.assertRaisesRegex(UserError, "which one they contest"):
            self.by_code("disputed", note="Scratched")
        self.assertEqual(self.call.state, "approved")

    def test_the_other_outcomes_stay_as_they_were(self):
        self.assertEqual(self.call.action_ask_outcome("call_back")["res_model"], "dunning.call.outcome")
