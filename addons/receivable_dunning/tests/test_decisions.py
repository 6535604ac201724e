"""What people decide: who may, what follows, and one clear sentence when it is too late."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DunningCase, after


@tagged("post_install", "-at_install")
class TestDecisions(DunningCase):
    def setUp(self):
        super().setUp()
        self.action, (self.bill,) = self.reminder(1000)
        self.mine = self.action.with_user(self.collector)

    def on_the_day(self):
        return self.on(after(5))

    # -- rights -----------------------------------------------------------------------------------------------------------------

    def test_a_reader_decides_nothing(self):
        seen = self.action.with_user(self.reader)
        self.assertTrue(seen.why)
        for decide in (
            seen.action_approve,
            lambda: seen.action_skip("small"),
            lambda: seen.action_postpone(after(9)),
            seen.action_cancel,
            seen.action_undo,
            lambda: seen.action_resolve_doubt(True),
            seen.action_retry,
            seen.action_letter_instead,
            seen.action_call_instead,
            lambda: seen.action_change_text("Hello"),
            seen.action_send_to_myself,
            lambda: seen.action_call_outcome("promised"),
            lambda: seen.action_decide(True, "enough"),
            lambda: self.env["dunning.letter.batch"].with_user(self.reader).action_print_letters(),
        ):
            with self.assertRaises(AccessError):
                decide()
        self.assertEqual(self.action.state, "planned")

    def test_nobody_writes_on_a_message_behind_the_buttons(self):
        for user in self.collector, self.manager:
            with self.assertRaises(AccessError):
                self.action.with_user(user).write({"state": "sent"})
            with self.assertRaises(AccessError):
                self.action.line_ids.with_user(user).write({"amount": 1})

    def test_a_formal_notice_is_the_credit_managers(self):
        self.action.sudo().severity = 7
        with self.on_the_day():
            with self.assertRaises(AccessError):
                self.mine.action_approve()
            self.action.with_user(self.manager).action_approve()
        self.assertEqual(self.action.state, "approved")

    def test_messages_of_another_company_are_out_of_reach(self):
        other = self.setup_other_company()["company"]
        self.collector.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            self.mine.action_approve()

    # -- yes --------------------------------------------------------------------------------------------------------------------

    def test_approved_by_whom(self):
        with self.on_the_day():
            self.mine.action_approve()
        self.assertEqual((self.action.state, self.action.decided_by_id), ("approved", self.collector))

    def test_approving_asks_again(self):
        self.pay(self.bill, 400, after(5))
        with self.on_the_day():
            told = self.mine.action_approve()
        self.assertIn("new amounts", told["params"]["message"])
        self.assertEqual(self.action.amount_company, 600)

    def test_approving_what_was_paid_says_so(self):
        self.pay(self.bill, date=after(5))
        with self.on_the_day():
            told = self.mine.action_approve()
        self.assertEqual(told["params"]["message"], "Nothing left to ask: everything was paid.")
        self.assertEqual(self.action.state, "cancelled")

    def test_undo_until_it_leaves(self):
        with self.on_the_day():
            self.mine.action_approve()
            self.mine.action_undo()
        self.assertEqual((self.action.state, self.action.release), ("planned", "approve"))
        self.send(after(5))
        self.assertFalse(self.server.kept)

    def test_too_late_in_one_sentence(self):
        self.send(after(5))
        with self.assertRaisesRegex(UserError, "Too late: this message is “Sent”"):
            self.mine.action_cancel()
        self.action._set_state("sending")
        with self.assertRaisesRegex(UserError, "being sent now"):
            self.mine.action_skip("small")

    # -- no, later --------------------------------------------------------------------------------------------------------------

    def test_skipped_counts_as_done(self):
        with self.assertRaises(UserError):
            self.mine.action_skip(" ")
        self.mine.action_skip("Agreed by phone")
        self.assertEqual((self.action.state, self.action.reason), ("skipped", "Agreed by phone"))
        self.assertTrue(self.action.line_ids.alive)
        self.assertFalse(self.plan(after(6)))
        self.assertEqual(self.plan(after(15)).level_name, "2nd reminder")

    def test_cancelled_frees_the_step(self):
        self.mine.action_cancel()
        self.assertFalse(self.action.line_ids.alive)
        self.assertEqual(self.plan(after(6)).level_name, "1st reminder")

    def test_postponed_survives_any_change(self):
        with self.on_the_day():
            self.mine.action_postpone(after(9), "Their accountant is away")
        self.assertEqual((self.action.state, self.action.date), ("planned", after(9)))
        pause = self.garage.receivable_pause_ids
        self.assertEqual((pause.date_until, pause.user_id), (after(8), self.collector))
        self.send(after(8))
        self.assertFalse(self.server.kept)
        self.send(after(9))
        self.assertEqual(self.action.state, "sent")

    def test_postponed_to_the_past_is_refused(self):
        with self.on_the_day(), self.assertRaises(UserError):
            self.mine.action_postpone(after(5))

    # -- another way ------------------------------------------------------------------------------------------------------------

    def test_a_letter_instead_of_an_undelivered_email(self):
        self.garage.email = False
        self.send(after(5))
        self.assertEqual(self.action.state, "failed")
        self.mine.action_letter_instead()
        self.assertEqual((self.action.channel, self.action.state), ("letter", "approved"))
        self.assertTrue(self.action.line_ids.alive, "the step stays done")

    def test_a_call_instead(self):
        self.action._set_state("failed", reason="x")
        self.mine.action_call_instead()
        self.send(after(5))
        self.assertEqual(self.action.activity_id.user_id, self.collector)

    # -- the words --------------------------------------------------------------------------------------------------------------

    def test_other_words_for_this_message_only(self):
        with self.assertRaises(ValidationError):
            self.mine.action_change_text("Pay {{nonsense}}")
        self.mine.action_change_text("Dear Paul, {{total due}} as agreed.")
        self.send(after(5))
        self.assertIn("Dear Paul", self.words(self.mails()[0]))
        self.assertNotIn("Dear Paul", self.action.template_id.body)

    def test_a_sample_to_oneself_even_in_test_mode(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        before = self.env["mail.mail"].sudo().search([])
        with self.on_the_day():
            told = self.mine.action_send_to_myself()
        self.assertIn("colette@lunapres.example", told["params"]["message"])
        sample = self.env["mail.mail"].sudo().search([]) - before
        self.assertFalse(sample.filtered(lambda mail: "tourneboulon" in (mail.email_to or "")))
        self.assertEqual((self.action.state, self.server.kept), ("planned", []))

    def test_a_selection_to_oneself_is_one_sample_a_message_and_leaves_calls_out(self):
        second, _bills = self.reminder(500, payer=self.payer("Boulangerie", email="b@croustibelle.example"))
        call, _bills = self.reminder(700, payer=self.payer("Imprimerie", email="i@papyrus.example"))
        call.sudo().channel = "call"
        self.company.dunning_mode = "manual"  # a person sends each: all wait in To do
        before = self.env["mail.mail"].sudo().search([])
        rows = self.env["receivable.todo"].with_user(self.collector).search([("res_model", "=", "dunning.action")])
        with self.on_the_day():
            told = rows.filtered(lambda row: row.res_id in (self.action | second | call).ids).action_send_to_myself()
            with self.assertRaisesRegex(UserError, "no text to send"):
                call.with_user(self.collector).action_send_to_myself()
        samples = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(set(samples.mapped("email_to")), {self.collector.email_formatted})
        self.assertEqual(len(samples), 2)
        self.assertIn("2 messages sent to colette@lunapres.example.", told["params"]["message"])
        self.assertEqual((self.action | second).mapped("state"), ["planned", "planned"])


@tagged("post_install", "-at_install")
class TestByRpc(HttpCase, DunningCase):
    def test_a_reader_cannot_approve_by_rpc(self):
        action, _bills = self.reminder(1000)
        self.authenticate("lecteur", "lecteur")
        for method in "action_approve", "action_cancel", "_set_state", "_send_now":
            with mute_logger("odoo.http"):  # the refusal is what is tested
                answer = self.url_open(
                    f"/web/dataset/call_kw/dunning.action/{method}",
                    json={"jsonrpc": "2.0", "params": {"model": "dunning.action", "method": method, "args": [action.ids], "kwargs": {}}},
                ).json()
            self.assertIn("error", answer)
        self.assertEqual(action.state, "planned")
