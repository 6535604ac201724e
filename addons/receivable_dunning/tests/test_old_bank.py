"""A bank statement that was read too long ago: nothing leaves by itself, because whoever paid since would be chased."""

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DunningCase, after


@tagged("post_install", "-at_install")
class TestOldBank(DunningCase):
    def bank_read(self, day, journal=None):
        """A line of the bank statement that is nobody's payment."""
        line = self.bank_line(-10, after(day), "Bank fees")
        if journal:
            line = self.env["account.bank.statement.line"].create(
                {"journal_id": journal.id, "amount": -10, "date": after(day), "payment_ref": "Bank fees"}
            )
        return line

    def another_journal(self):
        return self.env["account.journal"].create({"name": "Old savings", "type": "bank", "code": "OLD", "company_id": self.company.id})

    def test_a_bank_that_was_never_read_stops_nothing(self):
        action, _bills = self.reminder(1000)
        self.assertEqual((action.release, action.hold_code), ("auto", False))
        self.assertIn("ever read", self.company._dunning_bank_told())

    def test_an_old_statement_and_the_night_prepares_messages_to_approve(self):
        self.bank_read(-1)
        action, _bills = self.reminder(1000)
        self.assertEqual((action.release, action.hold_code, action.waits_for), ("approve", "bank_stale", "approve"))
        self.assertRegex(action.hold_reason, r"^No message leaves by itself: the bank statement of .+ is 6 days old\.$")
        self.send(after(5))
        self.assertFalse(self.server.kept)

    def test_five_days_are_not_too_old(self):
        self.bank_read(0)
        action, _bills = self.reminder(1000)
        self.assertEqual(action.release, "auto")

    def test_a_person_who_was_told_sends_by_hand(self):
        self.bank_read(-1)
        action, _bills = self.reminder(1000)
        with self.on(after(5)):
            self.assertIn("No message leaves by itself", action.why_text)
            action.with_user(self.collector).action_approve()
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_what_was_automatic_and_approved_goes_back_to_waiting(self):
        self.bank_read(0)
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        self.send(after(6))
        self.assertEqual((action.state, action.release, action.hold_code, self.server.kept), ("planned", "approve", "bank_stale", []))

    def test_the_bank_is_read_again_and_what_waited_leaves_by_itself(self):
        self.bank_read(-1)
        action, _bills = self.reminder(1000)
        self.bank_read(4)
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_a_doubt_about_a_payment_comes_before_the_age_of_the_bank(self):
        self.bank_line(1000, after(-2), "REGLEMENT").partner_name = "TOURNEBOULON"
        action, _bills = self.reminder(1000)
        self.assertEqual(action.waits_for, "paid")
        with self.on(after(5)):
            action.with_user(self.collector).action_is_not_paid()
        self.assertEqual((action.waits_for, action.hold_code), ("approve", "bank_stale"))

    def test_no_thanks_leave_either(self):
        bill = self.invoice(self.garage, after(0), 1000)
        with self.on(after(-1)):
            self.bank_line(1000, after(-1), bill.name, self.garage, match=bill)
        self.assertTrue(self.plan(after(1)).filtered(lambda action: action.kind == "thanks"))
        self.send(after(6))
        self.assertFalse(self.server.kept)

    # -- which banks --------------------------------------------------------------------------------------------------------------

    def test_one_old_journal_is_enough_unless_it_is_dormant_or_archived(self):
        journal = self.another_journal()
        self.bank_read(4)
        self.bank_read(-30, journal)
        self.assertEqual(self.stale(5), "Old savings")
        journal.dunning_dormant = True
        self.assertFalse(self.stale(5))
        journal.dunning_dormant = False
        journal.active = False
        self.assertFalse(self.stale(5))

    def stale(self, day, company=None):
        bank = (company or self.company)._dunning_stale_bank(after(day))
        return bank and bank.name

    def test_it_answers_for_the_day_given(self):
        self.bank_read(0)
        self.bank_read(20)
        self.assertTrue(self.stale(10), "what was read later was not known then")
        self.assertFalse(self.stale(20))
        item = self.item(self.invoice(self.garage, after(0), 1000))
        for purpose in ("announce", "remind", "thank"):
            (hold,) = item._receivable_holds(purpose, after(10))[item.id]
            self.assertEqual((hold.code, hold.effect, hold.since), ("bank_stale", "stop", after(0)))
        for purpose in ("debit", "charge", "order", "forecast"):
            self.assertFalse(item._receivable_holds(purpose, after(10)))

    def test_zero_days_stop_nothing(self):
        self.bank_read(-100)
        self.company.dunning_bank_days = 0
        action, _bills = self.reminder(1000)
        self.assertEqual(action.release, "auto")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.dunning_bank_days = -1
            self.env.flush_all()

    def test_a_branch_is_paid_on_the_account_of_its_house_and_a_neighbour_is_not(self):
        self.bank_read(-30)
        branch = self.env["res.company"].create({"name": "A South", "parent_id": self.company.id})
        other = self.setup_other_company(name="Company B")["company"]
        self.assertTrue(self.stale(5, branch))
        self.assertFalse(self.stale(5, other))

    # -- told ---------------------------------------------------------------------------------------------------------------------

    def test_the_list_to_do_says_so(self):
        self.bank_read(-4)
        with self.on(after(5)):
            banner = self.env["receivable.todo"].with_user(self.collector).with_company(self.company).summary()["banner"]
            self.assertRegex(banner["message"], r"^No message leaves by itself: the bank statement of .+ is 9 days old\.$")
            self.assertFalse(banner["links"], "a collector does not set journals up")
            self.assertIn(banner["message"], str(self.company._dunning_faults(after(5))))
            self.assertEqual(self.company._dunning_bank_told(), banner["message"])
        with self.on(after(1)):
            self.assertFalse(self.env["receivable.todo"].with_user(self.collector).with_company(self.company).summary()["banner"])

    def test_the_receipt_tells_it(self):
        self.bank_read(-1)
        self.reminder(1000)
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual(receipt.decision, "waiting")
        self.assertIn("hold.bank_stale", [reason["code"] for reason in receipt.reasons])

    # -- cost ---------------------------------------------------------------------------------------------------------------------

    def test_a_constant_number_of_queries_by_index(self):
        self.bank_read(-1)
        lines = self.item(self.invoice(self.garage, after(0), 1000))

        def queries(lines):
            lines._receivable_holds("thank", after(5))
            before = self.env.cr.sql_log_count
            lines._receivable_holds("thank", after(5))
            return self.env.cr.sql_log_count - before

        one = queries(lines)
        for number in range(15):
            lines += self.item(self.invoice(self.payer(f"Payer {number}"), after(0), 100))
            self.bank_read(-1 - number)
        self.assertEqual(queries(lines), one)
        self.company.dunning_bank_days = 0
        self.env.flush_all()
        self.assertEqual(one - queries(lines), 2, "one for the banks, one for the lines")

    def test_the_settings_show_how_the_bank_stands(self):
        self.bank_read(4)
        with self.on(after(5)):
            settings = self.env["res.config.settings"].create({})
            self.assertIn(f"was read to {fields.Date.to_string(after(4))[5:7]}/", settings.dunning_bank_told)
