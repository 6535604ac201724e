"""Everything is asked again at the moment of sending: what was paid or held since the plan leaves the message first."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.receivable.logic.holds import Hold

from .common import DunningCase, after


@tagged("post_install", "-at_install")
class TestGate(DunningCase):
    def test_paid_between_plan_and_sending_is_cancelled_with_its_reason(self):
        action, (bill,) = self.reminder(1000)
        self.pay(bill, date=after(5))
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("cancelled", []))
        self.assertEqual(action.reason, "Nothing left to ask: everything was paid.")
        self.assertFalse(any(action.line_ids.mapped("alive")))
        self.assertFalse(action.mail_message_id)

    def test_the_paid_invoice_leaves_the_message_and_the_total(self):
        action, (paid, _open) = self.reminder(1000, 250)
        self.pay(paid, date=after(5))
        self.send(after(5))
        self.assertEqual((action.state, action.amount_company), ("sent", 250))
        words = self.words(self.mails()[0])
        self.assertIn("250.00", words)
        self.assertNotIn(paid.name, words)
        line = action.line_ids.filtered(lambda line: line.number == paid.name)
        self.assertEqual((line.left_reason, line.alive), ("paid", False))

    def test_a_partial_payment_lowers_the_amount(self):
        action, (bill,) = self.reminder(1000)
        self.pay(bill, 400, after(5))
        self.send(after(5))
        self.assertEqual((action.state, action.line_ids.amount), ("sent", 600))
        self.assertIn("600.00", self.words(self.mails()[0]))

    def test_a_rest_below_the_minimum_is_not_written_for(self):
        action, (bill,) = self.reminder(1000)
        self.pay(bill, 990, after(5))
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("cancelled", []))
        self.assertIn("below the minimum", action.reason)

    def test_a_new_debt_does_not_join(self):
        self.reminder(1000)
        self.invoice(self.garage, after(-1), 5000)
        self.send(after(5))
        self.assertIn("1,000.00", self.words(self.mails()[0]))
        self.assertNotIn("5,000.00", self.words(self.mails()[0]))

    def test_a_credit_note_since_the_plan_is_deducted(self):
        action, _bills = self.reminder(1000)
        self.credit_note(self.garage, after(5), 300)
        self.send(after(5))
        self.assertEqual(sum(action.line_ids.mapped("amount")), 700)
        self.assertIn("700.00", self.words(self.mails()[0]))

    def test_a_pause_since_the_plan_keeps_it_here(self):
        action, _bills = self.reminder(1000)
        self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "company_id": self.company.id, "reason": "Fire in the workshop",
            "date_from": after(4), "date_until": after(9),
        })  # fmt: skip
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("cancelled", []))
        self.assertIn("Fire in the workshop", action.reason)
        self.assertFalse(self.plan(after(6)))
        self.assertEqual(self.plan(after(10)).level_name, "1st reminder", "cancelled frees the step")

    def test_paid_between_writing_and_the_claim_is_written_again(self):
        """The gate is asked for the batch, and once more for the one message in its claim."""
        action, (paid, _open) = self.reminder(1000, 250)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, after(5), {})
        self.assertIn("1,250.00", mail.message.get_body(("plain",)).get_content())
        self.pay(paid, date=after(5))
        self.env.flush_all()
        self.assertIsNone(outbox._claim(mail, after(5)))
        self.send(after(5))
        (sent,) = self.mails()
        self.assertNotIn("1,250.00", self.words(sent))
        self.assertIn("250.00", self.words(sent))

    def test_the_claim_refuses_a_balance_that_went_down_behind_the_gate(self):
        action, (bill,) = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        outbox._prepare(action.ids, after(5), {})
        item = self.item(bill)
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_move_line SET amount_residual_currency = 10 WHERE id = %s", [item.id])
        self.assertFalse(self.env.execute_query(outbox._claim_query(action.id, after(5))))

    def test_thanks_do_not_leave_when_something_else_became_overdue(self):
        bill = self.invoice(self.garage, after(0), 1000)
        with self.on(after(-1)):
            self.bank_line(1000, after(-1), bill.name, self.garage, match=bill)
        (thanks,) = self.plan(after(1)).filtered(lambda action: action.kind == "thanks")
        self.invoice(self.garage, after(2), 80)
        self.send(after(3))
        self.assertEqual((thanks.state, self.server.kept), ("cancelled", []))

    def test_thanks_leave_when_all_is_well(self):
        bill = self.invoice(self.garage, after(0), 1000)
        with self.on(after(-1)):
            self.bank_line(1000, after(-1), bill.name, self.garage, match=bill)
        (thanks,) = self.plan(after(1)).filtered(lambda action: action.kind == "thanks")
        self.send(after(1))
        self.assertEqual(thanks.state, "sent")
        self.assertIn("1,000.00", self.words(self.mails()[0]))

    def test_a_payment_taken_back_is_not_thanked_for(self):
        bill = self.invoice(self.garage, after(20), 1000)
        with self.on(after(-1)):
            self.bank_line(1000, after(-1), bill.name, self.garage, match=bill)
        (thanks,) = self.plan(after(1)).filtered(lambda action: action.kind == "thanks")
        self.item(bill).remove_move_reconcile()
        self.send(after(1))
        self.assertEqual((thanks.state, self.server.kept), ("cancelled", []))

    def test_an_invoice_deleted_meanwhile_leaves_the_message(self):
        action, (bill,) = self.reminder(1000)
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("cancelled", []))
        self.assertEqual(action.line_ids.amount_original, 1000, "evidence is a copy")

    def test_two_currencies_stay_apart(self):
        foreign = self.setup_other_currency("CHF", rates=[("2016-01-01", 2.0)])
        self.invoice(self.garage, after(0), 1150)
        self.invoice(self.garage, after(0), 3400, currency=foreign)
        self.plan(after(5))
        self.send(after(5))
        words = self.words(self.mails()[0])
        self.assertIn("1,150.00", words)
        self.assertRegex(words, r"CHF.3,400\.00")

    def test_a_hold_for_review_puts_an_automatic_message_back_into_the_queue(self):
        action, _bills = self.reminder(1000)
        hold = Hold("money", "review", why="A transfer of the same amount arrived.")
        with patch.object(type(self.Line), "_receivable_holds", lambda lines, purpose, date: {line: [hold] for line in lines.ids}):
            self.send(after(5))
            self.assertEqual((action.state, action.release, self.server.kept), ("planned", "approve", []))
            self.assertEqual(action.hold_reason, "A transfer of the same amount arrived.")
            with self.on(after(5)):
                action.with_user(self.collector).action_approve()
            self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1), "a person has looked at it")
