"""Before a debit the customer is told: when, how much, of which account."""

from odoo.tests import tagged

from odoo.addons.receivable_dunning_sepa.tests.common import DebitCase

DAY, DATE = "2026-03-02", "2026-03-20"


@tagged("post_install", "-at_install")
class TestNotices(DebitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-03-20", 960)

    def test_a_debit_is_announced_with_date_amount_account_mandate_and_creditor(self):
        debit = self.collect(self.bill, DATE)
        self.assertIsNone(self.notify(debit, DAY), "nothing to print")
        self.assertEqual((debit.state, debit.notified_by), ("notified", "email"))
        self.send(DAY)
        words, mail = self.left()
        self.assertEqual(mail["Subject"], "Your direct debit of 20 March 2026")
        for part in ("€960.00", self.bill.name, self.signed.iban_masked, self.signed.reference, self.signed.creditor_identifier):
            self.assertIn(part, words)
        self.assertIn("Tell us before Tuesday 17 March 2026", words)
        self.assertNotIn(self.signed.sudo().iban, words)
        self.assertNotIn("Late", words.split("Mandate")[0], "nothing is late before its due date")

    def test_before_a_weekend_they_have_until_the_file_leaves(self):
        debit = self.collect(self.bill, "2026-03-23")
        self.notify(debit, DAY)
        self.send(DAY)
        words, _mail = self.left()
        self.assertIn("Tell us before Wednesday 18 March 2026", words, "on Thursday the bank gets it")

    def test_the_notice_counts_from_the_day_on_which_it_left(self):
        debit = self.collect(self.bill, DATE)
        self.notify(debit, DAY)
        self.send("2026-03-04")
        self.assertEqual(str(debit.notified_on), "2026-03-04")

    def test_a_notice_that_did_not_arrive_is_none(self):
        debit = self.collect(self.bill, DATE)
        self.notify(debit, DAY)
        debit.sudo().notice_action_id._set_state("failed", reason="550 no such mailbox")
        self.assertEqual((debit.state, debit.notified_on, debit.notified_by), ("planned", False, False))

    def test_without_an_address_the_notice_is_printed(self):
        self.garage.email = False
        debit = self.collect(self.bill, DATE)
        self.assertEqual(self.notify(debit, DAY)["report_name"], "receivable_sepa.report_prenotification")
        self.assertEqual((debit.state, debit.notified_by), ("notified", "letter"))

    def test_a_debit_taken_out_is_not_announced(self):
        debit = self.collect(self.bill, DATE)
        self.notify(debit, DAY)
        with self.on(DAY):
            debit.action_take_out()
        self.send(DAY)
        self.assertFalse(self.mails())
        self.assertEqual(debit.state, "cancelled", "its message was cancelled, the debit stays as it is")

    def test_several_dates_of_one_mandate_are_one_schedule(self):
        other = self.invoice(self.garage, "2026-04-10", 240)
        first, second = self.collect(self.bill, DATE), self.collect(other, "2026-04-10")
        self.notify(first, DAY)
        self.assertEqual((first | second).mapped("notified_by"), ["schedule", "schedule"])
        self.send(DAY)
        words, mail = self.left()
        self.assertEqual(mail["Subject"], "Your next direct debits")
        self.assertIn(f"Friday 20 March 2026 {self.bill.name}: €960.00", words)
        self.assertIn(f"Friday 10 April 2026 {other.name}: €240.00", words)
        self.assertIn("at least 3 days before", words)

    def test_a_notice_keeps_no_reminder_from_leaving(self):
        late = self.invoice(self.garage, "2026-02-25", 300)
        self.notify(self.collect(self.bill, DATE), DAY)
        self.send(DAY)
        actions = self.plan("2026-03-03").filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual(actions.line_ids.filtered(lambda line: line.role == "asked").move_line_id, self.item(late))
