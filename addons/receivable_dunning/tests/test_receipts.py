"""Why and why not: every overdue payer is chased or told, and a decision follows what a person changes."""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import DUE, DunningCase, after


@tagged("post_install", "-at_install")
class TestReceipts(DunningCase):
    def receipt(self, payer=None):
        return self.env["dunning.receipt"].search([("partner_id", "=", (payer or self.garage).id), ("current", "=", True)])

    def pause(self, until, payer=None, user=None):
        return self.env["receivable.pause"].with_user(user or self.collector).create({
            "company_id": self.company.id, "partner_id": (payer or self.garage).id, "date_from": after(5), "date_until": until,
            "reason": "Talks under way",
        })  # fmt: skip

    def overdue_in_the_ledger(self, day):
        """Payers with an invoice past its due date, counted without any code of ours."""
        return {payer for (payer,) in self.env.execute_query(SQL(
            """SELECT DISTINCT p.commercial_partner_id FROM account_move_line l JOIN account_account a ON a.id = l.account_id
                 JOIN account_move m ON m.id = l.move_id JOIN res_partner p ON p.id = l.partner_id
                WHERE l.company_id = %s AND NOT l.reconciled AND l.parent_state = 'posted' AND a.account_type = 'asset_receivable'
                  AND m.move_type = 'out_invoice' AND l.date_maturity < %s AND l.amount_residual > 0""",
            self.company.id, day,
        ))}  # fmt: skip

    # -- the sum --------------------------------------------------------------------------------------------------------------

    def test_every_overdue_payer_is_chased_waits_for_a_person_or_is_told_why_not(self):
        day = after(8)
        late = {name: self.payer(name, email=f"{name}@payer.example") for name in ("chased", "paused", "excluded", "credited", "small")}
        for name, payer in late.items():
            self.invoice(payer, DUE, 5 if name == "small" else 500)
        unreached = self.payer("Unreached")
        self.invoice(unreached, DUE, 500)
        coming = self.payer("Coming", email="coming@payer.example")
        self.invoice(coming, after(60), 500)
        without = self.payer("Without a scenario", email="without@payer.example")
        without.with_company(self.company).dunning_scenario_id = self.env["dunning.scenario"].create(
            {"name": "Nothing", "level_ids": [Command.create({"name": "Late call", "offset": 90, "severity": 3, "channel": "call"})]}
        )
        self.invoice(without, DUE, 500)
        self.env["receivable.pause"].create({
            "company_id": self.company.id, "partner_id": late["paused"].id, "date_from": DUE, "date_until": after(90), "reason": "Talks",
        })  # fmt: skip
        self.env["account.move"].search([("partner_id", "=", late["excluded"].id)]).no_followup = True
        self.credit_note(late["credited"], DUE, 600)
        self.env.flush_all()

        with self.on(day):
            run = self.env["dunning.run"]._plan(self.company, day)

        told = self.env["dunning.receipt"].search(
            [("company_id", "=", self.company.id), ("current", "=", True), ("decision", "!=", "clear")]
        )
        self.assertEqual(set(told.partner_id.ids), self.overdue_in_the_ledger(day), "nobody overdue is forgotten, nobody else is named")
        self.assertEqual(len(told), len(told.partner_id), "one decision a payer")
        self.assertEqual(run.overdue_count, run.chased_count + run.waiting_count + run.explained_count)
        self.assertEqual(run.overdue_count, len(told))
        silent = told.filtered(lambda receipt: receipt.decision == "explained")
        self.assertEqual(
            set(silent.partner_id), {late["paused"], late["excluded"], late["credited"], late["small"], without}, "each with a reason"
        )
        for receipt in silent:
            self.assertTrue(receipt.why, receipt.partner_id.name)
        written = run.action_ids.filtered(lambda action: action.kind == "reminder").partner_id
        self.assertEqual(written, late["chased"] | unreached)

    def test_an_exclusion_without_an_end_is_listed_first(self):
        self.invoice(self.garage, DUE, 9_000)
        forgotten = self.payer("Forgotten", email="f@payer.example")
        bill = self.invoice(forgotten, DUE, 20)
        bill.no_followup = True
        self.pause(after(30))
        self.plan(after(8))
        listed = self.env["dunning.receipt"].search(
            [("company_id", "=", self.company.id), ("current", "=", True), ("decision", "=", "explained")],
            order="forgotten desc, amount_overdue desc",
        )
        self.assertEqual(listed.partner_id[:2].mapped("name"), ["Forgotten", "Garage Tourneboulon"])

    def test_an_unchanged_decision_writes_no_second_receipt(self):
        self.invoice(self.garage, DUE, 100)
        self.pause(after(30))
        self.plan(after(8))
        first = self.receipt()
        self.plan(after(9))
        self.assertEqual(self.receipt(), first, "a day older is not a new decision")
        self.assertEqual(self.env["dunning.receipt"].search_count([("partner_id", "=", self.garage.id)]), 1)

    # -- decided again --------------------------------------------------------------------------------------------------------

    def test_a_pause_takes_the_waiting_message_back_and_tells_it_at_once(self):
        action, _bills = self.reminder(1000)
        with self.on(after(5)):
            self.pause(after(20))
        self.assertEqual(action.state, "cancelled")
        self.assertIn("Talks under way", action.reason)
        self.assertEqual(self.receipt().decision, "explained")
        self.assertIn("Talks under way", self.receipt().why)
        self.assertFalse(self.mails(), "nothing leaves because of a click")

    def test_a_resumed_payer_is_told_what_the_next_night_does_and_nothing_leaves_before(self):
        self.invoice(self.garage, DUE, 1000)
        with self.on(after(5)):
            self.pause(after(20))
        self.plan(after(6))
        self.assertEqual(self.receipt().decision, "explained")
        with self.on(after(8)):
            pause = self.env["receivable.pause"].search([("partner_id", "=", self.garage.id)]).with_user(self.collector)
            pause.with_context(dunning_told=True).action_resume()
        self.assertEqual(self.receipt().decision, "chased")
        self.assertEqual((self.receipt().next_step, self.receipt().date), ("1st reminder", after(8)))
        self.assertFalse(self.env["dunning.action"].search([("partner_id", "=", self.garage.id)]), "the message is the night's work")
        self.assertFalse(self.send(after(8)) and self.mails())
        self.assertEqual(self.plan(after(9)).mapped("level_name"), ["1st reminder"])

    def test_a_postponed_message_is_not_taken_back_by_its_own_pause(self):
        action, _bills = self.reminder(1000)
        with self.on(after(5)):
            action.with_user(self.collector).action_postpone(after(12), "They asked for a week")
        self.assertEqual((action.state, action.date), ("planned", after(12)))

    def test_an_invoice_excluded_today_leaves_the_message_that_waits(self):
        action, (first, second) = self.reminder(1000, 500)
        with self.on(after(5)):
            first.no_followup = True
        self.assertEqual(action.state, "planned")
        self.assertEqual(action.line_ids.filtered(lambda line: not line.left_reason).move_line_id.move_id, second)

    def test_another_scenario_is_told_at_once(self):
        self.invoice(self.garage, DUE, 1000)
        self.pause(after(5))
        self.plan(after(5))
        slow = self.env["dunning.scenario"].create({
            "name": "Slow", "level_ids": [Command.create({"name": "Late call", "offset": 90, "severity": 3, "channel": "call"})]
        })  # fmt: skip
        with self.on(after(6)):
            self.garage.with_user(self.collector).with_company(self.company).dunning_scenario_id = slow
        monday = after(91)  # its day is a Sunday: told for the day on which it is made
        self.assertEqual((self.receipt().next_step, self.receipt().next_date), ("Late call", monday))

    def test_where_no_night_has_decided_yet_nothing_is_written(self):
        self.invoice(self.garage, DUE, 1000)
        with self.on(after(6)):
            self.pause(after(20))
        self.assertFalse(self.receipt())

    def test_pausing_many_payers_costs_as_many_questions_as_pausing_few(self):
        payers = [self.payer(f"Payer {number}", email=f"p{number}@payer.example") for number in range(24)]
        for payer in payers:
            self.invoice(payer, DUE, 1000)
        self.plan(after(5))

        def cost(several):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.on(after(5)):
                self.env["res.partner"].concat(*several)._receivable_ask_again(self.company)
            return self.env.cr.sql_log_count - before

        cost(payers)  # what is learnt once
        self.assertEqual(cost(payers[:2]), cost(payers[2:]))
