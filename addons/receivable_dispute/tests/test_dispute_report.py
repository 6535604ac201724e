from odoo.fields import Command
from odoo.tests import tagged

from .common import DisputeCase


@tagged("post_install", "-at_install")
class TestDisputeReport(DisputeCase):
    """How many disputes, for how much, and how long an answer takes: by reason, product, salesperson, owner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.env["res.users"].create({"name": "Victor Devis", "login": "victor.seller"})
        cls.company.receivable_accounts_id = cls.seller

    def contested(self, amount, day="2026-11-13", product=None, **values):
        bill = self.invoice(self.garage, "2026-11-05", 1000, invoice_user_id=self.seller.id, post=False)
        bill.invoice_line_ids.product_id = product
        bill.invoice_line_ids.tax_ids = [Command.clear()]
        bill.invoice_line_ids.price_unit = 1000
        bill.action_post()
        with self.on(day):
            return self.contest(bill, amount, **values)

    def counted(self, by):
        """``{name: (count, amount, days to resolve, answered late)}``"""
        self.env.flush_all()
        Report, ours = self.env["receivable.dispute.report"], [("partner_id", "=", self.garage.id)]
        rows = Report._read_group(ours, [by], ["__count", "amount:sum", "days_to_resolve:avg", "late:sum"])
        return {record.display_name: tuple(figures) for record, *figures in rows}

    def answered(self, dispute, day):
        with self.on(day):
            dispute.action_reject("The delivery note is signed.")

    def test_the_days_of_disputes_that_are_still_open_do_not_count(self):
        values = {"reason_id": self.price.id, "deadline": "2026-11-20"}
        first, second, _open = (self.contested(amount, **values) for amount in (300, 500, 200))
        self.answered(first, "2026-11-17")
        self.answered(second, "2026-11-23")
        with self.on("2026-11-20"):
            self.assertEqual(self.counted("reason_id"), {self.price.name: (3, 1000, 7, 1)})
            second.action_reopen()
            self.assertEqual(self.counted("reason_id"), {self.price.name: (3, 1000, 4, 0)}, "reopened: it is not resolved any more")

    def test_by_product_salesperson_and_owner(self):
        self.answered(self.contested(300, product=self.product_a), "2026-11-17")
        self.contested(500, product=self.product_b, reason_id=self.price.id)
        with self.on("2026-11-18"):
            self.assertEqual(self.counted("product_id"), {"product_a": (1, 300, 4, 0), "product_b": (1, 500, False, 0)})
            self.assertEqual(self.counted("salesperson_id"), {"Victor Devis": (2, 800, 4, 0)})
            self.assertEqual(self.counted("owner_id"), {"Lucie Quai": (1, 300, 4, 0), "Victor Devis": (1, 500, False, 0)})

    def test_amounts_are_in_company_currency_at_the_rate_of_the_day(self):
        franc = self.setup_other_currency("CHF", rates=[("2026-01-01", 4.0), ("2026-11-14", 8.0)])
        bill = self.invoice(self.garage, "2026-11-05", 1000, currency=franc)
        with self.on("2026-11-13"):
            self.contest(bill, 400)
        self.assertEqual(self.counted("partner_id"), {"Garage Tourneboulon": (1, 100, False, 1)})

    def test_a_row_opens_its_dispute(self):
        dispute = self.contested(300)
        self.env.flush_all()
        action = self.env["receivable.dispute.report"].browse(dispute.id).action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("receivable.dispute", dispute.id))
