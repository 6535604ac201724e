"""A payer hears from us so many times a week at most, whatever the level, the channel or the company."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_dunning.logic import sending
from odoo.addons.receivable_dunning.models.dunning_contact_count import PARAMETER
from odoo.addons.receivable_dunning.models.dunning_template import DunningTemplate

from .common import DunningCase, after
from .test_letters_and_calls import PDF
from .test_outbox import BUSY

SATURDAY, MONDAY = after(5), after(7)
NOTICE = after(40)  # a Saturday too


@tagged("post_install", "-at_install")
class TestContactBudget(DunningCase):
    def setUp(self):
        super().setUp()
        self.count = self.env["dunning.contact.count"].sudo()

    def use_up(self, day=SATURDAY, payer=None, times=3):
        for _time in range(times):
            self.assertTrue(self.count._take(payer or self.garage, day))

    def used(self, day=SATURDAY):
        """The counter of the garage in the week of that day."""
        return self.count.search([("partner_id", "=", self.garage.id), ("week", "=", sending.monday(day))]).mapped("used")

    # -- e-mail -----------------------------------------------------------------------------------------------------------------

    def test_a_reminder_counts(self):
        action, _bills = self.reminder(1000)
        self.send(SATURDAY)
        self.assertEqual((action.state, self.used()), ("sent", [1]))

    def test_the_fourth_contact_waits_for_monday_and_says_so(self):
        self.use_up()
        action, _bills = self.reminder(1000)
        deadline = action.deadline
        self.send(SATURDAY)
        self.assertEqual((action.state, action.date, self.server.kept), ("approved", MONDAY, []))
        self.assertEqual(action.deadline, fields.Date.add(deadline, days=2))
        self.assertIn("were used up: it waits until 03/23/2026", action.why_text)
        self.assertFalse(action.mail_message_id)
        self.send(after(6))
        self.assertFalse(self.server.kept)
        self.send(MONDAY)
        self.assertEqual((action.state, len(self.server.kept), self.used(), self.used(MONDAY)), ("sent", 1, [3], [1]))
        self.assertNotIn("used up", action.why_text)

    def test_who_approves_is_told_that_it_waits(self):
        self.company.sudo()._dunning_go_live("manual", fields.Datetime.now())
        self.use_up()
        action, _bills = self.reminder(1000)
        with self.on(SATURDAY):
            told = action.with_user(self.collector).action_approve()
        self.assertIn("it waits until 03/23/2026", told["params"]["message"])
        self.assertEqual((action.state, action.date), ("approved", MONDAY))

    def test_a_message_that_waits_is_not_planned_again(self):
        self.use_up()
        action, _bills = self.reminder(1000)
        self.send(SATURDAY)
        self.assertFalse(self.plan(after(6)))
        self.assertEqual(action.state, "approved")

    def test_the_claim_itself_refuses_what_went_over_meanwhile(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, SATURDAY, {})
        self.use_up()
        self.assertFalse(outbox._claim(mail, SATURDAY))
        self.assertEqual((action.state, action.date, action.attempts), ("approved", MONDAY, 0))
        self.assertFalse(action.mail_message_id, "what has not left is not on the timeline")

    def test_what_may_not_be_claimed_costs_no_contact(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, SATURDAY, {})
        self.company.sudo().dunning_mode = "test"
        self.assertFalse(outbox._claim(mail, SATURDAY))
        self.assertFalse(self.used())

    def test_a_message_tried_five_times_is_one_contact(self):
        self.server.behaviour = [BUSY] * 2
        action, _bills = self.reminder(1000)
        for _attempt in range(3):
            action.sudo().not_before = False
            self.send(SATURDAY)
        self.assertEqual((action.state, action.attempts, self.used()), ("sent", 3, [1]))

    def test_a_message_sent_again_after_a_doubt_is_one_contact(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, SATURDAY, {})
        outbox._claim(mail, SATURDAY)
        action.sudo().claimed_at = SATURDAY
        outbox._sweep()
        self.assertEqual((action.state, self.used()), ("doubtful", [1]))
        action.with_user(self.collector).action_resolve_doubt(False)
        self.send(SATURDAY)
        self.assertEqual((action.state, self.used()), ("sent", [1]))

    def test_a_prevenance_that_would_come_too_late_is_cancelled(self):
        self.invoice(self.garage, fields.Date.add(SATURDAY, days=1), 1000)
        self.use_up()
        prevenance = self.plan(SATURDAY)
        self.assertEqual(prevenance.kind, "prevenance")
        self.send(SATURDAY)
        self.assertEqual((prevenance.state, self.server.kept), ("cancelled", []))
        self.assertIn("used up before it fell due", prevenance.reason)

    def test_a_message_by_hand_counts_and_is_not_held_up(self):
        self.use_up()
        action, _bills = self.reminder(1000)
        action.sudo().origin = "manual"
        self.send(SATURDAY)
        self.assertEqual((action.state, self.used()), ("sent", [4]))

    @mute_logger("odoo.addons.base.models.ir_mail_server")
    def test_a_sample_to_oneself_is_no_contact(self):
        action, _bills = self.reminder(1000)
        with self.on(SATURDAY):
            action.with_user(self.collector).action_send_to_myself()
        self.assertFalse(self.used())

    def test_test_mode_costs_nothing(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        self.reminder(1000)
        self.send(SATURDAY)
        self.assertFalse(self.used())

    # -- paper and phone --------------------------------------------------------------------------------------------------------

    def formal_notice(self):
        """A formal notice and its e-mail, in a week of their own; what was said before is in the weeks before."""
        self.enterContext(patch.object(DunningTemplate, "_letters_pdf", lambda template, sheets: PDF))
        self.invoice(self.garage, after(0), 1000)
        for day in (5, 15, 25):
            self.plan(after(day))
            self.send(after(day))
        call = self.env["dunning.action"].search([("partner_id", "=", self.garage.id), ("channel", "=", "call")])
        self.calls_alone()
        with self.on(after(25)):
            call.with_user(self.collector).action_call_outcome("disputed", date=after(26))
        actions = self.plan(NOTICE)
        letter = actions.filtered(lambda action: action.channel == "letter")
        return letter, actions - letter

    def print(self):
        self.env["dunning.letter.batch"].with_user(self.collector).with_company(self.company).action_print_letters()

    def test_a_letter_and_its_announcement_are_one_contact(self):
        letter, announcement = self.formal_notice()
        with self.on(NOTICE):
            letter.with_user(self.manager).action_approve()
            self.print()
            self.assertEqual(self.used(NOTICE), [1], "a letter counts when it is printed")
            letter.letter_batch_id.with_user(self.collector).action_mark_posted()
        self.send(NOTICE)
        self.assertEqual((letter.state, announcement.state, self.used(NOTICE)), ("sent", "sent", [1]))

    def test_an_announcement_of_the_next_week_is_no_second_contact(self):
        letter, announcement = self.formal_notice()
        letter.sudo()._take_contact(NOTICE)
        self.assertTrue(announcement.sudo()._take_contact(after(42)))
        self.assertEqual((self.used(NOTICE), self.used(after(42))), ([1], []))

    def test_a_letter_over_the_budget_is_not_printed(self):
        letter, _announcement = self.formal_notice()
        with self.on(NOTICE):
            letter.with_user(self.manager).action_approve()
            self.use_up(NOTICE)
            with self.assertRaisesRegex(UserError, "used up"):
                self.print()
        self.assertFalse(letter.letter_batch_id)
        self.send(NOTICE)
        with self.on(NOTICE), self.assertRaisesRegex(UserError, "used up"):
            self.print()

    def test_a_call_counts_when_somebody_was_reached(self):
        action, _bills = self.reminder(1000)
        self.calls_alone()
        with self.on(SATURDAY):
            action.with_user(self.collector).action_call_instead()
            action.with_user(self.collector).action_no_answer()
            self.assertFalse(self.used())
            self.use_up()
            action.with_user(self.collector).action_call_outcome("promised", "2026-04-01")
        self.assertEqual((action.state, self.used()), ("sent", [4]), "it has happened: counted, never refused")

    def test_a_call_waits_too(self):
        self.use_up()
        action, _bills = self.reminder(1000)
        action.with_user(self.collector).action_call_instead()
        self.send(SATURDAY)
        self.assertEqual((action.state, action.date), ("approved", MONDAY))
        self.assertFalse(action.activity_id)

    # -- the number -------------------------------------------------------------------------------------------------------------

    def test_zero_is_no_limit_and_is_still_counted(self):
        self.count._set_most(0)
        self.use_up(times=9)
        action, _bills = self.reminder(1000)
        self.send(SATURDAY)
        self.assertEqual((action.state, self.used()), ("sent", [10]))

    def test_the_number_is_kept_as_it_was_typed(self):
        self.assertEqual(self.count._most(), 3)
        for most in (0, 5):
            self.env["res.config.settings"].create({"dunning_contact_budget": most}).execute()
            self.assertEqual(self.env["res.config.settings"].create({}).dunning_contact_budget, most)
        with self.assertRaisesRegex(ValidationError, "0 or more"):
            self.env["res.config.settings"].create({"dunning_contact_budget": -1})

    def test_a_number_that_is_none_holds_like_the_default(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, "many")
        self.assertEqual(self.count._most(), 3)

    def test_weeks_and_payers_are_counted_apart(self):
        other = self.payer("Papyrus")
        self.use_up()
        self.assertFalse(self.count._take(self.garage, SATURDAY))
        self.assertTrue(self.count._take(self.garage, MONDAY))
        self.assertTrue(self.count._take(other, SATURDAY))

    # -- upkeep -----------------------------------------------------------------------------------------------------------------

    def test_payers_that_turn_out_to_be_one_were_contacted_together(self):
        double = self.payer("Garage Tourneboulon (double)")
        self.use_up(times=1)
        self.use_up(payer=double, times=2)
        self.use_up(payer=double, day=MONDAY, times=1)
        self.env["base.partner.merge.automatic.wizard"].sudo().create({})._merge((self.garage + double).ids, self.garage)
        self.assertEqual((self.used(), self.used(MONDAY)), ([3], [1]))

    def test_past_weeks_are_forgotten(self):
        self.use_up()
        with self.on(after(30)):
            self.count._forget_past_weeks()
            self.assertTrue(self.used())
        with self.on(after(90)):
            self.count._forget_past_weeks()
            self.assertFalse(self.used())

    def test_asking_costs_the_same_for_few_and_for_many(self):
        payers = self.env["res.partner"].create([{"name": f"Payer {number}", "is_company": True} for number in range(12)])
        actions = self.env["dunning.action"].sudo().create([
            {"company_id": self.company.id, "partner_id": payer.id, "date": SATURDAY, "state": "approved"} for payer in payers
        ])  # fmt: skip

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(some._wait_for_contacts(SATURDAY), some)
            return self.env.cr.sql_log_count - before

        queries(actions[:1])
        self.assertEqual(queries(actions[:2]), queries(actions))
