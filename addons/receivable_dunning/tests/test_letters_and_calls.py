"""Paper, phone and the last decision: what a person does, and what the suite does of it."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.receivable_dunning.models.dunning_template import DunningTemplate

from .common import DunningCase, after

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
"""


@tagged("post_install", "-at_install")
class TestLetters(DunningCase):
    def setUp(self):
        super().setUp()
        self.printed = []
        patcher = patch.object(DunningTemplate, "_letters_pdf", lambda template, sheets: self.printed.append(sheets) or PDF)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.Batch = self.env["dunning.letter.batch"].with_user(self.collector).with_company(self.company)

    def letters(self, *postcodes):
        payers = self.env["res.partner"].create([
            {
                "name": f"École {zip}", "is_company": True, "street": "1 rue", "zip": zip, "city": "Ville",
                "country_id": self.env.ref("base.fr").id, "property_payment_term_id": False,
            }
            for zip in postcodes
        ])  # fmt: skip
        for payer in payers:
            self.invoice(payer, after(0), 500)
        actions = self.plan(after(5))
        self.send(after(5))
        return actions

    def print(self):
        with self.on(after(5)):
            self.Batch.action_print_letters()
        return self.Batch.search([], limit=1)

    def test_one_file_in_the_order_of_the_postcodes(self):
        actions = self.letters("75002", "13001", "69003")
        self.assertEqual(set(actions.mapped("channel")), {"letter"})
        self.assertEqual(set(actions.mapped("state")), {"approved"})
        batch = self.print()
        (sheets,) = self.printed
        codes = [next(code for code in ("75002", "13001", "69003") if code in sheet) for sheet in sheets]
        self.assertEqual(codes, ["13001", "69003", "75002"])
        self.assertTrue(batch.attachment_id.raw.startswith(b"%PDF"))
        self.assertEqual(batch.action_ids, actions)

    def test_the_same_file_is_given_again(self):
        self.letters("75002")
        batch = self.print()
        again = batch.action_open_file()
        self.assertIn(str(batch.attachment_id.id), again["url"])
        with self.on(after(5)), self.assertRaises(UserError):
            self.Batch.action_print_letters()
        self.assertEqual(len(self.printed), 1)

    def test_sent_when_a_person_says_posted(self):
        actions = self.letters("75002", "13001")
        batch = self.print()
        self.assertEqual(set(actions.mapped("state")), {"approved"})
        batch.action_mark_posted(after(6))
        self.assertEqual(set(actions.mapped("state")), {"sent"})
        self.assertEqual(set(actions.mapped("date")), {after(6)})
        self.assertIn("500.00", actions[0].partner_id.message_ids[0].body)
        with self.assertRaises(UserError):
            batch.action_mark_posted(after(7))

    def test_the_gate_is_asked_again_at_printing(self):
        action = self.letters("75002")
        self.pay(action.line_ids.move_line_id.move_id, date=after(5))
        with self.on(after(5)), self.assertRaises(UserError):
            self.Batch.action_print_letters()

    def test_no_usable_address_is_undelivered(self):
        action = self.letters("75002")
        action.partner_id.city = False
        action.sudo().partner_id.flush_recordset()
        ready = self.env["dunning.channel.letter"].sudo()._prepare(action.sudo(), after(5))
        self.assertEqual((ready, action.state), ({}, "failed"))
        self.assertIn("No usable postal address", action.reason)

    def test_a_formal_notice_keeps_its_very_bytes_and_is_announced_once_posted(self):
        self.invoice(self.garage, after(0), 1000)
        for day in (5, 15, 25):
            self.plan(after(day))
            self.send(after(day))
        call = self.env["dunning.action"].search([("partner_id", "=", self.garage.id), ("channel", "=", "call")])
        self.calls_alone()
        with self.on(after(25)):
            call.with_user(self.collector).action_call_outcome("disputed", date=after(26), note="Scratched")
        self.plan(after(40))
        actions = self.env["dunning.action"].search([("partner_id", "=", self.garage.id), ("level_name", "=", "Formal notice")])
        letter = actions.filtered(lambda action: action.channel == "letter")
        announce = actions - letter
        self.assertEqual((letter.severity, announce.origin, announce.channel), (7, "companion", "email"))
        with self.on(after(40)):
            letter.with_user(self.manager).action_approve()
        before = len(self.server.kept)
        self.send(after(40))
        self.assertEqual((announce.state, len(self.server.kept)), ("approved", before), "it waits for the letter")
        with self.on(after(40)):
            self.Batch.action_print_letters()
        self.Batch.search([], limit=1).action_mark_posted(after(40))
        self.send(after(40))
        self.assertEqual((letter.state, announce.state), ("sent", "sent"))
        self.assertIn("application/pdf", letter.attachment_ids.mapped("mimetype"))
        letter.with_user(self.collector).action_track(" 1A 234 567 8901 2 ")
        self.assertEqual(letter.tracking_number, "1A 234 567 8901 2")
        with self.assertRaises(UserError):
            announce.with_user(self.collector).action_track("1")


@tagged("post_install", "-at_install")
class TestCalls(DunningCase):
    def setUp(self):
        super().setUp()
        self.calls_alone()
        self.bill = self.invoice(self.garage, after(0), 1000)
        for day in (5, 15):
            self.plan(after(day))
            self.send(after(day))
        self.call = self.plan(after(25))
        self.send(after(25))
        self.mine = self.call.with_user(self.collector)

    def outcome(self, *args, day=25, **kwargs):
        with self.on(after(day)):
            return self.mine.action_call_outcome(*args, **kwargs)["params"]["message"]

    def test_the_call_is_on_the_collectors_agenda_without_an_amount(self):
        activity = self.call.activity_id
        self.assertEqual((self.call.channel, activity.user_id, activity.res_id), ("call", self.collector, self.garage.id))
        self.assertEqual(activity.summary, "Call Garage Tourneboulon")
        self.send(after(25))
        self.assertEqual(len(self.garage.activity_ids), 1)

    def test_promised_rests_until_the_day(self):
        self.outcome("promised", date=after(40), amount=600, note="after the fair")
        self.assertEqual((self.call.state, self.call.outcome), ("sent", "promised"))
        pause = self.garage.receivable_pause_ids
        self.assertEqual((pause.scope, pause.date_until, pause.move_line_ids), ("items", after(40), self.item(self.bill)))
        self.assertIn("600", pause.reason)
        self.assertFalse(self.garage.activity_ids)
        self.assertIn("after the fair", self.garage.message_ids[0].body)
        self.assertFalse(self.plan(after(40)))
        self.assertTrue(self.plan(after(41)))

    def test_no_answer_reads_the_screen_again(self):
        with self.on(after(25)):
            told = self.mine.action_no_answer()
        self.assertEqual(told["params"]["next"]["type"], "ir.actions.act_window_close")

    def test_one_call_is_told_once(self):
        before = len(self.garage.message_ids)
        self.outcome("promised", date=after(40), amount=600)
        self.assertEqual(len(self.garage.message_ids) - before, 1, "the pause tells it")
        told = self.garage._receivable_timeline(self.company)
        self.assertEqual([one.kind for one in told if one.kind == "call"], ["call"])

    def test_a_promise_needs_a_day(self):
        with self.assertRaises(UserError):
            self.outcome("promised")
        with self.assertRaises(UserError):
            self.outcome("never heard of")
        self.assertEqual(self.call.state, "approved")

    def test_disputed_rests_and_somebody_answers(self):
        self.outcome("disputed", note="Two shelves scratched")
        self.assertEqual(self.call.state, "sent")
        self.assertEqual(self.garage.receivable_pause_ids.date_until, after(39))
        self.assertEqual(self.garage.activity_ids.summary, "Answer the dispute")

    def test_call_back_moves_the_call(self):
        self.outcome("call_back", date=after(28))
        self.assertEqual((self.call.state, self.call.date, self.call.activity_id.date_deadline), ("planned", after(28), after(28)))

    def test_no_answer_three_times_becomes_a_letter(self):
        self.assertIn("Next try", self.outcome("no_answer"))
        self.assertEqual((self.call.state, self.call.date, self.call.tries), ("planned", after(26), 1))
        self.send(after(26))
        self.outcome("no_answer", day=26)
        self.send(after(27))
        self.assertIn("a letter follows", self.outcome("no_answer", day=27))
        self.assertEqual((self.call.channel, self.call.state), ("letter", "approved"))
        self.assertEqual(self.call.template_id.code, "reminder_2_standard")

    def test_a_wrong_number_asks_for_another_way(self):
        self.outcome("wrong_number")
        self.assertEqual(self.call.state, "failed")
        self.assertIn("wrong number", self.call.reason)

    def test_a_rest_paid_meanwhile_needs_no_call(self):
        self.pay(self.bill, date=after(26))
        self.send(after(26))
        self.assertEqual(self.call.state, "cancelled")
        self.assertFalse(self.garage.activity_ids)

    def test_hand_over_is_the_credit_managers_decision(self):
        self.outcome("call_back", date=after(26))
        self.mine.sudo()._set_state("sent", date=after(25))
        decision = self.plan(after(60))
        decision = decision.filtered(lambda action: action.channel == "decision") or self.decision()
        with self.assertRaises(AccessError):
            decision.with_user(self.collector).action_decide(True, "enough")
        with self.on(after(60)):
            with self.assertRaises(UserError):
                decision.with_user(self.manager).action_decide(True, " ")
            decision.with_user(self.manager).action_decide(True, "Nothing helps")
        self.assertEqual(decision.state, "sent")
        pause = self.garage.receivable_pause_ids
        self.assertFalse(pause.date_until)
        self.assertTrue(pause.stop_messages and pause.stop_debits and pause.stop_charges and not pause.stop_order_blocks)
        with self.on(after(61)):
            self.assertTrue(self.garage.with_company(self.company).dunning_handed_over, "the ribbon says so, not Paused")
        self.assertFalse(self.plan(after(70)))
        self.assertFalse(pause.is_forgotten)
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual((receipt.reason_group, receipt.forgotten), ("Handed over", False))

    def decision(self):
        level = self.scenario.level_ids.filtered(lambda level: level.channel == "decision")
        return self.env["dunning.action"].sudo().create({
            "company_id": self.company.id, "partner_id": self.garage.id, "scenario_id": self.scenario.id, "level_id": level.id,
            "level_name": level.name, "severity": 9, "kind": "reminder", "channel": "decision", "release": "approve", "date": after(60),
        })  # fmt: skip

    def test_one_more_attempt(self):
        decision = self.decision()
        with self.on(after(60)):
            decision.with_user(self.manager).action_decide(False, "They promised to call")
        self.assertEqual((decision.state, decision.reason), ("skipped", "They promised to call"))
        self.assertIn("one more attempt", self.garage.message_ids[0].body)
