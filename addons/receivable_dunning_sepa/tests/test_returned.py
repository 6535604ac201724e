"""A debit came back: the customer hears of it, and the reminders know."""

from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.receivable_dunning_sepa.tests.common import DebitCase

DATE, BACK = "2026-03-20", "2026-03-24"


@tagged("post_install", "-at_install")
class TestReturned(DebitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-03-16", 1380)

    def returned(self, code, day=BACK):
        debit = self.debited(self.bill, DATE)
        with self.on(day):
            self.come_back(debit, code, day=day)
        return debit

    def returned_unnoticed(self):
        """Applied while the company wrote to nobody."""
        self.company.dunning_scenario_id = False
        debit = self.returned("AM04")
        self.company.dunning_scenario_id = self.scenario
        return debit

    def test_no_money_is_said_and_when_it_is_presented_again(self):
        debit = self.returned("AM04")
        self.send(BACK)
        words, mail = self.left()
        self.assertEqual(mail["Subject"], "Your direct debit of 20 March 2026")
        self.assertIn("direct debit of €1,380.00 of 20 March 2026. Reason given: insufficient funds.", words)
        self.assertIn("We will present this debit again on 31 March 2026.", words)
        self.assertIn("If you would rather pay another way, please do so before Friday 27 March 2026.", words, "handed over that day")
        self.assertIn(self.bill.name, words)
        self.assertEqual(debit.sudo().dunning_action_ids.mapped("level_name"), ["Debit unpaid"])

    def test_a_reason_that_the_bank_does_not_give_is_not_named(self):
        self.returned("MS03")
        self.send(BACK)
        words, _mail = self.left()
        self.assertNotIn("insufficient funds", words)

    def test_what_is_not_presented_again_says_by_when_to_pay(self):
        self.returned("AM04")
        self.send(BACK)
        self.server.kept.clear()
        again = self.debited(self.bill, "2026-03-31", "PRLV/2026/002")
        with self.on("2026-04-02"):
            self.come_back(again, "AM04", day="2026-04-02", message="NOT-2")
        self.send("2026-04-02")
        words, _mail = self.left()
        self.assertIn("We will not present it a second time. Please pay by Thursday 9 April 2026.", words)

    def test_a_wrong_account_leads_to_the_page_where_it_is_changed(self):
        self.returned("AC04")
        self.send(BACK)
        words, _mail = self.left()
        self.assertIn("/my/mandates", words)
        self.assertIn(self.signed.iban_masked, words)

    def test_a_refusal_waits_for_a_person(self):
        debit = self.returned("MD06")
        self.send(BACK)
        self.assertFalse(self.mails())
        self.assertEqual((debit.sudo().dunning_action_ids.release, debit.sudo().dunning_action_ids.state), ("approve", "planned"))

    def test_what_waits_for_approval_says_which_message_it_is_and_about_what(self):
        action = self.returned("MD06").sudo().dunning_action_ids
        waiting = self.env["receivable.todo"].search([("res_model", "=", "dunning.action"), ("res_id", "=", action.id)])
        self.assertEqual((waiting.kind, waiting.why, waiting.amount), ("approve", f"{action.level_name} · {self.bill.name}", 0))

    def test_nobody_writes_to_the_dead(self):
        debit = self.returned("MD07")
        self.assertFalse(self.told(debit))
        self.assertEqual(self.decided(BACK)[1], ["hold.paused"])

    def test_nothing_leaves_when_it_was_paid_before(self):
        debit = self.returned("AM04")
        self.pay(self.bill, date=BACK)
        self.send(BACK)
        self.assertFalse(self.mails())
        self.assertEqual(debit.sudo().dunning_action_ids.reason, "Everything was paid meanwhile.")

    def test_who_has_no_e_mail_gets_a_letter(self):
        self.garage.email = False
        action = self.returned("AM04").sudo().dunning_action_ids
        self.assertEqual((action.channel, action.level_name), ("letter", "Debit unpaid"))

    # -- the reminders --------------------------------------------------------------------------------------------------------

    def test_no_reminder_leaves_within_the_spacing_and_the_item_goes_on_after_its_highest_level(self):
        self.plan("2026-03-21")
        self.send("2026-03-21")
        self.server.kept.clear()
        self.returned("AM04", "2026-03-26")
        self.send("2026-03-26")
        self.assertEqual(self.decided("2026-03-31"), ("explained", ["spacing"], "2nd reminder"))
        self.assertEqual(self.decided("2026-04-01"), ("explained", ["spacing"], "2nd reminder"))
        actions = self.plan("2026-04-02").filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual(actions.level_name, "2nd reminder")
        self.assertEqual(str(actions.line_ids.date_due), "2026-03-16", "its own due date")

    def test_while_the_message_waits_nothing_else_is_prepared(self):
        self.returned("AM04")
        self.assertEqual(self.decided(BACK)[:2], ("chased", ["action.planned"]))

    def test_what_the_scenario_had_prepared_gives_way(self):
        other = self.invoice(self.garage, "2026-03-18", 200)
        debit = self.debited(self.bill, DATE)
        prepared = self.plan("2026-03-23").filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual(prepared.line_ids.move_line_id, self.item(other))
        with self.on(BACK):
            self.come_back(debit, "AM04", day=BACK)
        self.assertEqual(prepared.state, "cancelled")

    def test_the_night_tells_what_was_applied_before_anybody_could_tell_it(self):
        debit = self.returned_unnoticed()
        self.assertFalse(self.told(debit))
        self.assertEqual(self.decided("2026-03-25")[:2], ("chased", ["event"]))
        run = self.plan("2026-03-25").run_id
        action = run.action_ids.filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual((action.level_name, action.origin, action.event_id, action.channel), ("Debit unpaid", "event", debit.id, "email"))
        self.assertEqual(action.line_ids.mapped("alive"), [False])
        self.send("2026-03-25")
        words, _mail = self.left()
        self.assertIn("insufficient funds", words)
        self.assertEqual(self.decided("2026-03-26")[:2], ("explained", ["spacing"]), "told once")

    def test_between_two_nights_the_receipt_says_that_the_next_one_tells_it(self):
        self.plan("2026-03-20")
        self.returned_unnoticed()
        with self.on("2026-03-25"):
            self.garage._receivable_ask_again(self.company)
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual((receipt.next_step, receipt.next_level_id.id), ("Debit unpaid", False))

    def test_the_preview_names_it_among_what_leaves(self):
        self.returned_unnoticed()
        with self.on("2026-03-25"):
            preview = self.env["dunning.preview"].with_company(self.company).create({"partner_id": self.garage.id})
            preview.action_ask()
        self.assertEqual((preview.leave_ids.step, preview.leave_ids.amount), ("Debit unpaid", 1380))
        self.assertEqual([figure["label"] for figure in preview.leaving], ["Debit unpaid"])

    def test_the_night_writes_a_letter_to_who_has_no_e_mail(self):
        self.garage.email = False
        self.returned_unnoticed()
        action = self.plan("2026-03-25").filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual((action.level_name, action.channel), ("Debit unpaid", "letter"))

    def test_a_return_of_long_ago_is_told_no_more(self):
        self.returned_unnoticed()
        self.assertNotIn("event", self.decided("2026-04-08")[1])

    def test_the_number_of_queries_does_not_grow_with_the_returns(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["dunning.ledger"].sudo()._untold(self.company, Date.to_date("2026-03-25"), None)
            return self.env.cr.sql_log_count - before

        self.returned_unnoticed()
        self.company.dunning_scenario_id = False
        one = count()
        for number in range(2, 5):
            payer = self.debtor(f"Payer {number}")
            mandate = self.mandate(payer)
            debit = self.debited(self.invoice(payer, "2026-03-16", 100), DATE, f"PRLV/2026/10{number}", mandate=mandate)
            with self.on(BACK):
                self.come_back(debit, "AM04", day=BACK, message=f"NOT-{number}0")
        self.assertEqual(count(), one)
