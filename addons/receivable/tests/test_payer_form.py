from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.receivable.tests.common import ReceivableCase


@tagged("post_install", "-at_install")
class TestPayerForm(ReceivableCase):
    """The panels of the payer's form: why before what, each figure with its evidence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.garage = cls.payer("Garage Tourneboulon")

    def standing(self):
        return [(line["word"], line["text"]) for line in self.garage._receivable_standing_panel(self.company, self.today)]

    def late(self, amount, days=5):
        return self.invoice(self.garage, self.today - timedelta(days=days), amount)

    def pause(self, **values):
        return self.env["receivable.pause"].create({"partner_id": self.garage.id, "reason": "Audit"} | values)

    # -- where things stand -----------------------------------------------------------------------------------------------

    def test_a_pause_is_said_with_its_amount_reason_and_who_lifts_it(self):
        self.late(430)
        self.pause(date_until=self.today + timedelta(days=10))
        line = self.garage._receivable_standing_panel(self.company, self.today)[0]
        self.assertEqual(line["word"], "held")
        self.assertIn("430.00\N{NO-BREAK SPACE}USD", line["text"])
        self.assertIn("Audit", line["text"])
        self.assertIn("lifted by", line["detail"])
        self.assertEqual(line["evidence"]["model"], "receivable.pause")

    def test_one_pause_of_many_items_is_one_line(self):
        self.late(430)
        self.late(70, days=40)
        self.pause(date_until=self.today)
        self.assertEqual([word for word, _text in self.standing()], ["held"])
        self.assertIn("500.00", self.standing()[0][1])

    def test_credits_that_cover_what_is_overdue_are_the_reason(self):
        self.late(620)
        self.credit_note(self.garage, self.today, 900)
        self.assertEqual(self.standing(), [("held", "Credits of 900.00\N{NO-BREAK SPACE}USD cover all that is overdue.")])

    def test_the_next_due_date_is_said(self):
        self.invoice(self.garage, self.today + timedelta(days=12), 980)
        self.assertEqual([word for word, _text in self.standing()], ["next"])
        self.assertIn("980.00\N{NO-BREAK SPACE}USD due on", self.standing()[0][1])

    def test_nothing_open_is_said(self):
        self.assertEqual(self.standing(), [("next", "Nothing is open.")])

    # -- score and exposure -----------------------------------------------------------------------------------------------

    def test_points_lost_add_up_to_what_is_missing(self):
        self.history(self.garage, 10, 20, 15, 0, until=self.today)
        panel = self.garage.receivable_score_on(fields.Date.to_string(self.today))
        self.assertTrue(panel["factors"])
        lost = sum(int(factor["lost"].replace("−", "")) for factor in panel["factors"])
        self.assertEqual(lost, 100 - panel["points"])

    def test_each_factor_opens_its_items(self):
        bills = self.history(self.garage, 10, 20, 15, 0, until=self.today)
        panel = self.garage.receivable_score_on(fields.Date.to_string(self.today))
        delay = next(factor for factor in panel["factors"] if factor["code"] == "wadl")
        self.assertEqual(self.Line.search(delay["evidence"]["domain"]).move_id, bills)

    def test_a_new_payer_is_new_and_not_zero(self):
        panel = self.garage.receivable_score_on(fields.Date.to_string(self.today))
        self.assertEqual((panel["grade"], panel["points"]), ("N", False))
        self.assertIn("New", panel["comment"])

    def test_parts_of_the_exposure_open_their_records(self):
        draft = self.invoice(self.garage, self.today, 300, post=False)
        open_one = self.late(400)
        parts = {part["code"]: part["evidence"] for part in self.garage._receivable_exposure_panel(self.company)["parts"]}
        self.assertEqual(self.env["account.move"].search(parts["drafts"]["domain"]), draft)
        self.assertEqual(self.Line.search(parts["open"]["domain"]).move_id, open_one)

    def test_over_the_limit_the_sentence_says_by_how_much(self):
        self.company.account_use_credit_limit = True
        self.garage.credit_limit = 1000
        self.late(1200)
        panel = self.garage._receivable_exposure_panel(self.company)
        self.assertTrue(panel["over"])
        self.assertIn("200.00", panel["sentence"])

    def test_the_form_costs_the_same_queries_whatever_the_items(self):
        counts = []
        for size in (3, 30):
            payer = self.payer(f"Payer {size}")
            for number in range(size):
                self.invoice(payer, self.today - timedelta(days=number), 100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            payer.read(["receivable_overdue", "receivable_standing", "receivable_exposure", "receivable_score", "receivable_timeline"])
            payer.receivable_item_ids.mapped("receivable_hold")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    # -- open items and timeline ------------------------------------------------------------------------------------------

    def test_credits_are_listed_in_their_favour(self):
        self.late(620)
        note = self.credit_note(self.garage, self.today, 900)
        line = self.garage.receivable_item_ids.filtered(lambda item: item.move_id == note)
        self.assertEqual(line.receivable_hold, "In their favour")

    def test_a_payment_shows_on_the_timeline(self):
        self.pay(self.late(620))
        self.assertIn("payment", [line["kind"] for line in self.garage.receivable_timeline])

    # -- pause, profile, collector ----------------------------------------------------------------------------------------

    def test_the_pause_says_what_it_leaves_alone_before_it_does(self):
        self.late(430)
        with Form(self.env["receivable.pause.wizard"].with_context(**self.garage.action_receivable_pause()["context"])) as form:
            self.assertIn("430.00", form.forecast)
            form.reason = "Audit"
            form.date_until = self.today + timedelta(days=10)
        form.record.action_pause()
        self.assertTrue(self.garage.receivable_pause_text)

    def test_resume_ends_what_is_in_force(self):
        pause = self.pause(date_until=self.today + timedelta(days=10))
        self.garage.action_receivable_resume()
        self.assertEqual(pause.resumed_on, self.today)

    def test_items_are_paused_one_payer_at_a_time(self):
        line = self.item(self.late(430))
        wizard = self.env["receivable.pause.wizard"].create({
            "partner_ids": [Command.set((self.garage | self.payer("Hôtel")).ids)], "scope": "items", "reason": "x",
            "move_line_ids": [Command.set(line.ids)],
        })
        with self.assertRaises(UserError):
            wizard.action_pause()

    def test_a_profile_is_fixed_with_a_reason_and_released(self):
        profile = self.env["payer.profile"].search([], limit=1)
        wizard = self.env["payer.profile.wizard"].create(
            {"partner_ids": self.garage.ids, "profile_id": profile.id, "reason": "Agreed with the board"}
        )
        wizard.action_fix()
        self.assertEqual(self.garage.with_company(self.company).payer_profile_id, profile)
        wizard.action_release()
        self.assertFalse(self.garage.with_company(self.company).payer_profile_fixed_reason)

    def test_another_collector_is_given_to_all_chosen(self):
        colette = new_test_user(self.env, "colette", groups="base.group_user")
        both = self.garage | self.payer("Hôtel")
        self.env["payer.collector.wizard"].create({"partner_ids": both.ids, "user_id": colette.id}).action_change()
        self.assertEqual(both.with_company(self.company).payer_collector_id, colette)

    # -- to do ------------------------------------------------------------------------------------------------------------

    def test_without_contributors_nothing_waits(self):
        if "dunning.action" not in self.env:
            self.assertFalse(self.env["receivable.todo"].search([]))
