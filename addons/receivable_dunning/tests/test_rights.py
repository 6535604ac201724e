from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import ADMINISTRATOR, COLLECTOR, MANAGER, READER, Door, RightsCase
from odoo.addons.receivable_dunning.tests.common import DunningCase, after

DOORS = {
    "dunning.action.action_approve": Door(COLLECTOR),
    "dunning.action.action_arrived": Door(COLLECTOR),
    "dunning.action.action_ask_decision": Door("nobody"),
    "dunning.action.action_ask_outcome": Door("nobody"),
    "dunning.action.action_ask_postpone": Door("nobody"),
    "dunning.action.action_ask_skip": Door("nobody"),
    "dunning.action.action_ask_text": Door("nobody"),
    "dunning.action.action_ask_whether_paid": Door(COLLECTOR),
    "dunning.action.action_call_instead": Door(COLLECTOR),
    "dunning.action.action_call_outcome": Door(COLLECTOR, ("promised", "2099-01-01")),
    "dunning.action.action_cancel": Door(COLLECTOR),
    "dunning.action.action_change_text": Door(COLLECTOR, ("Please pay {{total due}}.",)),
    "dunning.action.action_correct_address": Door("nobody"),
    "dunning.action.action_decide": Door(MANAGER, (True, "Because")),
    "dunning.action.action_is_not_paid": Door(COLLECTOR),
    "dunning.action.action_is_paid": Door(COLLECTOR),
    "dunning.action.action_letter_instead": Door(COLLECTOR),
    "dunning.action.action_no_answer": Door(COLLECTOR),
    "dunning.action.action_open_event": Door("nobody"),
    "dunning.action.action_open_payer": Door(READER),
    "dunning.action.action_open_sight": Door(READER),
    "dunning.action.action_postpone": Door(COLLECTOR, ("2099-01-01",)),
    "dunning.action.action_print": Door(COLLECTOR),
    "dunning.action.action_resolve_doubt": Door(COLLECTOR, (True,)),
    "dunning.action.action_retry": Door(COLLECTOR),
    "dunning.action.action_send": Door(COLLECTOR),
    "dunning.action.action_send_again": Door(COLLECTOR),
    "dunning.action.action_send_to_myself": Door(COLLECTOR),
    "dunning.action.action_skip": Door(COLLECTOR, ("Because",)),
    "dunning.action.action_track": Door(COLLECTOR, ("1A 234",)),
    "dunning.action.action_undo": Door(COLLECTOR),
    "dunning.action.action_wrong_number": Door(COLLECTOR),
    "dunning.action.line.action_open_message": Door("nobody"),
    "dunning.call.outcome.action_confirm": Door(COLLECTOR),
    "dunning.consequence.action_confirm": Door(COLLECTOR),
    "dunning.decide.action_confirm": Door(MANAGER),
    "dunning.follow.action_confirm": Door(COLLECTOR, own_company=True),
    "dunning.letter.batch.action_mark_posted": Door(COLLECTOR),
    "dunning.letter.batch.action_open_file": Door(READER),
    "dunning.letter.batch.action_print_letters": Door(COLLECTOR, own_company=True),
    "dunning.letter.batch.action_print_waiting": Door(COLLECTOR, own_company=True),
    "dunning.live.action_back_to_test": Door(MANAGER),
    "dunning.live.action_confirm": Door(MANAGER),
    "dunning.live.action_open": Door("nobody"),
    "dunning.postpone.action_confirm": Door(COLLECTOR),
    "dunning.preview.action_ask": Door(READER),
    "dunning.preview.action_open": Door(READER, own_company=True),
    "dunning.preview.action_open_level": Door("nobody", ("1st reminder",)),
    "dunning.preview.action_open_reason": Door("nobody", ("Paused",)),
    "dunning.preview.action_open_ready": Door(READER),
    "dunning.preview.action_prepare": Door(COLLECTOR),
    "dunning.preview.action_send_list": Door(COLLECTOR),
    "dunning.receipt.action_open_payer": Door(READER),
    "dunning.reply.action_answer": Door(COLLECTOR),
    "dunning.reply.action_ask_call": Door("nobody"),
    "dunning.reply.action_called": Door(COLLECTOR, ("They pay on Friday.",)),
    "dunning.reply.action_nothing": Door(COLLECTOR),
    "dunning.reply.action_open_message": Door(READER),
    "dunning.reply.action_open_payer": Door(READER),
    "dunning.reply.action_pause": Door(COLLECTOR),
    "dunning.reply.action_resume": Door(COLLECTOR),
    "dunning.reply.call.action_confirm": Door(COLLECTOR),
    "dunning.rewrite.action_confirm": Door(COLLECTOR),
    "dunning.run.action_open_decisions": Door("nobody", (["explained"],)),
    "dunning.run.action_open_messages": Door("nobody", ("planned",)),
    "dunning.scenario.action_duplicate": Door(MANAGER, own_company=True),
    "dunning.scenario.action_open_due": Door("nobody"),
    "dunning.scenario.action_open_payers": Door("nobody"),
    "dunning.scenario.action_open_profiles": Door("nobody"),
    "dunning.scenario.action_try": Door("nobody"),
    "dunning.scenario.ready_made": Door(READER, own_company=True),
    "dunning.scenario.what_would_change": Door(MANAGER, ({},), own_company=True),
    "dunning.send.action_confirm": Door(COLLECTOR),
    "dunning.skip.action_confirm": Door(COLLECTOR),
    "dunning.stop.action_start_again": Door(COLLECTOR),
    "payer.profile.wizard.action_fix": Door(COLLECTOR, own_company=True),
    "payer.profile.wizard.action_release": Door(COLLECTOR, own_company=True),
    "receivable.pause.action_resume": Door(COLLECTOR),
    "receivable.pause.wizard.action_pause": Door(COLLECTOR),
    "receivable.todo.action_postpone": Door("nobody"),
    "receivable.todo.action_send": Door("nobody"),
    "receivable.todo.action_send_to_myself": Door(COLLECTOR),
    "receivable.todo.action_skip": Door("nobody"),
    "receivable.todo.action_todo": Door("nobody"),
    "receivable.todo.summary": Door(READER, own_company=True),
    "res.company.action_dunning_back_to_test": Door(MANAGER),
    "res.company.action_dunning_default_scenario": Door(MANAGER, (False,)),
    "res.company.action_dunning_go_live": Door(MANAGER),
    "res.config.settings.action_dunning_back_to_test": Door(ADMINISTRATOR),
    "res.config.settings.action_dunning_live": Door("nobody"),
    "res.partner.action_dunning_ask_again": Door(READER, own_company=True),
    "res.partner.action_dunning_decisions": Door("nobody"),
    "res.partner.action_dunning_ask_scenario": Door("nobody"),
    "res.partner.action_dunning_follow": Door(COLLECTOR, (False,), own_company=True),
    "res.partner.action_dunning_messages": Door("nobody"),
    "res.partner.action_receivable_resume": Door(COLLECTOR, own_company=True),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase, DunningCase):
    """Who may do what with messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.on(after(5)):
            run = cls.env["dunning.run"].sudo()._plan(cls.company, after(5))
        cls.action = run.action_ids.filtered(lambda action: action.partner_id == cls.garage)
        cls.batch = cls.env["dunning.letter.batch"].sudo().create({"company_id": cls.company.id, "date": after(5)})
        cls.batch.attachment_id = cls.env["ir.attachment"].sudo().create({
            "name": "letters.pdf", "raw": b"%PDF-1.4", "res_model": "dunning.letter.batch", "res_id": cls.batch.id,
        })  # fmt: skip
        cls.reply = cls.env["dunning.reply"].sudo().create({
            "company_id": cls.company.id, "partner_id": cls.garage.id, "action_id": cls.action.id, "text": "We pay on Friday.",
            "known": True, "date": fields.Date.today(), "frozen_until": fields.Date.add(fields.Date.today(), days=7),
        })  # fmt: skip
        cls.env.flush_all()

    def records(self):
        """A record of company A for each model of the table; dialogs as a colleague would have opened them."""
        env = self.env(su=True)
        one, many = {"action_id": self.action.id}, {"action_ids": [Command.set(self.action.ids)]}
        preview = env["dunning.preview"].create({"company_id": self.company.id})
        return {
            "dunning.action": self.action,
            "dunning.action.line": self.action.line_ids[:1],
            "dunning.call.outcome": env["dunning.call.outcome"].create(one | {"outcome": "promised", "date": "2099-01-01"}),
            "dunning.consequence": env["dunning.consequence"].create({
                "company_id": self.company.id, "res_model": "res.partner", "res_ids": self.garage.ids, "method": "action_receivable_resume",
            }),
            "dunning.stop": env["dunning.stop"]._stop(self.company, after(6), self.collector),
            "dunning.follow": env["dunning.follow"].create({"partner_ids": self.garage.ids}),
            "dunning.decide": env["dunning.decide"].create(one | {"hand_over": True, "reason": "Because"}),
            "dunning.letter.batch": self.batch,
            "dunning.live": env["dunning.live"].create({"company_id": self.company.id}),
            "dunning.postpone": env["dunning.postpone"].create(many | {"date": "2099-01-01"}),
            "dunning.preview": preview,
            "dunning.receipt": env["dunning.receipt"].search([("partner_id", "=", self.garage.id)], limit=1),
            "dunning.reply": self.reply,
            "dunning.reply.call": env["dunning.reply.call"].create({"reply_id": self.reply.id, "note": "They pay on Friday."}),
            "dunning.rewrite": env["dunning.rewrite"].create(one | {"text": "Please pay {{total due}}."}),
            "dunning.run": self.action.run_id,
            "dunning.scenario": self.scenario,
            "dunning.send": env["dunning.send"].create(many),
            "dunning.skip": env["dunning.skip"].create(many | {"choice": "phone"}),
            "receivable.pause.wizard": env["receivable.pause.wizard"].create({
                "company_id": self.company.id, "partner_ids": [Command.set(self.garage.ids)], "reason": "Because",
                "date_until": "2099-01-01", "dunning_reply_id": self.reply.id,
            }),
            "payer.profile.wizard": env["payer.profile.wizard"].create({
                "partner_ids": self.garage.ids, "profile_id": env["payer.profile"].search([], limit=1).id, "reason": "Agreed",
                "date_until": "2099-01-01",
            }),
            "receivable.pause": env["receivable.pause"].create({
                "company_id": self.company.id, "partner_id": self.garage.id, "reason": "Audit", "date_until": "2099-01-01",
            }),
            "receivable.todo": env["receivable.todo"].search([("company_id", "=", self.company.id)], limit=1),
            "res.company": self.company,
            "res.config.settings": env["res.config.settings"].create({"company_id": self.company.id}),
            "res.partner": self.garage,
        }

    def traced(self):
        return super().traced() | {
            "dunning_action": "id, state, date, channel, body_edited, decided_by_id, tracking_number",
            "dunning_letter_batch": "id, posted_on",
            "dunning_level": "id, active_from",
            "dunning_reply": "id, state, resumed_on, decided_by_id",
            "dunning_run": "id",
            "res_company": "id, dunning_mode, dunning_live_since",
        }

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_dunning", DOORS, self.records())

    # -- companies ------------------------------------------------------------------------------------------------------------

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        env = self.env(su=True)
        scenario = env["dunning.scenario"].create({"name": "Ours", "company_id": self.company.id, "level_ids": [
            Command.create({"name": "Ours", "offset": 3, "severity": 1}),
        ]})  # fmt: skip
        reader = self.people["reader"]
        preview = self.env["dunning.preview"].with_user(reader).create({"date": after(5)})
        preview._ask()
        for records in (
            self.action, self.action.line_ids, self.action.run_id, self.batch, self.reply, scenario, scenario.level_ids,
            env["dunning.receipt"].search([("partner_id", "=", self.garage.id)]), preview.sudo(),
        ):  # fmt: skip
            self.check_nothing_crosses(records._name, records)

    def test_the_lists_to_do_and_by_message_are_of_the_own_company(self):
        self.action._set_state("failed", reason="Nobody there")
        env = self.env(su=True)
        rows = env["receivable.todo"].search([("res_model", "=", "dunning.action"), ("res_id", "=", self.action.id)])
        self.check_nothing_crosses("receivable.todo", rows)
        stranger = self.env(user=self.strangers["collector of B"].id, su=False)
        self.assertFalse(stranger["dunning.action"].search([("waits_for", "in", ["undelivered"])]))
        self.assertFalse(stranger["receivable.todo"].summary()["kinds"])

    def test_invoice_and_payer_show_messages_of_the_own_company_only(self):
        stranger = self.env(user=self.strangers["collector of B"].id, su=False)
        self.assertFalse(stranger["res.partner"].browse(self.garage.id).dunning_action_ids)
        self.assertFalse(stranger["res.partner"].browse(self.garage.id).dunning_action_count)
        self.assertNotIn("1st reminder", str(stranger["res.partner"].browse(self.garage.id).receivable_standing))
        with self.assertRaises(AccessError):
            stranger["account.move"].browse(self.bill.id).read(["dunning_line_ids", "dunning_next"])
        ours = self.env(user=self.people["collector"].id, su=False)
        self.assertTrue(ours["res.partner"].browse(self.garage.id).dunning_action_ids)
        self.assertTrue(ours["account.move"].browse(self.bill.id).dunning_line_ids)

    def test_a_branch_does_not_see_the_messages_of_its_root(self):
        branch = self.env["res.company"].create({"name": "A South", "parent_id": self.company.id})
        env = self.env(user=self.person("branch", COLLECTOR, branch).id, su=False)
        for model in ("dunning.action", "dunning.action.line", "dunning.receipt", "dunning.run", "dunning.letter.batch"):
            self.assertFalse(env[model].search([]), model)

    def test_nobody_asks_the_engine_about_another_company(self):
        stranger = self.env(user=self.strangers["collector of B"].id, su=False)
        with self.assertRaises(AccessError):
            stranger["dunning.preview"].create({"company_id": self.company.id})
        preview = stranger["dunning.preview"].create({})
        with self.assertRaises(AccessError):
            preview.company_id = self.company
            self.env.invalidate_all()
            preview.action_ask()

    def test_nobody_runs_the_night_of_another_company(self):
        stranger = self.env(user=self.strangers["collector of B"].id, su=False)
        preview = stranger["dunning.preview"].create({})
        runs = self.env["dunning.run"].sudo().search_count([])
        with self.assertRaises(AccessError):
            preview.company_id = self.company
            preview.action_prepare()
        self.assertEqual(self.env["dunning.run"].sudo().search_count([]), runs)

    def test_going_live_shows_and_switches_the_own_company_only(self):
        stranger = self.env(user=self.strangers["manager of B"].id, su=False)
        with self.assertRaises(AccessError):
            stranger["dunning.live"].create({"company_id": self.company.id})
        shown = stranger["dunning.live"].new({"company_id": self.company.id}).preview_id  # what an onchange would answer
        self.assertNotEqual(shown.sudo().company_id, self.company)

    def test_what_a_dialog_says_of_the_bank_is_said_of_the_own_company(self):
        stranger = self.env(user=self.strangers["collector of B"].id, su=False)
        self.bank_line(10, "2026-01-05", "Old money")
        with self.assertRaises(AccessError):
            stranger["dunning.preview"].new({"company_id": self.company.id, "date": after(5)}).faults  # noqa: B018

    # -- fields ---------------------------------------------------------------------------------------------------------------

    def test_a_customer_does_not_read_what_we_plan(self):
        customer = self.env(user=self.people["portal"].id, su=False)
        for record, field in (
            (self.bill, "dunning_next"), (self.bill, "dunning_line_ids"), (self.garage, "dunning_scenario_id"),
            (self.garage, "dunning_action_ids"), (self.company, "dunning_trouble"), (self.company, "dunning_live_database"),
        ):  # fmt: skip
            self.env.flush_all()
            self.env.invalidate_all()
            theirs = customer[record._name].browse(record.id)
            self.assertTrue(theirs.read(["display_name"]))
            with self.subTest(field=field), self.assertRaises(AccessError):
                theirs.read([field])

    def test_who_edits_contacts_does_not_choose_the_scenario_of_a_payer(self):
        with self.assertRaises(AccessError):
            self.garage.with_user(self.people["salesperson"]).dunning_scenario_id = self.scenario
        self.garage.with_user(self.people["collector"]).dunning_scenario_id = self.scenario

    def test_nobody_writes_on_messages_but_through_their_buttons(self):
        for who, user in self.people.items():
            for model in (
                "dunning.action", "dunning.action.line", "dunning.receipt", "dunning.reply", "dunning.run", "dunning.letter.batch",
            ):  # fmt: skip
                for operation in ("create", "write", "unlink"):
                    with self.subTest(who=who, model=model, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))
