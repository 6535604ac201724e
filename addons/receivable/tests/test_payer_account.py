from datetime import timedelta

from odoo import SUPERUSER_ID, Command, fields
from odoo.tests import tagged

from odoo.addons.receivable.tests.common import ReceivableCase


@tagged("post_install", "-at_install")
class TestPayerAccount(ReceivableCase):
    """The row of a payer says what the ledger says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@garage.example")

    def account(self, payer=None, company=None):
        found = self.env["payer.account"].search([
            ("partner_id", "=", (payer or self.garage).id), ("company_id", "=", (company or self.company).id)
        ])
        self.env.invalidate_all()
        return found

    def due(self, days):
        """A due date so many days from today; negative is late."""
        return self.today + timedelta(days=days)

    def test_the_figures_are_those_of_the_ledger(self):
        self.invoice(self.garage, self.due(-5), 2460)
        self.invoice(self.garage, self.due(-100), 300)
        self.invoice(self.garage, self.due(12), 980)
        self.credit_note(self.garage, self.due(-1), 280)
        account = self.account()
        self.assertEqual((account.overdue, account.owed, account.credits), (2760, 3460, 280))
        self.assertEqual((account.oldest_days, account.lateness), (100, "over_30"))
        aged = [account[name] for name in ("aged_0", "aged_30", "aged_60", "aged_90", "aged_over")]
        self.assertEqual(aged, [980, 2460, 0, 0, 300])
        self.assertEqual(sum(aged) - account.credits, account.owed)

    def test_what_is_a_debt_is_what_the_engine_calls_a_debt(self):
        """Invoices and opening entries are debts; a refund paid out and a plain entry are not."""
        self.invoice(self.garage, self.due(-5), 1000)
        self.invoice(self.garage, self.due(-5), 40, move_type="out_receipt")
        self.bank_line(-70, self.due(-5), "Refund paid out", self.garage)
        general = self.company_data["default_journal_misc"]
        opening = general.copy({"receivable_opening": True, "code": "OPEN"})
        for journal in (general, opening):
            self.entry(journal, 300)
        items = self.open_items(self.garage)
        self.assertEqual({item.kind for item in items}, {"debt", "review"})
        debts = sum(float(item.residual_company) for item in items if item.kind == "debt" and item.due < self.today)
        self.assertEqual((self.account().overdue, debts), (1340, 1340))

    def entry(self, journal, amount):
        account = self.garage.property_account_receivable_id
        move = self.env["account.move"].create({
            "journal_id": journal.id, "date": self.due(-5), "line_ids": [
                Command.create({"account_id": account.id, "partner_id": self.garage.id, "debit": amount, "date_maturity": self.due(-5)}),
                Command.create({"account_id": self.company_data["default_account_revenue"].id, "credit": amount}),
            ],
        })
        move.action_post()
        return move

    def test_due_today_is_not_late(self):
        self.invoice(self.garage, self.due(0), 100)
        self.assertEqual((self.account().overdue, self.account().lateness, self.account().oldest_days), (0, "on_time", 0))

    def test_a_payer_with_nothing_open_and_no_score_has_no_row(self):
        self.pay(self.invoice(self.garage, self.due(-5), 100))
        self.assertFalse(self.account())

    def test_a_contact_of_the_payer_is_not_another_payer(self):
        shop = self.payer("Atelier", parent_id=self.garage.id, is_company=False)
        self.invoice(shop, self.due(-5), 100)
        self.assertFalse(self.account(shop))
        self.assertEqual(self.account().overdue, 100)

    def test_the_used_part_counts_drafts_and_stands_beside_the_limit(self):
        self.company.account_use_credit_limit = True
        self.garage.credit_limit = 1000
        self.invoice(self.garage, self.due(12), 400)
        self.invoice(self.garage, self.due(12), 300, post=False)
        account = self.account()
        self.assertEqual((account.exposure, account.credit_limit, account.limit_state, account.used), (700, 1000, "limit", 70))

    def test_no_limit_and_no_credit_are_two_things(self):
        self.company.account_use_credit_limit = True
        self.invoice(self.garage, self.due(12), 400)
        self.assertEqual(self.account().limit_state, "none")
        self.garage.payer_no_credit = True
        self.assertEqual(self.account().limit_state, "zero")

    def test_the_used_part_is_the_one_of_the_credit_check(self):
        self.company.account_use_credit_limit = True
        self.garage.credit_limit = 1000
        self.invoice(self.garage, self.due(12), 400)
        parts = self.garage._receivable_exposure(self.company)[self.garage.id]
        self.assertEqual(self.account().exposure, float(sum(part.amount for part in parts)))

    def test_who_cannot_be_written_to_by_e_mail(self):
        self.invoice(self.garage, self.due(-5), 100)
        self.assertFalse(self.account().no_email)
        contact = self.payer("Comptabilité", parent_id=self.garage.id, is_company=False, type="invoice")
        self.assertTrue(self.account().no_email)
        contact.email = "compta@garage.example"
        self.assertFalse(self.account().no_email)

    def test_a_pause_in_force_shows_and_a_resumed_one_does_not(self):
        self.invoice(self.garage, self.due(-5), 100)
        pause = self.env["receivable.pause"].create(
            {"partner_id": self.garage.id, "reason": "Audit", "date_until": self.due(10)}
        )
        self.assertTrue(self.account().paused)
        pause._resume(self.due(0))
        self.assertFalse(self.account().paused)

    def test_a_score_that_lost_points_in_a_month_falls(self):
        self.invoice(self.garage, self.due(-5), 100)
        values = {"partner_id": self.garage.id, "company_id": self.company.id}
        self.env["payer.score"].sudo().create([
            values | {"date": self.due(-60), "points": 68, "grade": "C"},
            values | {"date": self.due(-1), "points": 41, "grade": "D"},
        ])
        account = self.account()
        self.assertEqual((account.grade, account.points, account.trend), ("D", 41, "down"))

    def test_several_currencies_are_said(self):
        other = self.setup_other_currency("EUR", rates=[("1900-01-01", 2)])
        self.invoice(self.garage, self.due(-5), 100)
        self.assertFalse(self.account().several_currencies)
        self.invoice(self.garage, self.due(-5), 100, currency=other)
        account = self.account()
        self.assertTrue(account.several_currencies)
        self.assertEqual(account.owed, 150)

    def test_a_page_of_payers_costs_the_same_queries_whatever_their_number(self):
        counts = []
        for size in (2, 20):
            for number in range(size):
                self.invoice(self.payer(f"{size}-{number}"), self.due(-5), 100)
            self.queries_of_a_page()  # what a first reader loads once for everybody (rules, defaults) is not the page's
            counts.append(self.queries_of_a_page())
        self.assertEqual(counts[0], counts[1])

    def queries_of_a_page(self):
        names = ["partner_id", "grade", "points", "trend", "overdue", "owed", "used", "limit_state", "no_email", "paused"]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["payer.account"].search_fetch([("overdue", ">", 0)], names, limit=80).mapped("overdue")
        return self.env.cr.sql_log_count - before

    def test_each_figure_opens_its_rows(self):
        late = self.invoice(self.garage, self.due(-5), 2460)
        self.invoice(self.garage, self.due(12), 980)
        opened = self.account().action_open_overdue()
        lines = self.env[opened["res_model"]].search(opened["domain"])
        self.assertEqual(lines.move_id, late)
        self.assertEqual(sum(self.Line.search(self.account().action_open_items()["domain"]).mapped("amount_residual")), 3440)

    def test_the_limits_of_a_company_that_one_may_not_enter_are_not_in_the_way(self):
        with_limits = self.env["res.company"].with_user(SUPERUSER_ID).create({"name": "Another", "account_use_credit_limit": True})
        self.assertNotIn(with_limits, self.env.user.company_ids)
        self.invoice(self.garage, self.due(-5), 2460)
        self.assertEqual(self.account().overdue, 2460)

    def test_the_screen_of_another_company_shows_its_own_figures(self):
        other = self.setup_other_company()["company"]
        self.env.user.company_ids |= other
        self.invoice(self.garage, self.due(-5), 100)
        self.assertEqual(self.garage.with_company(self.company).receivable_overdue, 100)
        self.assertEqual(self.garage.with_company(other).receivable_overdue, 0)
