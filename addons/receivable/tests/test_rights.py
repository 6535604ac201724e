import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, MANAGER, READER, Door, RightsCase

SCORED = "2026-04-15"
DOORS = {
    "account.move.line.action_receivable_invoice": Door("nobody"),
    "payer.account.action_change_collector": Door("nobody"),
    "payer.account.action_open_items": Door(READER),
    "payer.account.action_open_overdue": Door(READER),
    "payer.account.action_open_payer": Door(READER),
    "payer.account.action_pause": Door("nobody"),
    "payer.account.action_recompute_score": Door(READER),
    "payer.account.action_send_statement": Door(READER),
    "payer.account.action_statement_pdf": Door(READER),
    "payer.account.action_statement_xlsx": Door(READER),
    "payer.collector.wizard.action_change": Door(COLLECTOR, own_company=True),
    "payer.profile.action_payers": Door(READER, own_company=True),
    "payer.profile.action_what_would_change": Door(READER, own_company=True),
    "payer.profile.action_which_payers": Door(READER, own_company=True),
    "payer.profile.wizard.action_fix": Door(COLLECTOR, own_company=True),
    "payer.profile.wizard.action_release": Door(COLLECTOR, own_company=True),
    "payer.score.action_open_factor": Door(READER, ("wadl",)),
    "receivable.import.action_back": Door(MANAGER),
    "receivable.import.action_check": Door(MANAGER),
    "receivable.import.action_import": Door(MANAGER),
    "receivable.import.action_import_ready": Door(MANAGER),
    "receivable.import.action_open_customers": Door(MANAGER),
    "receivable.import.action_open_invoices": Door("nobody"),
    "receivable.import.action_open_payments": Door("nobody"),
    "receivable.import.action_read": Door(MANAGER),
    "receivable.import.action_refused_file": Door(MANAGER),
    "receivable.import.action_stop": Door(MANAGER),
    "receivable.pause.action_resume": Door(COLLECTOR),
    "receivable.pause.wizard.action_pause": Door(COLLECTOR),
    "receivable.sight.answer.action_open_seen": Door(READER),
    "receivable.sight.answer.action_take_back": Door(COLLECTOR),
    "receivable.todo.action_open": Door("nobody"),
    "receivable.todo.action_open_payer": Door("nobody"),
    "res.config.settings.action_score_as_delivered": Door(MANAGER, own_company=True),
    "res.partner.action_fix_profile": Door(COLLECTOR, (lambda case: case.profile.id, "Because", "2030-01-01"), own_company=True),
    "res.partner.action_receivable_checklist": Door("nobody", ("identity",)),
    "res.partner.action_receivable_collector": Door("nobody"),
    "res.partner.action_receivable_contact": Door("nobody"),
    "res.partner.action_receivable_evidence": Door("nobody", ("Title", "res.partner", [("id", "=", 0)])),
    "res.partner.action_receivable_fix_profile": Door("nobody"),
    "res.partner.action_receivable_form": Door(READER, own_company=True),
    "res.partner.action_receivable_items": Door(READER, own_company=True),
    "res.partner.action_receivable_pause": Door("nobody"),
    "res.partner.action_receivable_recompute": Door(READER, own_company=True),
    "res.partner.action_receivable_resume": Door(COLLECTOR, own_company=True),
    "res.partner.action_receivable_send_statement": Door(READER, own_company=True),
    "res.partner.action_receivable_statement_pdf": Door(READER, own_company=True),
    "res.partner.action_receivable_statement_xlsx": Door(READER, own_company=True),
    "res.partner.action_release_profile": Door(COLLECTOR, own_company=True),
    "res.partner.receivable_score_on": Door(READER, (SCORED,), own_company=True),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Who may do what in the kernel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env["payer.profile"].search([], limit=1)
        today = cls.env.cr.now().date()
        cls.history(cls.garage, 5, 8, 12, until=today)
        cls.env["payer.score"].sudo()._recompute(cls.company, today, cls.garage.ids)
        cls.pause = cls.env["receivable.pause"].create({
            "company_id": cls.company.id, "partner_id": cls.garage.id, "date_until": "2099-01-01", "reason": "He called his lawyer",
        })  # fmt: skip
        cls.answer = cls.env["receivable.sight.answer"].sudo().create({
            "company_id": cls.company.id, "partner_id": cls.garage.id, "move_line_id": cls.item(cls.bill).id, "number": cls.bill.name,
            "source": "bank", "seen_id": cls.bank_line(1000, "2026-03-20", "VIR").id, "verdict": "paid", "user_id": cls.env.uid,
            "date": "2026-03-21",
        })  # fmt: skip
        cls.ledger = cls.env["receivable.import"].create({"data": base64.b64encode(b"a;b;c\n1;2;3\n"), "company_id": cls.company.id})
        cls.env.flush_all()

    def records(self):
        """A record of company A for each model of the table; dialogs are those of a colleague, at best."""
        env = self.env(su=True)
        todo = env["receivable.todo"].search([("company_id", "=", self.company.id)], limit=1)
        return {
            "account.move.line": self.item(self.bill),
            "payer.account": env["payer.account"].search([("partner_id", "=", self.garage.id), ("company_id", "=", self.company.id)]),
            "payer.collector.wizard": env["payer.collector.wizard"].create({"partner_ids": [Command.set(self.garage.ids)]}),
            "payer.profile": self.profile,
            "payer.profile.wizard": env["payer.profile.wizard"].create({
                "partner_ids": [Command.set(self.garage.ids)], "profile_id": self.profile.id, "reason": "Because",
                "date_until": "2030-01-01",
            }),
            "payer.score": env["payer.score"].search([("partner_id", "=", self.garage.id), ("company_id", "=", self.company.id)], limit=1),
            "receivable.import": self.ledger,
            "receivable.pause": self.pause,
            "receivable.pause.wizard": env["receivable.pause.wizard"].create({
                "company_id": self.company.id, "partner_ids": [Command.set(self.garage.ids)], "reason": "Because",
                "date_until": "2030-01-01",
            }),
            "receivable.sight.answer": self.answer,
            "receivable.todo": todo,
            "res.config.settings": env["res.config.settings"].create({}),
            "res.partner": self.garage,
        }  # fmt: skip

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable", DOORS, self.records())

    # -- companies ------------------------------------------------------------------------------------------------------------

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        env = self.env(su=True)
        column = env["receivable.import.column"].create({"import_id": self.ledger.id, "name": "Number", "position": 0})
        customer = env["receivable.import.customer"].create({"import_id": self.ledger.id, "key": "C1", "name": "Garage", "how": "nobody"})
        refusal = env["receivable.import.refusal"].create({"import_id": self.ledger.id, "line": 2, "reason": "No date"})
        progress = env["receivable.import.progress"].create({"import_id": self.ledger.id, "at": "2026-03-16 10:00:00"})
        profile = env["payer.profile"].create({"name": "Ours", "company_id": self.company.id, "score_condition": "new"})
        payer = [("partner_id", "=", self.garage.id)]
        for records in (
            self.pause, self.answer, self.ledger, column, customer, refusal, progress, profile, env["receivable.event"].search(payer),
            env["payer.score"].search(payer), env["payer.account"].search([*payer, ("company_id", "=", self.company.id)]),
        ):  # fmt: skip
            self.check_nothing_crosses(records._name, records)

    def test_a_shared_payer_shows_each_company_its_own_only(self):
        stranger = self.garage.with_user(self.strangers["collector of B"])
        self.assertFalse(stranger.receivable_pause_ids)
        self.assertFalse(stranger.payer_score_ids)
        self.assertFalse(stranger.receivable_item_ids)
        self.assertEqual(stranger.receivable_owed, 0)
        self.assertNotIn("lawyer", str(stranger.receivable_standing))
        self.assertFalse(stranger.receivable_pause_text)
        self.assertFalse(stranger.receivable_score_on(SCORED)["points"])
        self.env.invalidate_all()
        ours = self.garage.with_user(self.people["collector"])
        self.assertTrue(ours.receivable_pause_ids and ours.payer_score_ids and ours.receivable_item_ids)

    def test_a_branch_sees_the_score_of_its_root_and_not_what_its_root_does(self):
        branch = self.env["res.company"].create({"name": "A South", "parent_id": self.company.id})
        collector = self.person("branch", COLLECTOR, branch)
        env = self.env(user=collector.id, su=False)
        self.assertTrue(env["payer.score"].search([("partner_id", "=", self.garage.id)]))
        self.assertFalse(env["receivable.pause"].search([]))
        self.assertFalse(env["receivable.event"].search([]))

    def test_nobody_asks_about_another_company_by_way_of_a_dialog(self):
        collector = self.env(user=self.people["collector"].id, su=False)
        values = {"company_id": self.other.id, "partner_ids": [Command.set(self.garage.ids)], "date_until": "2030-01-01", "reason": "No"}
        with self.assertRaises(AccessError):
            collector["receivable.pause.wizard"].create(values)
        with self.assertRaises(AccessError):
            collector["receivable.pause"].create({
                "company_id": self.other.id, "partner_id": self.garage.id, "date_until": "2030-01-01", "reason": "No",
            })  # fmt: skip
        with self.assertRaises(AccessError):
            collector["receivable.pause.wizard"].new(values).open_line_ids  # what an onchange would answer  # noqa: B018

    def test_nobody_pauses_or_tells_a_payer_of_another_company(self):
        theirs = self.payer("Only of B", company_id=self.other.id)
        with self.assertRaises(UserError):
            self.env(user=self.people["collector"].id, su=False)["receivable.pause"].create({
                "company_id": self.company.id, "partner_id": theirs.id, "date_until": "2030-01-01", "reason": "No",
            })  # fmt: skip

    # -- fields ---------------------------------------------------------------------------------------------------------------

    def test_a_customer_does_not_read_how_we_judge_them(self):
        self.garage.action_fix_profile(self.profile.id, "Bad payer", "2030-01-01")
        customer = self.garage.with_user(self.people["portal"])
        self.assertTrue(customer.read(["name"]))
        hidden = [
            "payer_profile_id", "payer_profile_reason", "payer_profile_fixed_reason", "payer_profile_fixed_until", "payer_collector_id",
            "payer_no_credit", "payer_size", "receivable_standing", "receivable_timeline", "receivable_score", "receivable_owed",
        ]  # fmt: skip
        for field in hidden:
            with self.subTest(field=field), self.assertRaises(AccessError):
                customer.read([field])

    def test_who_edits_contacts_does_not_decide_how_a_payer_is_followed(self):
        salesperson = self.garage.with_user(self.people["salesperson"])
        salesperson.write({"street": "1 rue des Bielles"})
        for field, value in {"payer_no_credit": True, "payer_collector_id": self.env.uid, "payer_profile_id": self.profile.id}.items():
            with self.subTest(field=field), self.assertRaises(AccessError):
                salesperson.write({field: value})

    def test_a_profile_without_an_end_is_the_credit_managers_by_every_door(self):
        values = {"payer_profile_id": self.profile.id, "payer_profile_fixed_reason": "For ever"}
        collector, manager = (self.garage.with_user(self.people[who]) for who in ("collector", "manager"))
        with self.assertRaises(UserError):
            collector.action_fix_profile(self.profile.id, "For ever")
        with self.assertRaises(UserError):
            collector.write(values)
        collector.write(values | {"payer_profile_fixed_until": "2030-01-01"})
        with self.assertRaises(UserError):
            collector.payer_profile_fixed_until = False
        manager.payer_profile_fixed_until = False

    def test_a_credit_manager_who_books_nothing_imports_nothing(self):
        manager = self.person("manager_only", MANAGER)
        self.assertEqual(self.call(manager, "receivable.import.action_import", self.ledger, ()), "refused")

    def test_the_engine_alone_writes_scores_and_events(self):
        for who, user in self.people.items():
            for model in ("payer.score", "receivable.event", "receivable.sight.answer", "payer.account", "receivable.todo"):
                for operation in ("create", "write", "unlink"):
                    with self.subTest(who=who, model=model, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))
