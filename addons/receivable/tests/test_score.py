from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable.logic.holds import Hold

from .common import ReceivableCase

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestScore(ReceivableCase):
    """One clock: the history is known on its own dates, as after an import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Score, cls.Event = cls.env["payer.score"], cls.env["receivable.event"]
        cls.prompt, cls.late, cls.new = cls.payer("Prompt"), cls.payer("Late"), cls.payer("New")
        cls.history(cls.prompt, 0, -2, 1, 0)
        cls.history(cls.late, 35, 20, 41, 28)
        cls.history(cls.new, 0)
        cls.env.cr.execute("DELETE FROM receivable_event")
        cls.Event._record_history(cls.company)

    def scores(self, payer, day=DAY):
        return self.Score.search([("partner_id", "=", payer.id), ("date", "<=", day)], order="date")

    def test_each_payer_is_judged_by_their_own_payments(self):
        changed = self.Score._recompute(self.company, DAY)
        self.assertLessEqual({self.prompt.id, self.late.id, self.new.id}, set(changed))
        prompt, late, new = self.scores(self.prompt), self.scores(self.late), self.scores(self.new)
        self.assertEqual((prompt.grade, new.grade), ("A", "N"))
        self.assertIn(late.grade, "CDE")
        self.assertGreater(prompt.points, late.points)
        self.assertEqual((prompt.company_id, prompt.date), (self.company, DAY))

    def test_points_lost_explain_the_whole_distance_to_a_hundred(self):
        self.Score._recompute(self.company, DAY)
        score = self.scores(self.late)
        self.assertAlmostEqual(sum(factor["lost"] for factor in score.factors), 100 - score.points, places=1)

    def test_every_factor_opens_the_items_it_rests_on(self):
        self.Score._recompute(self.company, DAY)
        score = self.scores(self.late)
        action = score.action_open_factor("wadl")
        lines = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines.partner_id, self.late)
        with self.assertRaises(UserError):
            score.action_open_factor("horoscope")

    def test_a_second_night_without_news_stores_nothing(self):
        self.Score._recompute(self.company, DAY)
        self.assertEqual(self.Score._recompute(self.company, DAY), [])
        self.assertEqual(self.Score._recompute(self.company, DAY + timedelta(days=1), self.prompt.ids), [])

    def test_the_same_day_judged_again_replaces_the_first(self):
        self.Score._recompute(self.company, DAY)
        bill = self.invoice(self.prompt, "2026-06-01", 500)
        self.Event._record_difference(self.company, DAY)
        self.assertEqual(self.Score._recompute(self.company, DAY), [self.prompt.id])
        self.assertEqual(len(self.scores(self.prompt)), 1)
        factor = next(one for one in self.scores(self.prompt).factors if one["code"] == "max_overdue")
        self.assertEqual(factor["items"], self.item(bill).ids)

    def test_a_past_day_recomputed_equals_what_was_stored_whatever_happened_since(self):
        day = date(2026, 5, 31)
        self.Score._recompute(self.company, day)
        stored = {score.partner_id.id: (score.points, score.grade, score.factors, score.inputs_hash) for score in self.Score.search([])}
        self.assertGreaterEqual(len(stored), 2)
        with self.on("2026-07-15"):
            paid = self.Event.search([("partner_id", "=", self.late.id), ("kind", "=", "settled")]).move_line_id
            paid.remove_move_reconcile()  # everything bounces
            self.pay(self.invoice(self.prompt, "2026-03-31", 9000), date="2026-05-30")  # booked late, for an old day
        self.Event._record_difference(self.company, date(2026, 7, 15))
        again = self.Score._assess(self.company, day)
        for payer, (points, grade, factors, inputs_hash) in stored.items():
            judged = again[payer]
            self.assertEqual((judged.score.grade, judged.inputs_hash), (grade, inputs_hash))
            self.assertAlmostEqual(judged.score.points or 0, points)
            self.assertEqual([list(one.items) for one in judged.score.factors], [one["items"] for one in factors])
        self.assertNotEqual(self.Score._assess(self.company, date(2026, 7, 15))[self.late.id].inputs_hash, stored[self.late.id][3])

    def test_a_disputed_item_does_not_count_as_overdue(self):
        bill = self.invoice(self.prompt, "2026-03-01", 700)
        self.Event._record_difference(self.company, DAY)
        Line = type(self.env["account.move.line"])
        answer = {self.item(bill).id: [Hold("dispute", "leave")]}
        before = self.Score._assess(self.company, DAY, self.prompt.ids)[self.prompt.id].score
        self.patch(Line, "_receivable_holds", lambda lines, purpose, day: answer)
        after = self.Score._assess(self.company, DAY, self.prompt.ids)[self.prompt.id].score
        self.assertGreater(after.points, before.points)

    def test_weights_are_the_companys_own_and_can_be_set_back(self):
        delivered = self.company._score_parameters()
        self.company.payer_score_minimum_paid = 1
        self.assertEqual(self.Score._assess(self.company, DAY)[self.new.id].score.grade, "A")
        self.company._reset_score_parameters()
        self.assertEqual(self.company._score_parameters(), delivered)

    def test_a_branch_belongs_to_the_judgement_of_its_root(self):
        self.company.write({"child_ids": [fields.Command.create({"name": "Branch"})]})
        self.env.cr.precommit.run()  # loads the branch's chart of accounts
        branch = self.company.child_ids
        self.env.user.company_ids |= branch
        bill = self.invoice(self.new, "2026-04-30", 10, company=branch)
        self.Event._record_difference(branch, DAY)
        self.Score._recompute(branch, DAY)
        self.assertEqual(self.scores(self.new).company_id, self.company)
        self.assertIn(self.item(bill).id, self.Event.search([("partner_id", "=", self.new.id)]).mapped("item"))

    def test_another_companys_payments_do_not_count(self):
        other = self.setup_other_company()["company"]
        self.assertNotIn(self.late.id, self.Score._assess(other, DAY))

    def test_the_night_runs_for_every_company(self):
        with self.enter_registry_test_mode(), self.on("2026-06-30"):
            self.env.ref("receivable.ir_cron_score").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.scores(self.prompt).grade, "A")
        self.assertEqual(
            self.prompt.with_company(self.company).payer_profile_id, self.env.ref("receivable.payer_profile_prompt")
        )

    def _queries(self, payers):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.Score._recompute(self.company, DAY, payers)
        self.env["payer.profile"]._assign(self.company, DAY, payers)
        return self.env.cr.sql_log_count - before

    def test_the_night_costs_as_many_queries_for_many_payers_as_for_few(self):
        payers = [self.payer(f"Prompt {number}") for number in range(12)]
        for payer in payers:
            self.history(payer, 0, 0, 0)
        self.env.cr.execute("DELETE FROM receivable_event")
        self.Event._record_history(self.company)
        few = self._queries([payers[0].id, payers[1].id])
        many = self._queries([payer.id for payer in payers[2:]])
        self.assertLessEqual(many, few)
