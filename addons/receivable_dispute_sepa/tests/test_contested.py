"""A customer has a debit sent back: somebody asks why before anything else happens."""

from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


@tagged("post_install", "-at_install")
class TestContested(ReturnCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-27", 960)

    def sent_back(self, code, bills=None):
        with self.on("2026-12-04"):
            return self.come_back(self.debited(bills or self.bill), code)

    def test_a_refusal_opens_a_dispute_that_holds_reminders_and_debits(self):
        row = self.sent_back("MD06")
        dispute = row.dispute_ids
        self.assertEqual((dispute.amount, dispute.source, dispute.move_id), (960, "debit", self.bill))
        self.assertIn("sent the direct debit of 12/01/2026 back", dispute.text)
        self.assertIn("MD06", dispute.text)
        for purpose in ("remind", "debit"):
            self.assertIn("dispute", self.holds(self.bill, "2026-12-05", purpose))
        self.assertIn("Opens a dispute.", row.effect)

    def test_no_money_is_no_dispute(self):
        row = self.sent_back("AM04")
        self.assertFalse(row.dispute_ids)
        self.assertNotIn("dispute", row.effect)

    def test_each_invoice_has_its_own_dispute(self):
        other = self.invoice(self.garage, "2026-11-20", 240)
        row = self.sent_back("MD06", self.bill | other)
        self.assertEqual(sorted(row.dispute_ids.mapped("amount")), [240, 960])

    def test_what_is_contested_already_is_not_contested_twice(self):
        debit = self.debited(self.bill)
        with self.on("2026-12-04"):
            row = self.came_back(debit, "MD06")
            self.bill.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable").remove_move_reconcile()
            self.env["receivable.dispute"].create({
                "move_line_ids": [(6, 0, self.item(self.bill).ids)], "text": "Broken.",
                "reason_id": self.env.ref("receivable_dispute.reason_qualite_err").id,
            })  # fmt: skip
            self.env["receivable.dispute"].sudo()._open_of_return(row)
        self.assertFalse(row.dispute_ids)
