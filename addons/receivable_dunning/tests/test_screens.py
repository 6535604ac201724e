"""The screens: what waits is said once, a preview changes nothing, the keyboard path works."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import SQL

from .common import DUE, DunningCase, after


@tagged("post_install", "-at_install")
class TestScreens(DunningCase):
    def state_of_everything(self):
        """What a preview must leave untouched."""
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                """SELECT (SELECT count(*) FROM dunning_action) AS actions, (SELECT count(*) FROM dunning_receipt) AS receipts,
                          (SELECT count(*) FROM dunning_run) AS runs, (SELECT max(active_from) FROM dunning_level) AS started,
                          (SELECT string_agg(state, ',' ORDER BY id) FROM dunning_action) AS states"""
            )
        )

    # -- scenarios ------------------------------------------------------------------------------------------------------------

    def test_the_delivered_scenarios_have_no_fault(self):
        for name in ("gentle", "standard", "firm", "key_account"):
            scenario = self.env.ref(f"receivable_dunning.dunning_scenario_{name}")
            self.assertFalse(scenario.faults, name)

    def test_the_editor_says_faults_while_typing(self):
        with Form(self.scenario) as form:
            with form.level_ids.edit(2) as step:
                step.offset = 3
            self.assertIn("2nd reminder comes before 1st reminder.", [fault["message"] for fault in form.faults.values()])
            with form.level_ids.edit(2) as step:
                step.offset = 15

    def test_a_copy_says_so_and_keeps_the_steps(self):
        copy = self.scenario.copy()
        self.assertEqual(copy.name, "Standard (copy)")
        self.assertEqual(copy.level_ids.mapped("name"), self.scenario.level_ids.mapped("name"))

    def test_usage_counts_the_payers_who_follow_the_scenario(self):
        self.invoice(self.garage, DUE, 1000)
        self.assertIn(self.garage, self.scenario._payers())
        self.garage.with_company(self.company).dunning_scenario_id = self.env.ref("receivable_dunning.dunning_scenario_firm")
        self.assertNotIn(self.garage, self.scenario._payers())

    def test_what_would_change_is_told_and_undone(self):
        self.invoice(self.garage, DUE, 1000)
        first = self.scenario.level_ids.filtered(lambda level: level.severity == 1)
        with self.on(after(6)):
            before = self.state_of_everything()
            later = {"level_ids": [fields.Command.update(first.id, {"offset": 10})]}
            told = self.scenario.with_company(self.company).what_would_change(later)
        self.assertEqual([row[:3] for row in told["rows"]], [["Leaves no more", "Garage Tourneboulon", "1st reminder"]])
        self.assertEqual(told["sentences"], ["Messages fewer: 1, for $\N{NO-BREAK SPACE}1,000.00."])
        self.assertIn("Nothing leaves at this click", told["when"])
        self.assertEqual(first.offset, 5)
        self.assertEqual(self.state_of_everything(), before)

    # -- preview --------------------------------------------------------------------------------------------------------------

    def test_a_preview_changes_nothing_and_says_what_the_night_does(self):
        self.invoice(self.garage, DUE, 1000)
        before = self.state_of_everything()
        with self.on(after(6)):
            preview = self.env["dunning.preview"].with_user(self.collector).create({"company_id": self.company.id})
            preview._ask()
        self.assertEqual(self.state_of_everything(), before)
        self.assertEqual(preview.line_ids.mapped("partner_id"), self.garage)
        self.assertEqual((preview.line_ids.level_id.name, preview.line_ids.amount), ("1st reminder", 1000))
        action = self.plan(after(6))
        self.assertEqual((action.partner_id, action.level_id), (self.garage, preview.line_ids.level_id))

    def test_the_list_of_a_preview_goes_to_oneself_also_in_test_mode(self):
        self.invoice(self.garage, DUE, 1000)
        self.company.dunning_mode = "test"
        known, before = self.env["mail.mail"].sudo().search([]), self.state_of_everything()
        with self.on(after(6)):
            preview = self.env["dunning.preview"].with_user(self.collector).create({"company_id": self.company.id})
            preview.action_send_list()
            preview.action_send_list()
        mails = self.env["mail.mail"].sudo().search([]) - known
        self.assertEqual(mails.mapped("email_to"), [self.collector.email_formatted] * 2)
        for words in "Test mode: written, not sent.", "Garage Tourneboulon", "1,000.00":
            self.assertIn(words, mails[0].body_html)
        self.assertNotIn("/receivable/stop/", mails[0].body_html)
        self.assertEqual(self.state_of_everything(), before)

    def test_what_is_prepared_already_is_a_figure_of_the_preview_and_opens_its_messages(self):
        self.invoice(self.garage, DUE, 1000)
        action = self.plan(after(6))
        with self.on(after(6)):
            preview = self.env["dunning.preview"].with_user(self.collector).create({"company_id": self.company.id})
            preview._ask()
        self.assertEqual(preview.leaving, [{"label": "prepared already", "count": 1, "open": ["action_open_ready"]}])
        self.assertEqual(self.env["dunning.action"].search(preview.action_open_ready()["domain"]), action)

    def test_once_nothing_waits_the_strip_foretells_the_next_night(self):
        self.invoice(self.garage, DUE, 1000)
        self.company.partner_id.tz = "Europe/Paris"
        self.env.ref("receivable_dunning.ir_cron_dunning_plan").nextcall = "2026-01-01 01:00:00"
        with self.on(after(6)):
            summary = self.env["receivable.todo"].with_user(self.collector).with_company(self.company).summary()
        self.assertFalse(summary["kinds"])
        self.assertIn("Next night at 02:00, messages foreseen: 1", [fact["label"] for fact in summary["facts"]])

    def test_a_message_in_doubt_says_to_the_second_when_it_was_handed_over(self):
        self.invoice(self.garage, DUE, 1000)
        action = self.plan(after(6))
        action._set_state("doubtful", claimed_at=datetime(2026, 3, 21, 8, 30, 12))
        self.env.invalidate_all()
        self.assertIn("8:30:12", action.with_context(tz="UTC").why_text)

    def test_a_payer_tried_under_another_scenario(self):
        self.invoice(self.garage, DUE, 1000)
        firm = self.env.ref("receivable_dunning.dunning_scenario_firm")
        preview = self.env["dunning.preview"].create(
            {"company_id": self.company.id, "date": after(2), "partner_id": self.garage.id, "scenario_id": firm.id}
        )
        preview.action_ask()
        self.assertTrue(preview.line_ids.leaves)
        self.assertEqual(preview.line_ids.level_id.scenario_id, firm)
        preview.scenario_id = False
        preview.action_ask()
        self.assertFalse(preview.line_ids.leaves)
        self.assertIn("comes on", preview.line_ids.why)

    def test_going_live_shows_first_and_throws_the_switch_then(self):
        self.company.sudo().dunning_mode = "test"
        self.reminder(1000)
        with self.on(after(6)):
            wizard = self.env["dunning.live"].with_user(self.manager).create({"company_id": self.company.id, "start": "catch_up"})
            before = self.state_of_everything()
            self.assertEqual(wizard.largest_ids.partner_id, self.garage)
            self.assertEqual(self.state_of_everything(), before)
            wizard.action_confirm()
        self.assertEqual(self.company.dunning_mode, "manual")

    def test_a_credit_manager_stops_sending_without_the_settings(self):
        self.company.sudo().dunning_mode = "auto"
        switch = self.env["dunning.live"].with_user(self.manager).with_company(self.company)
        action = switch.action_open()
        switch.with_context(**action["context"]).create({}).action_back_to_test()
        self.assertEqual(self.company.dunning_mode, "test")

    def test_automatic_steps_come_second(self):
        self.company.sudo().dunning_mode = "manual"
        self.assertIn("First send by hand", self.company._dunning_why_not_auto())

    # -- to do ----------------------------------------------------------------------------------------------------------------

    def rows(self):
        return {row.res_id: row.kind for row in self.env["receivable.todo"].search([("res_model", "=", "dunning.action")])}

    def test_the_list_and_the_message_agree_on_what_waits(self):
        action, _bills = self.reminder(1000)
        self.assertNotIn(action.id, self.rows())
        for values, kind in (
            ({"release": "approve"}, "approve"),
            ({"state": "doubtful"}, "doubtful"),
            ({"state": "failed"}, "undelivered"),
            ({"state": "planned", "channel": "call"}, "call"),
            ({"channel": "decision"}, "hand_over"),
            ({"channel": "letter", "release": "auto", "state": "approved"}, "letter"),
            ({"state": "sent"}, None),
        ):
            action.write(values)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(action.waits_for or None, kind)
            self.assertEqual(self.rows().get(action.id), kind)

    def test_in_manual_mode_a_person_sends_automatic_steps(self):
        action, _bills = self.reminder(1000)
        self.company.sudo().dunning_mode = "manual"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(action.waits_for, "approve")

    def test_points_add_up_and_are_explained(self):
        action, _bills = self.reminder(1000)
        action.release = "approve"
        self.env.flush_all()
        row = self.env["receivable.todo"].search([("res_id", "=", action.id)])
        points = [int(part.rsplit(" ", 1)[1]) for part in row.rank_why.split(" · ")]
        self.assertEqual(sum(points), row.rank)

    def dialog(self, action, **values):
        return self.env[action["res_model"]].with_user(self.collector).with_context(**action["context"]).create(values)

    def test_the_dialogs_send_skip_and_postpone(self):
        (one, _bills), (two, _others) = self.reminder(1000), self.reminder(500, payer=self.payer("Bombance", email="b@b.example"))
        (one | two).release = "approve"
        self.env.flush_all()
        with self.on(after(5)):
            todo = self.env["receivable.todo"].with_user(self.collector)
            self.dialog(todo.search([("res_id", "=", one.id)]).action_send()).action_confirm()
            self.dialog(todo.search([("res_id", "=", two.id)]).action_skip(), choice="small").action_confirm()
        self.assertEqual((one.state, two.state, two.reason), ("approved", "skipped", "Small amount"))

    def test_a_formal_notice_among_many_is_left_to_the_credit_manager(self):
        (one, _bills), (two, _others) = self.reminder(1000), self.reminder(500, payer=self.payer("Bombance", email="b@b.example"))
        (one | two).release = "approve"
        two.severity = 7
        self.env.flush_all()
        with self.on(after(5)):
            ticked = self.env["receivable.todo"].with_user(self.collector).search([("res_id", "in", (one | two).ids)])
            wizard = self.dialog(ticked.action_send())
            self.assertEqual((wizard.leave_ids, wizard.left_out_ids), (one, two))
            wizard.action_confirm()
        self.assertEqual((one.state, two.state), ("approved", "planned"))
        self.assertFalse(two.with_user(self.collector).may_approve)
        self.assertTrue(two.with_user(self.manager).may_approve)

    def test_what_did_not_leave_after_all_is_told(self):
        (one, (bill,)), (two, _others) = self.reminder(1000), self.reminder(500, payer=self.payer("Bombance", email="b@b.example"))
        (one | two).release = "approve"
        self.env.flush_all()
        with self.on(after(5)):
            ticked = self.env["receivable.todo"].with_user(self.collector).search([("res_id", "in", (one | two).ids)])
            wizard = self.dialog(ticked.action_send())
            self.pay(bill)
            told = wizard.action_confirm()["params"]
        self.assertEqual(told["type"], "warning")
        self.assertIn("1 of 2 messages approved", told["message"])

    def test_no_fault_no_alert_while_words_are_changed(self):
        action, _bills = self.reminder(1000)
        wizard = self.env["dunning.rewrite"].create({"action_id": action.id, "text": "Hello"})
        self.assertFalse(wizard.fault)
        wizard.text = "{{nonsense}}"
        self.assertIn("nonsense", wizard.fault)

    def test_the_address_of_to_do_shows_a_manager_everything(self):
        shown = self.env["ir.actions.actions"].sudo().search([("path", "=", "follow-up")])
        self.assertEqual(shown.type, "ir.actions.server")
        for user, mine in (self.collector, True), (self.manager, False):
            action = self.env["ir.actions.server"].browse(shown.id).with_user(user).run()
            self.assertEqual("search_default_mine" in str(action["context"]), mine)

    def test_the_strip_counts_what_the_list_shows(self):
        action, _bills = self.reminder(1000)
        action.release = "approve"
        self.env.flush_all()
        summary = self.env["receivable.todo"].with_user(self.collector).with_company(self.company).summary()
        self.assertEqual([(one["kind"], one["count"]) for one in summary["kinds"]], [("approve", 1)])
        self.assertFalse(summary["banner"])

    def test_an_invoice_opens_for_whoever_does_not_read_messages(self):
        stranger = self.env["res.users"].create({"name": "Victor", "login": "victor.t"})
        for user, shown in (stranger, False), (self.reader, True):
            arch = self.env["account.move"].with_user(user).sudo().get_view(view_type="form")["arch"]  # sudo: the page, not the invoice
            self.assertEqual("dunning_line_ids" in arch, shown)

    def test_outsiders_see_nothing(self):
        with self.assertRaises(AccessError):
            self.env["receivable.todo"].with_user(self.env.ref("base.public_user")).summary()

    # -- extensions of the kernel's screens -----------------------------------------------------------------------------------

    def test_payer_and_invoice_tell_what_comes_next(self):
        action, (bill,) = self.reminder(1000)
        with self.on(after(5)):
            self.assertIn("1st reminder", bill.dunning_next)
            words = [line.word for line in self.garage._receivable_standing(self.company, after(5))]
            self.assertEqual(words[0], "chased")
            self.assertIn("next", words)
        account = self.env["payer.account"].search([("partner_id", "=", self.garage.id), ("company_id", "=", self.company.id)])
        self.assertEqual((account.next_step, account.stage), ("1st reminder", "late"))
        self.assertEqual(bill.dunning_line_ids.action_id, action)

    def test_an_invoice_that_is_not_due_tells_its_own_first_step(self):
        bill = self.invoice(self.garage, DUE, 1000)
        with self.on(after(-20)):
            self.assertIn("Prevenance", bill.dunning_next)
        bill.invalidate_recordset()
        with self.on(after(-2)):
            self.assertIn("1st reminder", bill.dunning_next)

    def test_the_scenario_of_a_payer_says_where_it_comes_from(self):
        self.assertEqual(self.garage.with_company(self.company).dunning_scenario_source, "Standard (the company's default)")

    def test_the_sum_of_a_run_adds_up(self):
        self.reminder(1000)
        run = self.env["dunning.run"].search([("company_id", "=", self.company.id)], limit=1)
        total, *parts = [figure["count"] for figure in run.payers]
        self.assertEqual(total, sum(parts))
        self.assertEqual(len(self.env["dunning.receipt"].search(run.action_open_decisions(["chased"])["domain"])), run.chased_count)


@tagged("post_install", "-at_install")
class TestTours(HttpCase, DunningCase):
    def test_approving_by_keyboard(self):
        today = fields.Date.context_today(self.env["dunning.run"])
        payers = self.garage | self.payer("Traiteur Bombance", email="compta@bombance.example")
        for payer in payers:
            self.invoice(payer, today - timedelta(days=6), 1000)
        actions = self.env["dunning.run"].sudo()._plan(self.company, today).action_ids
        actions.write({"release": "approve", "date": today})
        self.start_tour("/odoo/follow-up", "dunning_approve_by_keyboard", login="colette")
        self.assertEqual(set(actions.mapped("state")), {"approved"})
        self.assertEqual(actions.decided_by_id, self.collector)

    def test_scenario_editor(self):
        self.start_tour("/odoo/follow-up-scenarios", "dunning_scenario_adds_a_step", login="manager")
