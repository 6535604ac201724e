from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests import bank_answers
from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


@tagged("post_install", "-at_install")
class TestReturnConsequences(ReturnCase):
    """What others learn of a return: the score, To do, the payer's timeline, the next debit; and what it costs in queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.on("2026-11-02"):
            cls.history(cls.garage, 0, 2, 1, until="2026-11-01")
            cls.bill = cls.invoice(cls.garage, "2026-11-27", 960)

    def setUp(self):
        super().setUp()
        clock = self.on("2026-12-04")
        clock.start()
        self.addCleanup(clock.stop)

    # -- score ----------------------------------------------------------------------------------------------------------------

    def _factor(self, day):
        judged = self.env["payer.score"].sudo()._assess(self.company, self.Return._today().fromisoformat(day), self.garage.ids)
        return next((factor for factor in judged[self.garage.id].score.factors if factor.code == "rejects"), None)

    def test_who_is_not_debited_is_not_judged_by_returns(self):
        self.assertIsNone(self._factor("2026-12-04"))

    def test_who_is_debited_without_a_return_has_all_the_points(self):
        self.debited(self.bill)
        self.assertEqual((self._factor("2026-12-04").raw, self._factor("2026-12-04").points), (0, 100))

    def test_a_return_costs_as_much_as_it_is_the_customers_fault(self):
        row = self.come_back(self.debited(self.bill), "AM04")
        factor = self._factor("2026-12-04")
        self.assertEqual((factor.raw, factor.points, factor.items), (1, 50, (row.id,)))
        self.assertEqual(self._factor("2026-12-03").raw, 0, "not known the day before")

    def test_a_technical_return_costs_nothing(self):
        self.come_back(self.debited(self.bill), "CNOR")
        self.assertEqual(self._factor("2026-12-04").points, 100)

    def test_the_factor_opens_the_returns(self):
        self.come_back(self.debited(self.bill), "AM04")
        self.env["payer.score"].sudo()._recompute(self.company, self.Return._today(), self.garage.ids)
        score = self.env["payer.score"].search([("partner_id", "=", self.garage.id)], limit=1)
        self.assertEqual(score.action_open_factor("rejects")["res_model"], "sepa.return")
        self.assertEqual(score.action_open_factor("wadl")["res_model"], "account.move.line")

    # -- to do ----------------------------------------------------------------------------------------------------------------

    def _todo(self, kind="debit_return"):
        return self.env["receivable.todo"].search([("kind", "=", kind), ("partner_id", "=", self.garage.id)])

    def test_a_return_that_is_presented_again_asks_nobody(self):
        self.come_back(self.debited(self.bill), "AM04")
        self.assertFalse(self._todo())

    def test_a_return_that_is_not_presented_again_waits_for_the_payers_collector(self):
        self.garage.with_company(self.company).payer_collector_id = self.env.user
        row = self.come_back(self.debited(self.bill), "MS02")
        todo = self._todo()
        self.assertEqual((todo.res_id, todo.res_model, todo.amount), (row.id, "sepa.return", 960))
        self.assertEqual((todo.days_late, todo.user_id), (7, self.env.user))
        self.assertIn("MS02: Refused by the customer", todo.why)
        row.action_handled()
        self.env["receivable.todo"].invalidate_model()
        self.assertFalse(self._todo())

    def test_a_return_whose_invoices_are_paid_waits_for_nobody(self):
        self.come_back(self.debited(self.bill), "MS02")
        self.pay(self.bill, date="2026-12-04")
        self.assertFalse(self._todo())

    def test_what_was_read_and_not_applied_waits_too(self):
        row = self.came_back(self.debited(self.bill), "AM04")
        lost = self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 77, "AM04"), message="NOT-2")).return_ids
        waiting = self.env["receivable.todo"].search([("kind", "=", "debit_return"), ("company_id", "=", self.company.id)])
        self.assertEqual({todo.res_id: todo.partner_id for todo in waiting}, {row.id: self.garage, lost.id: self.env["res.partner"]})
        self.assertIn("no debit of ours fits", waiting.filtered(lambda todo: todo.res_id == lost.id).why)

    def test_a_mandate_that_soon_lapses_is_to_be_renewed(self):
        self.assertFalse(self._todo("mandate"))
        with self.on("2028-11-20"):
            todo = self._todo("mandate")
            self.assertEqual((todo.res_id, todo.res_model), (self.signed.id, "sepa.mandate"))
            self.assertIn(self.signed.reference, todo.why)
        with self.on("2029-02-01"):
            self.assertFalse(self._todo("mandate"), "it has lapsed")

    # -- timeline, files, next debit ------------------------------------------------------------------------------------------

    def test_the_payers_timeline_tells_it(self):
        row = self.come_back(self.debited(self.bill), "AM04")
        said = self.garage.message_ids[0].body
        self.assertIn("AM04: Not enough money", said)
        self.assertIn(self.bill.name, said)
        self.assertIn(row._day(row.represent_on), said)

    def test_the_timeline_says_debited_of_what_the_bank_carried_out_only(self):
        def told():
            texts = [line.text for line in self.garage._receivable_timeline(self.company)]
            return [text for text in texts if "debited on" in text and "will be" not in text]

        self.debited(self.invoice(self.garage, "2026-11-20", 960), name="PRLV/2026/002")
        self.assertEqual(len(told()), 1)
        debit = self.debit(self.bill, self.collection("2026-12-01", "PRLV/2026/001"))
        self.assertEqual(len(told()), 1, "it is at the bank")
        self.read_file(bank_answers.rejects(bank_answers.reject(debit.end_to_end, 960, "AC01"))).action_apply()
        self.assertEqual(len(told()), 1, "the bank sent it back before")

    def test_the_table_says_what_follows_before_anything_is_done(self):
        row = self.came_back(self.debited(self.bill), "AM04")
        self.assertEqual(row.state, "to_apply")
        for words in (f"Reopens {self.bill.name}, due date kept.", "Mandate stays.", "Presented again on 12/11/2026."):
            self.assertIn(words, row.effect)
        self.assertEqual(self.bill.amount_residual, 0)

    def test_words_follow_the_reader_not_who_read_the_file(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        row = self.came_back(self.debited(self.bill), "AM04")
        self.assertNotEqual(row.with_context(lang="fr_FR").effect, row.effect)

    def test_who_was_told_of_the_new_debit_needs_no_other_notice(self):
        debit = self.debited(self.bill)
        row = self.come_back(debit, "AM04")
        row.sudo()._announce(row.applied_on)
        again = self.debit(self.bill, self.collection("2026-12-11", "PRLV/2026/002"), state="planned", again_of_id=debit.id)
        self.assertEqual((again.notified_on, again.notified_by), (row.applied_on, "email"))
        self.assertTrue(again.short_notice_why)

    def test_who_is_told_after_the_new_debit_was_prepared_needs_no_other_notice_either(self):
        debit = self.debited(self.bill)
        row = self.come_back(debit, "AM04")
        again = self.debit(self.bill, self.collection("2026-12-11", "PRLV/2026/002"), state="planned", again_of_id=debit.id)
        self.assertFalse(again.notified_on)
        row.sudo()._announce(row.applied_on)
        self.assertEqual(again.notified_on, row.applied_on)

    def test_the_next_proposal_presents_the_invoice_again_once(self):
        """Unpaid, proposed again for the day that was told, apart from fresh invoices; unpaid again, and never by itself any more."""
        debit = self.debited(self.bill)
        fresh = self.invoice(self.garage, "2026-12-20", 70)
        row = self.come_back(debit, "AM04")
        row.sudo()._announce(row.applied_on)
        Collection = self.env["sepa.collection"].sudo()
        debits = Collection._propose(self.company, self.Return._today()).debit_ids
        again = debits.filtered("again_of_id")
        self.assertEqual((again.again_of_id, again.date, again.amount), (debit, row.represent_on, 960))
        self.assertNotEqual(again.end_to_end, debit.end_to_end)
        self.assertEqual(again.item_ids.move_line_id.move_id, self.bill)
        self.assertEqual((debits - again).item_ids.move_line_id.move_id, fresh)
        levels = {fault["level"] for fault in again.collection_id.faults.values()}
        self.assertNotIn("danger", levels, "the message about the return was its notice")
        again.collection_id.state = "sent"
        again.state = "presented"
        with self.on("2026-12-11"):
            again.collection_id._book()
            self.assertEqual(self.bill.amount_residual, 0)
        with self.on("2026-12-15"):
            second = self.come_back(again.sudo(False), "AM04", day="2026-12-15", message="NOT-2")
            self.assertEqual((second.why_not, self.signed.state, self.bill.amount_residual), ("again", "suspended", 960))
            self.assertEqual(self.holds(self.bill, "2026-12-15"), ["returned"])
            self.assertFalse(Collection._propose(self.company, self.Return._today()).debit_ids.filtered("again_of_id"))

    def test_who_was_not_told_must_be(self):
        debit = self.debited(self.bill)
        self.come_back(debit, "AM04")
        again = self.debit(self.bill, self.collection("2026-12-11", "PRLV/2026/002"), state="planned", again_of_id=debit.id)
        self.assertFalse(again.notified_on)

    def test_a_day_that_is_closed_in_the_books_moves_the_entry(self):
        debit = self.debited(self.bill)
        self.company.sudo().fiscalyear_lock_date = "2026-12-04"
        with self.on("2026-12-15"):
            row = self.come_back(debit, "AM04")
            self.assertEqual((row.move_id.state, row.booked_on.isoformat()), ("posted", "2026-12-04"))
            self.assertGreater(row.move_id.date.isoformat(), "2026-12-04")

    # -- queries --------------------------------------------------------------------------------------------------------------

    def _notice_of(self, count, name):
        collection = self.collection(name=name)
        entries = []
        for number in range(count):
            payer = self.debtor(f"Payer {name} {number}")
            self.mandate(payer)
            debit = self.debit(self.invoice(payer, "2026-11-27", 100), collection)
            entries.append(bank_answers.entry(debit.end_to_end, 100, "AM04"))
        collection.sudo()._book()
        self.env.flush_all()
        self.env.invalidate_all()
        return bank_answers.notice(*entries, message=name)

    def _queries(self, do):
        before = self.env.cr.sql_log_count
        done = do()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, done

    def test_reading_a_file_costs_the_same_whatever_its_length(self):
        small, large = self._notice_of(3, "A"), self._notice_of(9, "B")
        few, _file = self._queries(lambda: self.read_file(small))
        many, _file = self._queries(lambda: self.read_file(large))
        self.assertLessEqual(many, few + 2)

    def test_applying_a_file_costs_little_more_for_each_return(self):
        small, large = self.read_file(self._notice_of(3, "A")), self.read_file(self._notice_of(9, "B"))
        few, _done = self._queries(small.action_apply)
        many, _done = self._queries(large.action_apply)
        self.assertLess((many - few) / 6, 12)
