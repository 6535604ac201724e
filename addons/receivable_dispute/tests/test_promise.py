from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable.logic.credit import Fact
from odoo.addons.receivable_dispute.tests.common import DisputeCase


@tagged("post_install", "-at_install")
class TestPromise(DisputeCase):
    """A payer promises 3,600.00 for the 19th; whether it is kept is decided by the payments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-10-16", 3600)

    def promised(self, amount=None, day="2026-11-10", on="2026-11-19", **values):
        with self.on(day):
            return self.promise(self.bill, on, amount, **values)

    def judged(self, promise, day):
        self.env["receivable.promise"]._follow(self.company, date.fromisoformat(day))
        return promise.state

    # -- making one

    def test_making_one_fills_what_the_items_say(self):
        self.assertRecordValues(self.promised(source="call"), [{
            "partner_id": self.garage.id, "amount": 3600, "made_on": date(2026, 11, 10), "times": 1, "state": "coming", "received": 0,
            "source": "call",
        }])  # fmt: skip

    def test_a_promise_is_for_a_day_to_come_and_not_too_far(self):
        with self.assertRaisesRegex(UserError, "Say a day to come"):
            self.promised(on="2026-11-09")
        with self.assertRaisesRegex(UserError, "Not later than 12/10/2026"):
            self.promised(on="2026-12-11")
        self.assertTrue(self.promised(on="2026-12-10"))

    def test_no_more_is_promised_than_is_left(self):
        self.pay(self.bill, 1000, "2026-11-05")
        with self.assertRaisesRegex(UserError, r"3,000.00 promised,.*2,600.00 left"):
            self.promised(3000)

    def test_a_newer_promise_replaces_the_one_before_and_is_the_last(self):
        first = self.promised()
        second = self.promised(day="2026-11-12", on="2026-11-24")
        self.assertRecordValues(first, [{"state": "cancelled", "cancelled_on": date(2026, 11, 12), "replaced_by_id": second.id}])
        self.assertEqual(second.times, 2)
        with self.assertRaisesRegex(UserError, "2 promises were made on these invoices already"):
            self.promised(day="2026-11-13", on="2026-11-30")

    def test_a_promise_withdrawn_counts_for_nothing(self):
        promise = self.promised()
        with self.on("2026-11-11"):
            promise.action_withdraw()
        self.assertEqual(self.holds(self.bill, "2026-11-10"), [("promise", 3600)])
        self.assertEqual(self.holds(self.bill, "2026-11-11"), [])
        self.assertEqual(self.promised(day="2026-11-12").times, 1)

    # -- what is left alone

    def test_reminders_wait_until_the_day_and_the_tolerance(self):
        self.promised()
        told = {day: self.holds(self.bill, day) for day in ("2026-11-09", "2026-11-10", "2026-11-22", "2026-11-23")}
        self.assertEqual(told, {
            "2026-11-09": [], "2026-11-10": [("promise", 3600)], "2026-11-22": [("promise", 3600)], "2026-11-23": [],
        })  # fmt: skip
        for purpose in ("announce", "debit"):
            self.assertEqual(self.holds(self.bill, "2026-11-10", purpose), [("promise", 3600)], purpose)
        for purpose in ("charge", "thank", "forecast"):
            self.assertEqual(self.holds(self.bill, "2026-11-10", purpose), [], purpose)

    def test_a_promise_keeps_nothing_from_being_late_for_an_order(self):
        self.promised()
        [hold] = self.item(self.bill)._receivable_holds("order", date(2026, 11, 10))[self.item(self.bill).id]
        self.assertEqual(hold.effect, "review")
        facts = self.garage._receivable_credit_facts(self.company, date(2026, 11, 10), {}, {"promise"})[self.garage.id]
        self.assertIn(Fact("promise", Decimal("3600"), None, self.item(self.bill).id), facts)
        self.assertIn("overdue", [fact.cause for fact in facts])

    def test_a_smaller_promise_holds_its_part_only(self):
        other = self.invoice(self.garage, "2026-10-20", 500)
        with self.on("2026-11-10"):
            self.promise(self.bill | other, "2026-11-19", 3700)
        self.assertEqual(self.holds(self.bill | other, "2026-11-10"), [("promise", 3600), ("promise", 100)])

    def test_what_is_paid_is_no_longer_promised(self):
        self.promised()
        with self.on("2026-11-12"):
            self.pay(self.bill, 1000)
        self.assertEqual(self.holds(self.bill, "2026-11-11"), [("promise", 3600)])
        self.assertEqual(self.holds(self.bill, "2026-11-12"), [("promise", 2600)])

    # -- judged by the payments

    def test_paid_in_time_is_kept_at_once(self):
        promise = self.promised()
        with self.on("2026-11-18"):
            self.pay(self.bill)
        self.assertRecordValues(promise, [{"state": "kept", "received": 3600, "decided_on": date(2026, 11, 18)}])

    def test_money_of_before_the_promise_does_not_keep_it(self):
        self.pay(self.bill, 1000, "2026-11-10")
        promise = self.promised()
        self.assertRecordValues(promise, [{"amount": 2600, "received": 0}])
        self.assertEqual(self.judged(promise, "2026-11-23"), "broken")

    def test_money_that_arrives_within_the_tolerance_keeps_it(self):
        promise = self.promised()
        self.assertEqual(self.judged(promise, "2026-11-22"), "coming")
        with self.on("2026-11-22"):
            self.pay(self.bill, 3600, "2026-11-22")
        self.assertEqual(promise.state, "kept")

    def test_a_part_received_is_partly_kept(self):
        promise = self.promised()
        with self.on("2026-11-17"):
            self.pay(self.bill, 1000)
        self.assertEqual(self.judged(promise, "2026-11-23"), "partly")
        self.assertEqual(promise.received, 1000)

    def test_money_that_comes_too_late_changes_nothing(self):
        promise = self.promised()
        self.assertEqual(self.judged(promise, "2026-11-23"), "broken")
        with self.on("2026-11-25"):
            self.pay(self.bill)
        self.assertRecordValues(promise, [{"state": "broken", "received": 0}])

    def test_a_payment_taken_back_breaks_it(self):
        promise = self.promised()
        with self.on("2026-11-18"):
            self.pay(self.bill)
        self.assertEqual(promise.state, "kept")
        with self.on("2026-11-20"):
            self.item(self.bill).remove_move_reconcile()
        self.assertEqual(promise.state, "coming")
        self.assertEqual(self.judged(promise, "2026-11-23"), "broken")

    # -- owed no longer

    def credit(self, amount, day):
        """A credit note of a part of the invoice, matched with it."""
        with self.on(day):
            note = self.credit_note(self.garage, day, amount, reverses=self.bill)
            (self.item(note) | self.item(self.bill)).reconcile()
        return note

    def test_a_credit_note_is_no_payment_it_makes_smaller_what_is_promised(self):
        promise = self.promised()
        self.credit(600, "2026-11-15")
        self.assertRecordValues(promise, [{"state": "coming", "received": 0, "reduced": 600}])
        self.assertEqual(self.holds(self.bill, "2026-11-14"), [("promise", 3600)])
        self.assertEqual(self.holds(self.bill, "2026-11-15"), [("promise", 3000)])
        with self.on("2026-11-18"):
            self.pay(self.bill)
        self.assertRecordValues(promise, [{"state": "kept", "received": 3000, "decided_on": date(2026, 11, 18)}])

    def test_a_promise_of_a_part_stays_whole_while_as_much_is_owed(self):
        promise = self.promised(1000)
        self.credit(2000, "2026-11-15")
        self.assertEqual((promise.reduced, self.holds(self.bill, "2026-11-15")), (0, [("promise", 1000)]))
        self.credit(900, "2026-11-16")
        self.assertEqual((promise.reduced, self.holds(self.bill, "2026-11-16")), (300, [("promise", 700)]))

    def test_what_is_missing_of_a_broken_promise_is_what_is_owed(self):
        promise = self.promised()
        self.credit(600, "2026-11-15")
        with self.on("2026-11-17"):
            self.pay(self.bill, 1000)
        self.assertEqual(self.judged(promise, "2026-11-23"), "partly")
        self.assertEqual(self.todo(promise).amount, 2000)
        self.assertIn(promise._money(2000), promise.broken_text)

    def test_an_invoice_credited_in_full_is_neither_kept_nor_broken(self):
        with self.on("2026-11-01"):
            self.history(self.garage, 0, 0, 0, until="2026-11-01")
        promise = self.promised()
        self.credit(3600, "2026-11-15")
        self.assertRecordValues(promise, [{"state": "moot", "received": 0, "decided_on": date(2026, 11, 15)}])
        self.assertEqual(self.judged(promise, "2026-11-23"), "moot")
        self.check_counts_for_nothing(promise)
        told = [one.text for one in self.garage._receivable_timeline(self.company) if one.kind == "promise"]
        self.assertIn("What was promised for 11/19/2026 is no longer owed.", told)

    def check_counts_for_nothing(self, promise):
        self.env.flush_all()
        self.assertFalse(self.todo(promise))
        self.assertFalse(self.env["payer.account"].search([("partner_id", "=", self.garage.id)]).promises_kept)
        score = self.env["payer.score"]._assess(self.company, date(2026, 11, 24), self.garage.ids)[self.garage.id].score
        self.assertNotIn("promises", [factor.code for factor in score.factors])

    def test_a_promise_about_a_cancelled_invoice_is_neither_kept_nor_broken(self):
        with self.on("2026-11-01"):
            self.history(self.garage, 0, 0, 0, until="2026-11-01")
            self.env["receivable.event"]._record_difference(self.company, date(2026, 11, 1))
        promise = self.promised()
        self.assertEqual(self.judged(promise, "2026-11-23"), "broken")
        with self.on("2026-11-24"):
            self.bill.button_draft()
            self.bill.button_cancel()
            self.env["receivable.event"]._record_difference(self.company, date(2026, 11, 24))
        self.assertEqual(self.judged(promise, "2026-11-24"), "moot")
        self.check_counts_for_nothing(promise)
        self.assertEqual(promise._judged(date(2026, 11, 23))[promise].state, "broken", "a past day is told as it was")

    def test_of_two_invoices_the_one_that_is_left_is_promised(self):
        other = self.invoice(self.garage, "2026-10-20", 500)
        self.env["receivable.event"]._record_difference(self.company, date(2026, 11, 1))
        with self.on("2026-11-10"):
            promise = self.promise(self.bill | other, "2026-11-19")
        with self.on("2026-11-12"):
            self.bill.button_draft()
            self.env["receivable.event"]._record_difference(self.company, date(2026, 11, 12))
        self.assertEqual(self.judged(promise, "2026-11-12"), "coming")
        self.assertEqual((promise.reduced, self.holds(other, "2026-11-12")), (3600, [("promise", 500)]))
        with self.on("2026-11-13"):
            self.pay(other)
        self.assertEqual(promise.state, "kept")

    def test_a_promise_written_down_later_counts_what_came_since(self):
        with self.on("2026-11-17"):
            self.pay(self.bill, 1000)
        with self.on("2026-11-23"):
            promise = self.promise(self.bill, "2026-11-19", 3600, made_on="2026-11-10")
        self.assertRecordValues(promise, [{"state": "partly", "received": 1000, "amount": 3600}])

    def test_nobody_types_the_state(self):
        promise = self.promised()
        collector = self.env["res.users"].create({
            "name": "Colette Rappel", "login": "colette.collector",
            "group_ids": [Command.set(self.env.ref("receivable.group_receivable_user").ids)],
        })  # fmt: skip
        for field, value in (("state", "kept"), ("promised_on", "2026-12-01"), ("received", 3600)):
            with self.assertRaisesRegex(UserError, "Use the buttons"):
                promise.with_user(collector)[field] = value

    # -- what it means elsewhere

    def test_a_broken_promise_waits_for_a_person_until_somebody_deals_with_it(self):
        promise = self.promised()
        with self.on("2026-11-17"):
            self.pay(self.bill, 1000)
        self.judged(promise, "2026-11-23")
        with self.on("2026-11-23"):
            row = self.todo(promise)
            self.assertRecordValues(row, [{"kind": "broken_promise", "amount": 2600, "days_late": 38, "partner_id": self.garage.id}])
            self.assertEqual(row.why.replace("\N{NO-BREAK SPACE}", " "), "Promised 3,600.00 USD for 11/19/2026, received 1,000.00 USD")
            promise.action_handled()
            self.assertFalse(self.todo(promise))

    def test_in_the_list_of_things_to_do_another_currency_is_told_in_that_of_the_company(self):
        franc = self.setup_other_currency("CHF", rates=[("2026-01-01", 4.0)])
        bill = self.invoice(self.garage, "2026-10-16", 3600, currency=franc)
        with self.on("2026-11-10"):
            promise = self.promise(bill, "2026-11-19")
        self.judged(promise, "2026-11-23")
        with self.on("2026-11-23"):
            row = self.todo(promise)
            self.assertEqual((row.amount, row.currency_id), (900, self.company.currency_id))
            self.assertIn("CHF", row.why, "the words keep what was agreed")

    def test_a_broken_promise_leaves_the_list_when_the_invoice_is_paid_or_promised_again(self):
        promise = self.promised()
        self.judged(promise, "2026-11-23")
        self.assertTrue(self.todo(promise))
        self.promised(day="2026-11-24", on="2026-11-30")
        self.assertFalse(self.todo(promise))

    def todo(self, record):
        self.env.flush_all()
        return self.env["receivable.todo"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def test_the_list_of_things_to_do_speaks_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        promise = self.promised()
        self.judged(promise, "2026-11-23")
        row = self.todo(promise).with_context(lang="fr_FR")
        self.env.invalidate_all()
        self.assertEqual(row.why.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "),
                         "Promis 3 600,00 USD pour le 19/11/2026, reçu 0,00 USD")

    def test_a_broken_promise_is_a_fact_for_credit(self):
        promise = self.promised()
        self.judged(promise, "2026-11-23")
        item = self.item(self.bill).id

        def facts(day):
            found = self.garage._receivable_credit_facts(self.company, date.fromisoformat(day), {}, {"broken_promise"})[self.garage.id]
            return [fact for fact in found if fact.cause == "broken_promise"]

        self.assertEqual(facts("2026-11-23"), [Fact("broken_promise", Decimal("3600"), 1, item)])
        with self.on("2026-11-24"):
            self.pay(self.bill)
        self.assertEqual(facts("2026-11-24"), [])

    def test_kept_and_broken_promises_count_in_the_score(self):
        with self.on("2026-11-01"):
            self.history(self.garage, 0, 0, 0, until="2026-11-01")
        before = self.env["payer.score"]._assess(self.company, date(2026, 11, 22), self.garage.ids)[self.garage.id].score
        self.promised()
        coming = self.env["payer.score"]._assess(self.company, date(2026, 11, 22), self.garage.ids)[self.garage.id].score
        broken = self.env["payer.score"]._assess(self.company, date(2026, 11, 23), self.garage.ids)[self.garage.id].score
        self.assertNotIn("promises", [factor.code for factor in (*before.factors, *coming.factors)])
        [factor] = [factor for factor in broken.factors if factor.code == "promises"]
        self.assertEqual((factor.raw, factor.points), (0, 0))
        self.assertLess(broken.points, coming.points)

    def test_the_promised_day_is_when_the_money_is_expected(self):
        self.promised()
        found = self.garage._receivable_expected_dates(self.company, date(2026, 11, 11))[self.item(self.bill).id]
        self.assertEqual((found.expected_date, found.basis, found.late_probability), (date(2026, 11, 19), "promise", 1.0))
        self.assertEqual(self.garage._receivable_basis(found), "their promise")
        after = self.garage._receivable_expected_dates(self.company, date(2026, 11, 23))[self.item(self.bill).id]
        self.assertNotEqual(after.basis, "promise")

    def test_the_payers_list_counts_promises_kept(self):
        promise = self.promised()
        self.judged(promise, "2026-11-23")
        self.env.flush_all()
        account = self.env["payer.account"].search([("partner_id", "=", self.garage.id)])
        self.assertEqual((account.promises_kept, account.dispute_count), ("0/1", 0))

    def test_the_timeline_tells_it(self):
        promise = self.promised()
        self.judged(promise, "2026-11-23")
        told = [(one.kind, one.text) for one in self.garage._receivable_timeline(self.company) if one.kind == "promise"]
        self.assertEqual([text.replace("\N{NO-BREAK SPACE}", " ") for _kind, text in told], [
            "$ 3,600.00 promised for 11/19/2026.", "The promise for 11/19/2026 was not kept: $ 0.00 received.",
        ])  # fmt: skip

    def test_every_morning_promises_of_every_company_are_judged(self):
        promise = self.promised()
        with self.on("2026-11-23"), patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=100):
            self.env["receivable.promise"]._cron_follow()
        self.assertEqual(promise.state, "broken")
