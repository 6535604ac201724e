from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable.logic.holds import disputed
from odoo.addons.receivable.logic.set_off import set_off
from odoo.addons.receivable_dispute.tests.common import DisputeCase


@tagged("post_install", "-at_install")
class TestDispute(DisputeCase):
    """A customer contests 1,300.00 of an invoice of 4,250.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-05", 4250)

    def contested(self, amount=1300, day="2026-11-13", **values):
        with self.on(day):
            return self.contest(self.bill, amount, **values)

    # -- opening

    def test_opening_fills_what_the_invoice_and_the_reason_say(self):
        dispute = self.contested()
        self.assertRecordValues(dispute, [{
            "partner_id": self.garage.id, "company_id": self.company.id, "move_id": self.bill.id, "amount": 1300, "amount_item": 4250,
            "owner_id": self.logistics.id, "opened_on": date(2026, 11, 13), "deadline": date(2026, 11, 23), "state": "new",
        }])  # fmt: skip
        self.assertRegex(dispute.name, r"^LIT/2026/\d{4}$")
        self.assertEqual(dispute.activity_ids.user_id, self.logistics)
        self.assertEqual(dispute.activity_ids.date_deadline, date(2026, 11, 23))

    def test_the_reason_says_who_answers(self):
        seller = self.env["res.users"].create({"name": "Victor Devis", "login": "victor.seller"})
        self.bill.invoice_user_id = seller
        self.assertEqual(self.contested(reason_id=self.price.id).owner_id, seller)

    def test_without_anybody_named_the_collector_answers(self):
        self.company.receivable_logistics_id = False
        self.garage.with_company(self.company).payer_collector_id = self.env.user
        self.assertEqual(self.contested().owner_id, self.env.user)

    def test_no_amount_contests_all_that_is_left(self):
        self.pay(self.bill, 250, "2026-11-10")
        self.assertEqual(self.contested(None).amount, 4000)

    def test_more_than_is_left_is_refused(self):
        with self.assertRaisesRegex(UserError, r"4,300.00.*contested on an invoice of which.*4,250.00.*is left"):
            self.contested(4300)

    def test_the_same_part_is_not_contested_twice(self):
        self.contested(3000)
        with self.assertRaisesRegex(UserError, r"Already contested by .* on 11/13/2026 \(LIT/2026/\d+\)"):
            self.contested(1300, "2026-11-14")
        self.assertEqual(self.contested(1250, "2026-11-14").amount, 1250)

    def test_a_paid_invoice_is_not_contested(self):
        self.pay(self.bill, date="2026-11-06")
        with self.assertRaisesRegex(UserError, "is paid, or no invoice"):
            self.contested()

    def test_one_dispute_one_invoice(self):
        other = self.invoice(self.garage, "2026-11-05", 100)
        with self.on("2026-11-13"), self.assertRaisesRegex(UserError, "about one invoice"):
            self.contest(self.bill | other)

    def test_the_contested_part_is_laid_on_the_first_instalments(self):
        terms = self.env["account.payment.term"].create({"name": "Thirds", "line_ids": [
            (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 0}), (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 30}),
        ]})  # fmt: skip
        bill = self.invoice(self.garage, "2026-11-05", 1000, issued="2026-10-06", invoice_payment_term_id=terms.id)
        with self.on("2026-11-13"):
            dispute = self.contest(bill, 700)
        self.assertEqual(dispute.item_ids.mapped("amount"), [500, 200])

    # -- what is left alone

    def test_only_the_contested_part_leaves_and_the_rest_goes_on(self):
        self.contested()
        for purpose in ("announce", "remind", "debit", "charge", "order", "forecast"):
            self.assertEqual(self.holds(self.bill, "2026-11-13", purpose), [("dispute", 1300)], purpose)
        self.assertEqual(self.holds(self.bill, "2026-11-13", "thank"), [])
        items = self.open_items(self.garage)
        found = self.item(self.bill)._receivable_holds("remind", date(2026, 11, 20))
        apart = disputed(found, {item.id: item.residual for item in items})
        self.assertEqual(set_off(items, apart), {self.item(self.bill).id: Decimal("2950")})

    def test_a_past_day_is_told_as_it_was(self):
        dispute = self.contested()
        with self.on("2026-11-20"):
            dispute.action_withdraw()
        with self.on("2026-11-25"):
            dispute.action_reopen()
        told = [self.holds(self.bill, day) for day in ("2026-11-12", "2026-11-13", "2026-11-19", "2026-11-20", "2026-11-24", "2026-11-25")]
        self.assertEqual(told, [[], [("dispute", 1300)], [("dispute", 1300)], [], [], [("dispute", 1300)]])

    def test_the_sentence_says_who_answers_until_when(self):
        self.contested()
        [hold] = self.item(self.bill)._receivable_holds("remind", date(2026, 11, 13))[self.item(self.bill).id]
        self.assertIn("Disputed since 11/13/2026 (Quality of the goods or of the service); Lucie Quai answers by 11/23/2026.", hold.why)
        self.assertNotIn("Lucie", hold.why_public)

    def test_holds_cost_the_same_whatever_the_number_of_disputes(self):
        bills = self.bill
        for _number in range(12):
            bill = self.invoice(self.garage, "2026-11-05", 500)
            bills |= bill
            with self.on("2026-11-13"):
                self.contest(bill, 100)
                self.promise(bill, "2026-12-01", 300)
        few, many = self.item(bills)[:2], self.item(bills)
        counts = []
        for lines in (few, many):
            self.env.invalidate_all()
            lines._receivable_holds("remind", date(2026, 11, 14))
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            lines._receivable_holds("remind", date(2026, 11, 14))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts)

    # -- deciding

    def test_accepting_prepares_a_draft_credit_note_and_waits_for_it(self):
        dispute = self.contested()
        with self.on("2026-11-20"):
            dispute.action_accept(1300, "You are right, two shelves were broken.")
        note = dispute.credit_note_id
        self.assertRecordValues(dispute, [{
            "state": "accepted", "accepted_amount": 1300, "resolved_on": date(2026, 11, 20), "days_to_answer": 7,
        }])  # fmt: skip
        self.assertRecordValues(note, [{
            "state": "draft", "move_type": "out_refund", "amount_total": 1300, "reversed_entry_id": self.bill.id,
        }])  # fmt: skip
        self.assertFalse(dispute.activity_ids)
        self.assertEqual(self.holds(self.bill, "2026-12-20"), [("dispute", 1300)])
        with self.on("2026-11-27"):
            note.action_post()
        self.assertEqual(self.holds(self.bill, "2026-11-26"), [("dispute", 1300)])
        self.assertEqual(self.holds(self.bill, "2026-11-27"), [])

    def test_a_credit_note_of_a_part_keeps_the_taxes_of_the_invoice(self):
        tax = self.company_data["default_tax_sale"]
        tax.amount, tax.price_include_override = 20, "tax_excluded"
        bill = self.invoice(self.garage, "2026-11-05", 1000, post=False)
        bill.invoice_line_ids.tax_ids = tax
        bill.action_post()
        with self.on("2026-11-13"):
            dispute = self.contest(bill, 310)
            dispute.action_accept(310)
        self.assertRecordValues(dispute.credit_note_id, [{"amount_total": 310, "amount_tax": 51.67, "amount_untaxed": 258.33}])
        with self.on("2026-11-14"):
            whole = self.contest(bill, 890)
            whole.action_accept(890)
        self.assertEqual(whole.credit_note_id.amount_total, 890)

    def test_the_whole_invoice_accepted_is_the_whole_invoice_reversed(self):
        dispute = self.contested(4250)
        with self.on("2026-11-20"):
            dispute.action_accept(4250)
        self.assertEqual(dispute.credit_note_id.amount_total, 4250)
        self.assertEqual(dispute.credit_note_id.invoice_line_ids.name, "Shelves")

    def test_accepting_a_part_needs_words_and_leaves_time_to_pay_the_rest(self):
        dispute = self.contested()
        with self.on("2026-11-20"):
            with self.assertRaisesRegex(UserError, "Write what the customer will read"):
                dispute.action_accept(1000)
            dispute.action_accept(1000, "One shelf was broken, the other one was not.")
        self.assertRecordValues(dispute, [{"state": "partly", "payable_by": date(2026, 11, 28)}])
        self.assertEqual(dispute.credit_note_id.amount_total, 1000)
        self.assertEqual(sorted(self.holds(self.bill, "2026-11-20")), [("answered", 300), ("dispute", 1000)])
        self.assertEqual(sorted(self.holds(self.bill, "2026-11-28")), [("answered", 300), ("dispute", 1000)])
        self.assertEqual(self.holds(self.bill, "2026-11-29"), [("dispute", 1000)])
        self.assertEqual(self.holds(self.bill, "2026-11-20", "debit"), [("dispute", 1000)])

    def test_more_than_is_contested_is_not_accepted(self):
        dispute = self.contested()
        for amount in (0, -5, 1300.01):
            with self.assertRaisesRegex(UserError, "Accept between zero and"):
                dispute.action_accept(amount, "Yes")

    def test_rejecting_needs_words_that_the_customer_reads(self):
        dispute = self.contested(contact_id=self.garage.id)
        with self.assertRaisesRegex(UserError, "Write what the customer will read"):
            dispute.action_reject("  ")
        with self.on("2026-11-20"):
            dispute.action_reject("The delivery note is signed <without> reserve.")
        message = dispute.message_ids.filtered(lambda one: one.subtype_id == self.env.ref("mail.mt_comment"))
        self.assertIn("&lt;without&gt;", message.body)
        self.assertEqual(dispute.state, "rejected")
        self.assertEqual(self.holds(self.bill, "2026-11-28"), [("answered", 1300)])
        self.assertEqual(self.holds(self.bill, "2026-11-29"), [])

    def test_an_answered_dispute_is_not_answered_again(self):
        dispute = self.contested()
        dispute.action_reject("No.")
        with self.assertRaisesRegex(UserError, "is answered already"):
            dispute.action_accept(1300)

    def test_the_owner_answers_without_following_payers_up(self):
        dispute = self.contested().with_user(self.logistics)
        dispute.action_start()
        self.assertEqual(dispute.state, "progress")
        dispute.action_accept(1300, "Yes")
        self.assertTrue(dispute.sudo().credit_note_id)

    def test_the_customer_is_asked_and_the_dispute_waits(self):
        dispute = self.contested()
        dispute.action_ask_customer("Which of the shelves?")
        self.assertEqual(dispute.state, "waiting_customer")
        self.assertEqual(self.holds(self.bill, "2026-12-24"), [("dispute", 1300)])

    def test_reopening_takes_no_more_than_is_left(self):
        dispute = self.contested()
        with self.on("2026-11-20"):
            dispute.action_reject("No.")
            self.pay(self.bill, 4000, "2026-11-20")
        with self.on("2026-11-21"):
            dispute.action_reopen()
        self.assertEqual(dispute.state, "progress")
        self.assertEqual(self.holds(self.bill, "2026-11-21"), [("dispute", 250)])

    def test_a_dispute_answered_by_a_credit_note_is_not_reopened(self):
        dispute = self.contested()
        dispute.action_accept(1300)
        with self.assertRaisesRegex(UserError, "answered by the credit note"):
            dispute.action_reopen()
        dispute.credit_note_id.button_cancel()
        dispute.action_reopen()
        self.assertEqual(dispute.state, "progress")

    # -- payments

    def test_payment_closes_it(self):
        dispute = self.contested()
        with self.on("2026-11-20"):
            self.pay(self.bill, 2950)
            self.assertEqual(dispute.state, "new")
            self.pay(self.bill)
        self.assertRecordValues(dispute, [{"state": "closed", "resolved_on": date(2026, 11, 20)}])
        self.assertFalse(dispute.activity_ids)

    def test_a_fault_never_stands_in_the_way_of_a_payment(self):
        self.contested()
        def fail(*_args):
            raise ValueError("broken")

        self.patch(type(self.env["receivable.dispute"]), "_close_settled", fail)
        with self.assertLogs("odoo.addons.receivable_dispute.models.account_partial_reconcile", "ERROR"), self.on("2026-11-20"):
            self.pay(self.bill)
        self.assertEqual(self.bill.amount_residual, 0)

    def test_the_accountant_may_reset_and_delete_a_contested_invoice(self):
        dispute = self.contested()
        self.bill.button_draft()
        self.bill.name = False
        self.bill.unlink()
        self.assertEqual(dispute.item_ids.number and dispute.item_ids.amount, 1300)
        self.assertFalse(dispute.item_ids.move_line_id)

    def test_what_was_recorded_is_not_typed_over(self):
        dispute = self.contested()
        collector = self.env["res.users"].create({
            "name": "Colette Rappel", "login": "colette.collector",
            "group_ids": [(6, 0, self.env.ref("receivable.group_receivable_user").ids)],
        })  # fmt: skip
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            dispute.with_user(collector).state = "closed"
        dispute.with_user(collector).text = "Two shelves, not three."
