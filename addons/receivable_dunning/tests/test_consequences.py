from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.receivable_dunning.tests.common import DunningCase, after


@tagged("post_install", "-at_install")
class TestConsequences(DunningCase):
    """Before a pause ends, a scenario or a profile changes: what would leave because of it; and nothing leaves at the click."""

    def setUp(self):
        super().setUp()
        self.foresight = self.env["dunning.foresight"].with_company(self.company)
        self.mine = self.garage.with_user(self.collector).with_company(self.company)

    def outbox(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT id, state, date, amount_company, reason FROM dunning_action ORDER BY id")
        return self.env.cr.fetchall()

    def dialog(self, answer):
        self.assertEqual(answer["res_model"], "dunning.consequence")
        return self.env["dunning.consequence"].with_user(self.collector).with_company(self.company).browse(answer["res_id"])

    def paused(self, payer=None):
        return self.env["receivable.pause"].create({
            "company_id": self.company.id, "partner_id": (payer or self.garage).id, "reason": "Audit", "date_from": after(1),
            "date_until": after(90),
        })  # fmt: skip

    # -- pause ----------------------------------------------------------------------------------------------------------------

    def test_resuming_shows_first_what_would_leave_and_nothing_leaves_at_the_click(self):
        self.invoice(self.garage, after(0), 1000)
        with self.on(after(6)):
            pause = self.paused()
            before = self.outbox()
            dialog = self.dialog(self.mine.action_receivable_resume())
            self.assertFalse(pause.resumed_on)
            self.assertEqual([(line.kind, line.partner_id, line.step, line.amount) for line in dialog.line_ids],
                             [("more", self.garage, "1st reminder", 1000)])  # fmt: skip
            self.assertIn("Nothing leaves at this click", dialog.when_text)
            self.assertEqual(self.outbox(), before)
            dialog.action_confirm()
            self.env.invalidate_all()
            self.assertTrue(pause.resumed_on)
            self.assertEqual(self.outbox(), before, "nothing is written before the night")
        self.send(after(6))
        self.assertFalse(self.server.kept)
        self.assertEqual(len(self.plan(after(7))), 1)

    def test_the_list_of_pauses_asks_the_same_question(self):
        self.invoice(self.garage, after(0), 1000)
        with self.on(after(6)):
            pause = self.paused()
            answer = pause.with_user(self.collector).action_resume()
            self.assertFalse(pause.resumed_on)
            self.dialog(answer).action_confirm()
            self.assertTrue(pause.resumed_on)

    def test_a_pause_that_holds_nothing_ends_without_a_question(self):
        with self.on(after(6)):
            pause = self.paused()
            self.mine.action_receivable_resume()
            self.assertTrue(pause.resumed_on)

    def test_who_may_not_resume_is_refused_before_anything_is_shown(self):
        self.invoice(self.garage, after(0), 1000)
        with self.on(after(6)):
            pause = self.paused()
            with self.assertRaises(AccessError):
                pause.with_user(self.reader).action_resume()

    def test_the_dialog_decides_nothing_else(self):
        dialog = self.env["dunning.consequence"].with_user(self.collector).create({
            "company_id": self.company.id, "res_model": "res.partner", "res_ids": self.garage.ids, "method": "unlink",
        })  # fmt: skip
        with self.assertRaises(AccessError):
            dialog.action_confirm()

    # -- scenario and profile -------------------------------------------------------------------------------------------------

    def gentle(self):
        scenario = self.scenario.copy({"name": "Gentle"})
        scenario.level_ids.filtered(lambda level: level.severity == 1).offset = 12
        return scenario

    def test_another_scenario_for_a_payer_shows_what_leaves_no_more(self):
        action, _bills = self.reminder(1000)
        gentle = self.gentle()
        with self.on(after(5)):
            follow = self.env["dunning.follow"].with_user(self.collector).with_company(self.company)
            wizard = follow.create({"partner_ids": self.garage.ids, "scenario_id": gentle.id})
            dialog = self.dialog(wizard.action_confirm())
            self.assertEqual([(line.kind, line.step) for line in dialog.line_ids], [("fewer", "1st reminder")])
            self.assertFalse(self.garage.with_company(self.company).dunning_scenario_id)
            dialog.action_confirm()
        self.assertEqual(self.garage.with_company(self.company).dunning_scenario_id, gentle)
        self.assertEqual(action.state, "planned", "the night decides again, not the click")

    def test_the_default_scenario_of_a_company_is_the_credit_managers_and_told_first(self):
        self.invoice(self.garage, after(0), 1000)
        gentle = self.gentle()
        with self.on(after(6)):
            follow = self.env["dunning.follow"].with_company(self.company)
            wizard = follow.with_user(self.manager).create({"scenario_id": gentle.id})
            self.assertEqual(self.dialog(wizard.action_confirm()).line_ids.mapped("kind"), ["fewer"])
            self.assertEqual(self.company.dunning_scenario_id, self.scenario)
            with self.assertRaises(AccessError):
                follow.with_user(self.collector).create({"scenario_id": gentle.id}).action_confirm()

    def test_a_profile_shows_what_its_scenario_changes_for_several_payers(self):
        hotel = self.payer("Hôtel du Lac", email="lac@lac.example", country_id=self.garage.country_id.id)
        for payer in self.garage | hotel:
            self.invoice(payer, after(0), 500)
        profile = self.env["payer.profile"].search([], limit=1)
        profile.dunning_scenario_id = self.gentle()
        with self.on(after(6)):
            wizard = self.env["payer.profile.wizard"].with_user(self.collector).with_company(self.company).create({
                "partner_ids": (self.garage | hotel).ids, "profile_id": profile.id, "reason": "Agreed", "date_until": after(60),
            })  # fmt: skip
            dialog = self.dialog(wizard.action_fix())
            self.assertEqual(dialog.line_ids.partner_id, self.garage | hotel)
            self.assertEqual(dialog.fewer_text, "Messages fewer: 2, for $\N{NO-BREAK SPACE}1,000.00.")
            dialog.action_confirm()
        self.assertEqual(hotel.with_company(self.company).payer_profile_id, profile)

    def test_the_number_of_queries_does_not_grow_with_the_payers(self):
        counts = []
        for number in (3, 12):
            payers = self.env["res.partner"].browse()
            for index in range(number):
                payers |= self.payer(f"Payer {number} {index}", email=f"p{index}@payer.example")
                self.invoice(payers[-1:], after(0), 100)
            with self.on(after(6)):
                self.env.flush_all()
                self.env.invalidate_all()
                self.foresight._changes(self.company, lambda: None, payers.ids)  # what is loaded once for everybody
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                self.foresight._changes(self.company, lambda: None, payers.ids)
                counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts)

    # -- test mode and back ---------------------------------------------------------------------------------------------------

    def test_what_was_approved_before_test_mode_is_told_kept_and_leaves_afterwards(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved", decided_by_id=self.collector.id)
        live = self.env["dunning.live"].with_user(self.manager).with_company(self.company)
        with self.on(after(5)):
            self.assertIn("Nothing is cancelled", live.create({"company_id": self.company.id}).waiting)
            self.company.with_user(self.manager).action_dunning_back_to_test()
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("approved", []))
        with self.on(after(5)):
            wizard = live.with_context(**self.company.with_user(self.manager)._dunning_live_action("manual")["context"]).create({})
            self.assertEqual(wizard.start, "catch_up")
            self.assertIn("Approved before test mode: 1", wizard.kept)
            wizard.action_confirm()
        self.assertEqual((action.state, self.server.kept), ("approved", []), "nothing leaves at the click")
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_with_nothing_approved_the_switch_speaks_of_nothing_approved(self):
        live = self.env["dunning.live"].with_user(self.manager).with_company(self.company)
        self.assertFalse(live.create({}).waiting)
        self.company.with_user(self.manager).action_dunning_back_to_test()
        self.assertFalse(live.create({}).kept)

    def test_what_was_written_in_test_mode_is_cancelled_when_going_live_again(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        action, _bills = self.reminder(1000)
        action._set_state("approved", decided_by_id=self.collector.id)
        self.company.with_user(self.manager).action_dunning_go_live("manual")
        self.assertEqual(action.state, "cancelled")

    def test_a_copy_of_the_database_keeps_nothing_that_was_approved_elsewhere(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved", decided_by_id=self.collector.id)
        self.company.with_user(self.manager).action_dunning_back_to_test()
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "a copy")
        self.company.with_user(self.manager).action_dunning_go_live("manual")
        self.assertEqual(action.state, "cancelled")

    def test_starting_from_today_concerns_one_company_and_leaves_shared_scenarios_as_they_are(self):
        self.company.sudo().dunning_mode = "test"
        self.invoice(self.garage, after(0), 1000)
        with self.on(after(6)):
            self.env["dunning.live"].with_user(self.manager).create({"company_id": self.company.id, "start": "today"}).action_confirm()
            self.assertFalse(any(self.scenario.level_ids.mapped("active_from")))
            other = self.env["res.company"].create({"name": "Another"})
            tuples = {one: self.scenario.with_company(one)._as_tuples()[self.scenario.id] for one in (self.company, other)}
        starts = {one: {level.active_from for level in scenario.levels if level.trigger == "due"} for one, scenario in tuples.items()}
        self.assertEqual(starts, {self.company: {after(6)}, other: {None}})
        self.assertFalse(self.plan(after(6)), "the first reminder was due yesterday: not caught up")
        self.assertEqual(self.plan(after(15)).level_name, "2nd reminder")

    # -- import ---------------------------------------------------------------------------------------------------------------

    def imported(self):
        ledger = b"Customer;Customer name;Number;Invoice date;Due date;Amount\nC1;Papyrus;F-1;2026-02-01;2026-03-16;400\n"
        with self.on(after(6)):
            Import = self.env["receivable.import"]
            report = Import._import_file(self.company, "ledger.csv", ledger, {"date": after(6)})
            self.assertEqual(report.state, "done", report.message)
            record = Import.browse(report.id)
            record.partner_ids.email = "compta@papyrus.example"
            return record

    def test_the_last_step_of_an_import_says_what_the_next_night_writes(self):
        record = self.imported()
        with self.on(after(6)):
            self.assertIn("1 message, for $\N{NO-BREAK SPACE}400.00", record.aftermath)
            self.assertIn("Automatic steps leave by themselves", record.aftermath)
            self.assertIn("Nothing leaves at this click", record.aftermath)
            self.company.dunning_mode = "manual"
            record.invalidate_recordset()
            self.assertIn("A person approves each", record.aftermath)
            self.env["receivable.pause"].create({
                "company_id": self.company.id, "partner_id": record.partner_ids.id, "reason": "Just imported",
                "date_from": after(5), "date_until": after(60),
            })  # fmt: skip
            record.invalidate_recordset()
            self.assertIn("No message about these invoices", record.aftermath)
