"""What accountants do to entries while a debit is under way or after it came back: the books balance, and nothing is debited twice."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests import bank_answers
from odoo.addons.receivable_sepa.tests.collection_common import CollectionCase


@tagged("post_install", "-at_install")
class TestBooks(CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fees = cls.env["account.account"].create({"name": "Bank fees", "code": "627800", "account_type": "expense"})
        cls.bank.sepa_fee_account_id = cls.fees
        cls.receivable = cls.company_data["default_account_receivable"]

    def comes_back(self, debit, day="2026-11-24", fee=0, message="NOT-1", code="AM04"):
        entry = bank_answers.entry(debit.end_to_end, debit.amount, code, debit.sepa_mandate_id.reference, day=day, fee=fee)
        with self.on(day):
            file = self.env["sepa.return.file"].sudo()._read("x.xml", bank_answers.notice(entry, message=message, day=day)).sudo(False)
            file.action_apply()
        return file.return_ids

    def balances(self, *accounts):
        lines = self.env["account.move.line"].search([("parent_state", "=", "posted")]).grouped("account_id")
        return [sum(lines[account].mapped("balance")) if account in lines else 0 for account in accounts]

    def test_an_invoice_at_the_bank_is_not_rewritten(self):
        """Posted again in two instalments, its second half would be debited beside the whole."""
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        with self.assertRaisesRegex(UserError, f"{bill.name} is at the bank with the direct debit of 11/20/2026"):
            bill.button_draft()
        collection.sudo()._cancel("Not sent after all")
        bill.button_draft()
        self.assertEqual(bill.state, "draft")

    def test_a_payer_who_is_merged_keeps_debits_and_mandate(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        other = self.debtor("Garage bis")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge.sudo()._merge((self.garage | other).ids, other)
        self.env.invalidate_all()
        with self.on("2026-11-20"):
            collection.action_book()
        self.assertEqual(collection.debit_ids.item_ids.move_line_id.amount_residual, 0)
        row = self.comes_back(collection.debit_ids)
        self.assertEqual(row.partner_id, other)
        self.assertEqual(collection.debit_ids.item_ids.move_line_id.amount_residual, 960)

    def test_paid_in_part_before_the_booking_then_it_comes_back_with_a_fee(self):
        before = self.balances(self.receivable, self.outstanding, self.fees)
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        self.pay(bill, 500, "2026-11-18")
        with self.on("2026-11-20"):
            collection.action_book()
        row = self.comes_back(collection.debit_ids, fee=12)
        self.assertEqual((bill.amount_residual, bill.payment_state), (460, "partial"))
        self.assertEqual(self.item(bill).date_maturity.isoformat(), "2026-11-20")
        after = self.balances(self.receivable, self.outstanding, self.fees)
        self.assertEqual([a - b for a, b in zip(after, before, strict=True)], [460, -12, 12])
        self.assertEqual([(item.kind, item.residual) for item in self.open_items(self.garage)], [("debt", 460)])
        self.assertEqual(row.move_id.line_ids.filtered(lambda line: line.account_id == self.receivable).amount_residual, 0)

    def test_the_credit_of_a_debit_was_spent_before_it_came_back(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        self.pay(bill, 960, "2026-11-18")
        with self.on("2026-11-20"):
            collection.action_book()
        other = self.invoice(self.garage, "2026-11-30", 960)
        credit = collection.debit_ids.payment_id.move_id.line_ids.filtered(lambda line: line.account_id == self.receivable)
        (credit | self.item(other)).reconcile()
        self.assertEqual(other.payment_state, "paid")
        self.comes_back(collection.debit_ids)
        self.assertEqual((bill.payment_state, other.payment_state), ("paid", "not_paid"))
        self.assertEqual([(item.kind, item.residual) for item in self.open_items(self.garage)], [("debt", 960)])

    def test_the_entry_of_a_return_is_taken_back(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.booked()
        row = self.comes_back(collection.debit_ids)
        with self.on("2026-11-25"):
            row.move_id.button_draft()
            row.move_id.button_cancel()
        self.assertEqual(bill.payment_state, "not_paid")
        self.assertEqual([(item.kind, item.residual) for item in self.open_items(self.garage)], [("debt", 960), ("credit", -960)])
        self.assertFalse(self.propose("2026-12-02").debit_ids)
