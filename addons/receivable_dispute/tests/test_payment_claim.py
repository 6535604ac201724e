"""“It is paid”: what a customer says is left alone while a person looks, and no longer."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged

from .common import DisputeCase


@tagged("post_install", "-at_install")
class TestPaymentClaim(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receivable_claim_days = 10
        cls.bill = cls.invoice(cls.garage, "2026-11-05", 1000)
        cls.collector = new_test_user(
            cls.env, "claims.collector", groups="receivable.group_receivable_user", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )  # fmt: skip

    def says_paid(self, amount=1000, day="2026-11-13", paid_on="2026-11-10", **values):
        with self.on(day):
            return self.env["receivable.payment.claim"].sudo().create({
                "move_line_ids": [Command.set(self.item(values.pop("bill", self.bill)).ids)], "amount": amount, "paid_on": paid_on,
                "reference": "VIR 4711", "contact_id": self.garage.id,
            } | values).sudo(False)  # fmt: skip

    def todo(self, day):
        with self.on(day):
            self.env.flush_all()
            rows = self.env["receivable.todo"].search([("res_model", "=", "receivable.payment.claim")])
            rows.mapped("days_late")  # read on that day
        return rows

    # -- what is left alone ---------------------------------------------------------------------------------------------------

    def test_it_is_neither_asked_for_nor_debited_until_its_last_day(self):
        self.says_paid()
        for purpose in ("announce", "remind", "debit"):
            with self.subTest(purpose=purpose):
                for day, held in (("2026-11-12", False), ("2026-11-13", True), ("2026-11-23", True), ("2026-11-24", False)):
                    self.assertEqual(self.holds(self.bill, day, purpose), [("said_paid", 1000)] if held else [], day)

    def test_an_order_a_charge_a_forecast_and_the_score_believe_the_bank(self):
        known = self.env["payer.score"]._inputs(self.company, date(2026, 11, 14), self.garage.ids)
        self.says_paid()
        self.assertEqual(self.env["payer.score"]._inputs(self.company, date(2026, 11, 14), self.garage.ids), known)
        for purpose in ("order", "charge", "forecast", "thank"):
            self.assertFalse(self.holds(self.bill, "2026-11-14", purpose), purpose)

    def test_only_the_sum_they_name_is_left_alone(self):
        self.says_paid(400)
        self.assertEqual(self.holds(self.bill, "2026-11-14"), [("said_paid", 400)])

    def test_what_has_come_in_since_is_no_longer_left_alone(self):
        self.says_paid(400)
        with self.on("2026-11-15"):
            self.pay(self.bill, 300, "2026-11-15")
        self.assertEqual(self.holds(self.bill, "2026-11-15"), [("said_paid", 100)])
        self.assertEqual(self.holds(self.bill, "2026-11-14"), [("said_paid", 400)], "as it was the day before")

    def test_one_query_for_any_number_of_claims(self):
        bills = [self.invoice(self.garage, "2026-11-05", 10) for _count in range(6)]
        for bill in bills:
            self.says_paid(10, bill=bill)
        few, many = self.item(bills[0]), self.env["account.move.line"].concat(*map(self.item, bills))

        def queries(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines._receivable_holds("remind", date(2026, 11, 14))
            return self.env.cr.sql_log_count - before

        queries(few)
        self.assertEqual(queries(few), queries(many))

    # -- what is refused ------------------------------------------------------------------------------------------------------

    def test_one_question_at_a_time_about_an_item(self):
        self.says_paid()
        with self.assertRaisesRegex(UserError, "already: we are looking"):
            self.says_paid()

    def test_the_same_item_is_not_said_to_be_paid_for_ever(self):
        for _time in range(3):
            self.says_paid().sudo()._withdraw(date(2026, 11, 13))
        with self.assertRaisesRegex(UserError, "3 times already"):
            self.says_paid()

    def test_a_day_to_come_more_than_is_left_and_a_paid_invoice_are_refused(self):
        for values in ({"paid_on": "2026-11-14"}, {"paid_on": False}, {"amount": 1000.01}, {"amount": -5}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Nothing was recorded"):
                self.says_paid(**values)
        self.pay(self.bill, 1000, "2026-11-12")
        with self.assertRaisesRegex(UserError, "is paid, or no invoice"):
            self.says_paid()

    def test_two_invoices_are_said_one_by_one(self):
        other = self.invoice(self.garage, "2026-11-05", 50)
        with self.on("2026-11-13"), self.assertRaisesRegex(UserError, "one invoice at a time"):
            self.env["receivable.payment.claim"].sudo().create({
                "move_line_ids": [Command.set((self.item(self.bill) + self.item(other)).ids)], "paid_on": "2026-11-10",
            })  # fmt: skip

    # -- what a person answers ------------------------------------------------------------------------------------------------

    def test_it_waits_in_to_do_beside_messages_of_the_same_number(self):
        claim = self.says_paid()
        row = self.todo("2026-11-14")
        self.assertRecordValues(row, [{
            "kind": "paid", "partner_id": self.garage.id, "amount": 1000, "days_late": 9, "res_id": claim.id, "date": date(2026, 11, 13),
        }])  # fmt: skip
        self.assertIn("paid", row.why)
        with self.on("2026-11-14"):
            self.assertEqual(row.action_open()["res_id"], claim.id)

    def test_no_two_rows_of_to_do_share_their_number(self):
        kinds = [kind for kind, _label in self.env["receivable.todo"]._fields["kind"].selection]
        models = [
            "dunning.action", "dunning.reply", "dunning.run", "receivable.dispute", "receivable.payment.claim", "receivable.payment.plan",
            "receivable.promise",
        ]  # fmt: skip
        self.env.cr.execute("SELECT count(DISTINCT hashtext(m || k) & 65535), count(*) FROM unnest(%s) k, unnest(%s) m", [kinds, models])
        self.assertEqual(*self.env.cr.fetchone())

    def test_found_is_left_alone_until_it_is_booked_and_asked_again_when_it_is_not(self):
        claim = self.says_paid().with_user(self.collector)
        with self.on("2026-11-20"):
            claim.action_found()
        self.assertFalse(self.todo("2026-11-21"))
        self.assertEqual(self.holds(self.bill, "2026-11-19"), [("said_paid", 1000)], "told as it was")
        self.assertEqual(self.holds(self.bill, "2026-11-30"), [("found_paid", 1000)])
        self.assertFalse(self.holds(self.bill, "2026-12-01"))
        row = self.todo("2026-12-01")
        self.assertEqual((row.res_id, row.date), (claim.id, date(2026, 12, 1)))
        self.assertIn("still not booked", row.why)

    def test_the_payment_ends_it(self):
        claim = self.says_paid(400)
        with self.on("2026-11-15"):
            self.pay(self.bill, 400, "2026-11-15")
        self.assertEqual((claim.state, claim.ended_on), ("settled", date(2026, 11, 15)))
        self.assertFalse(self.todo("2026-11-16"))

    def test_not_found_is_told_on_the_same_thread_and_reminders_go_on(self):
        claim = self.says_paid()
        with self.on("2026-11-16"):
            self.env["receivable.payment.claim.refuse"].with_user(self.collector).create(
                {"claim_id": claim.id, "text": "Nothing came in on our account."}
            ).action_confirm()
        self.assertEqual((claim.state, claim.answered_by_id), ("not_found", self.collector))
        self.assertFalse(self.holds(self.bill, "2026-11-16"))
        self.assertEqual(self.holds(self.bill, "2026-11-15"), [("said_paid", 1000)])
        told = claim.message_ids.filtered(lambda message: "Nothing came in" in message.body)
        self.assertEqual((told.subtype_id, told.is_internal), (self.env.ref("mail.mt_comment"), False))
        self.assertIn(self.garage, told.sudo().notified_partner_ids)
        self.assertFalse(self.todo("2026-11-16"))

    def test_an_answer_needs_words_a_collector_and_an_open_question(self):
        claim = self.says_paid()
        with self.assertRaisesRegex(UserError, "they read it"):
            claim.with_user(self.collector).action_not_found("  ")
        reader = new_test_user(self.env, "claims.reader", groups="receivable.group_receivable_reader", company_id=self.company.id)
        with self.assertRaises(AccessError):
            claim.with_user(reader).action_found()
        claim.sudo()._withdraw(date(2026, 11, 14))
        for answer in (claim.action_found, lambda: claim.action_not_found("No")):
            with self.assertRaisesRegex(UserError, "answered already"):
                answer()

    def test_nobody_writes_it_by_hand(self):
        claim = self.says_paid()
        for act in (lambda mine: mine.write({"state": "found"}), lambda mine: mine.unlink(), lambda mine: mine.copy()):
            with self.assertRaises(AccessError):
                act(claim.with_user(self.collector))

    # -- what is told of it ---------------------------------------------------------------------------------------------------

    def test_the_payer_tells_it_in_the_standing_and_on_the_timeline(self):
        self.says_paid()
        with self.on("2026-11-14"):
            standing = [line.text for line in self.garage._receivable_standing(self.company, Date.to_date("2026-11-14"))]
            timeline = [line.text for line in self.garage._receivable_timeline(self.company) if line.kind == "claim"]
        self.assertTrue([text for text in standing if "They say that they paid" in text], standing)
        self.assertEqual(len(timeline), 1)

    def test_the_statement_tells_it_in_the_language_of_its_reader_whoever_prints(self):
        self.env["res.lang"]._activate_lang("en_GB")
        self.garage.lang = "en_GB"
        self.says_paid(paid_on="2026-11-13")
        with self.on("2026-11-14"):
            values = self.env["report.receivable.report_statement"]._get_report_values(self.garage.ids)
        (row,) = values["statements"][self.garage.id].sections[0].rows
        self.assertEqual(row.notes, ("You told us that you paid on 13/11/2026; we are looking.",))

    def test_the_screen_shows_the_invoice_and_what_was_seen(self):
        claim = self.says_paid()
        with self.on("2026-11-14"):
            self.assertEqual(claim.left_now, 1000)
            self.assertIn("Nothing that is not matched", claim.seen_text)
            self.assertIn("until", claim.stops_text)
        with self.on("2026-11-24"):
            claim.invalidate_recordset()
            self.assertIn("reminders go on", claim.stops_text)
