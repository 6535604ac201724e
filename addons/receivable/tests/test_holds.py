from datetime import date

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.receivable.logic.holds import PURPOSES

from .common import ReceivableCase

DAY = date(2026, 4, 15)


@tagged("post_install", "-at_install")
class TestHolds(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = cls.payer("Garage Tourneboulon")
        cls.bill = cls.invoice(cls.garage, "2026-03-31", 1200)
        cls.line = cls.item(cls.bill)
        cls.other = cls.item(cls.invoice(cls.garage, "2026-04-10", 90))

    def codes(self, lines=None, purpose="remind", day=DAY):
        lines = lines if lines is not None else self.line + self.other
        return {line: [hold.code for hold in found] for line, found in lines._receivable_holds(purpose, day).items()}

    def pause(self, **values):
        return self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "company_id": self.company.id, "reason": "moving house", "date_from": "2026-04-10",
            "date_until": "2026-04-20",
        } | values)

    def test_nothing_holds_an_ordinary_item(self):
        for purpose in PURPOSES:
            self.assertEqual(self.codes(purpose=purpose), {})

    def test_an_excluded_invoice_is_not_chased_but_still_forecast_and_counted(self):
        self.bill.no_followup = True
        for purpose in ("announce", "remind", "thank", "charge"):
            self.assertEqual(self.codes(purpose=purpose), {self.line.id: ["excluded"]})
        for purpose in ("debit", "order", "forecast"):
            self.assertEqual(self.codes(purpose=purpose), {})

    def test_a_paused_payer_is_left_alone_on_the_days_of_the_pause_only(self):
        self.pause()
        for day, held in ((9, False), (10, True), (20, True), (21, False)):
            self.assertEqual(bool(self.codes(day=date(2026, 4, day))), held, day)
        self.assertEqual(set(self.codes()), {self.line.id, self.other.id})

    def test_a_pause_stops_what_it_names(self):
        self.pause(stop_messages=False, stop_debits=True)
        self.assertEqual(self.codes(), {})
        self.assertEqual(set(self.codes(purpose="debit")), {self.line.id, self.other.id})

    def test_a_paused_item_leaves_the_others_alone(self):
        self.pause(scope="items", move_line_ids=self.line.ids)
        self.assertEqual(self.codes(), {self.line.id: ["paused"]})

    def test_a_paused_item_that_vanishes_does_not_pause_the_payer(self):
        pause = self.pause(scope="items", move_line_ids=self.line.ids)
        self.bill.button_draft()
        self.bill.unlink()
        self.assertFalse(pause.move_line_ids)
        self.assertEqual(self.codes(self.other), {})

    def test_the_reason_says_until_when_by_whom_and_opens_the_pause(self):
        pause = self.pause()
        [hold] = self.line._receivable_holds("remind", DAY)[self.line.id]
        self.assertIn("moving house", hold.why)
        self.assertIn(self.env.user.name, hold.why)
        self.assertNotIn("moving house", hold.why_public)
        self.assertEqual((hold.effect, hold.amount, hold.until), ("leave", None, date(2026, 4, 20)))
        self.assertEqual(hold.evidence, ("receivable.pause", (pause.id,)))

    def test_resuming_ends_the_pause_and_keeps_the_days_before(self):
        pause = self.pause()
        with self.on("2026-04-15"):
            pause._resume(date(2026, 4, 15))
        self.assertEqual(self.codes(day=date(2026, 4, 14)).keys(), {self.line.id, self.other.id})
        self.assertEqual(self.codes(day=date(2026, 4, 15)), {})

    def test_a_pause_of_one_company_does_not_hold_in_another(self):
        other = self.setup_other_company()["company"]
        self.pause(company_id=other.id)
        self.assertEqual(self.codes(), {})

    def test_a_pause_of_a_company_holds_in_its_branches(self):
        self.company.write({"child_ids": [fields.Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        self.env.user.company_ids |= branch
        line = self.item(self.invoice(self.garage, "2026-03-31", 50, company=branch))
        self.pause()
        self.assertEqual(self.codes(line), {line.id: ["paused"]})

    def test_our_own_companies_are_not_chased(self):
        other = self.setup_other_company()["company"]
        line = self.item(self.invoice(other.partner_id, "2026-03-31", 50))
        self.assertEqual(self.codes(line), {line.id: ["own_company"]})

    def test_what_is_not_an_invoice_is_shown_and_never_sent(self):
        payment = self.env["account.payment"].create({
            "payment_type": "outbound", "partner_type": "customer", "partner_id": self.garage.id, "amount": 50, "date": "2026-04-01",
        })
        payment.action_post()
        line = self.item(payment.move_id)
        self.assertEqual(self.codes(line), {line.id: ["not_invoice"]})

    def test_a_pause_without_end_is_the_credit_managers_decision(self):
        collector = new_test_user(
            self.env, "colette", groups="receivable.group_receivable_user", company_id=self.company.id, company_ids=self.company.ids
        )
        with self.assertRaises(ValidationError):
            self.env["receivable.pause"].with_user(collector).create({"partner_id": self.garage.id, "reason": "x"})
        self.assertTrue(self.pause(date_until=False))

    def test_forgotten_pauses_are_those_without_end_and_the_old_ones(self):
        endless = self.pause(date_until=False)
        old = self.pause(date_from="2025-12-01", date_until="2026-12-31")
        self.pause()
        over = self.pause(date_from="2025-12-01", date_until="2026-01-31")
        Pause = self.env["receivable.pause"]
        self.assertEqual(Pause._forgotten(self.company, DAY), endless + old)
        with self.on("2026-04-15"):
            self.assertEqual(Pause.search([("is_forgotten", "=", True)]), endless + old)
            self.assertTrue(old.is_forgotten)
            self.assertFalse(over.is_forgotten)

    def test_pausing_and_resuming_are_told_on_the_payers_timeline(self):
        pause = self.pause()
        with self.on("2026-04-15"):
            pause._resume(date(2026, 4, 15))
        bodies = " ".join(self.garage.message_ids.mapped("body"))
        self.assertIn("Paused until", bodies)
        self.assertIn("Resumed", bodies)

    def _queries(self, lines):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lines._receivable_holds("remind", DAY)
        return self.env.cr.sql_log_count - before

    def test_the_gate_costs_the_same_for_few_and_for_many(self):
        self.pause()
        self.pause(scope="items", move_line_ids=self.line.ids)
        few = self._queries(self.line + self.other)
        lines = self.line + self.other
        for number in range(12):
            payer = self.payer(f"Payer {number}")
            lines += self.item(self.invoice(payer, "2026-03-31", 10 + number))
            self.pause(partner_id=payer.id)
        many = self._queries(lines)
        self.assertLessEqual(many, few, "other add-ons add their own few questions, none per item")
