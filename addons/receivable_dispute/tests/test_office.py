from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import DisputeCase


@tagged("post_install", "-at_install")
class TestOffice(DisputeCase):
    """Screens, windows and buttons of the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-05", 4250)
        cls.coming = cls.invoice(cls.garage, "2026-12-15", 700)
        cls.colette = new_test_user(cls.env, "colette.office", groups="receivable.group_receivable_user", name="Colette Rappel")
        cls.colette.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})

    def window(self, action):
        """A window as its button opens it, for a collector."""
        model = self.env[action["res_model"]].with_user(self.colette).with_context(**action.get("context", {}))
        return Form(model, view=self.env["ir.ui.view"].browse(action["views"][0][0]) or None)

    def test_a_promise_begins_with_everything_that_is_late(self):
        with self.on("2026-11-24"):
            form = self.window(self.garage.action_receivable_new_promise())
            self.assertEqual(form.amount, 4250)
            self.assertIn("Not later than 12/24/2026", form.limit_text)
            form.promised_on = "2026-12-04"
            promise = form.save()
        self.assertEqual((promise.move_line_ids, promise.source), (self.item(self.bill), "office"))
        self.assertEqual(promise.display_name, f"{promise._money(4250)} · Garage Tourneboulon")
        self.assertIn("until 12/04/2026", promise.holds_text)

    def test_the_second_promise_is_said_to_be_the_last(self):
        with self.on("2026-11-24"):
            first = self.promise(self.bill, "2026-11-27")
            form = self.window(first.action_new_date())
            self.assertIn("It is the last promise", form.limit_text)
            form.promised_on = "2026-12-04"
            self.assertIn("the last one", form.save().times_text)
        self.assertEqual(first.state, "cancelled")

    def test_a_broken_promise_says_what_is_missing(self):
        with self.on("2026-11-10"):
            promise = self.promise(self.bill, "2026-11-16")
        with self.on("2026-11-16"):
            self.pay(self.bill, 1000, "2026-11-16")
        with self.on("2026-11-24"):
            promise._refresh(promise._today())
            for amount in (4250, 1000, 3250):
                self.assertIn(promise._money(amount), promise.broken_text)

    def test_the_only_late_invoice_needs_no_choosing(self):
        with self.on("2026-11-24"):
            form = self.window(self.garage.action_receivable_new_dispute())
            self.assertEqual(form.amount, 4250)
            form.amount, form.reason_id = 1300, self.damaged
            dispute = form.save()
        self.assertEqual((dispute.move_id, dispute.amount, dispute.is_open), (self.bill, 1300, True))
        self.assertIn(dispute._money(1300), dispute.stops_text)

    def test_accepting_prepares_a_draft_credit_note_and_says_so_before(self):
        with self.on("2026-11-24"):
            dispute = self.contest(self.bill, 1300)
            action = dispute.action_ask_accept()
            form = Form(self.env["receivable.dispute.decide"].with_user(self.colette).with_context(**action["context"]))
            self.assertEqual(form.amount, 1300)
            self.assertIn("prepared as a draft", form.effect)
            form.text = "The shelf was broken on our truck."
            form.save().action_confirm()
        self.assertEqual((dispute.state, dispute.credit_note_state), ("accepted", "draft"))

    def test_accepting_in_part_asks_how_much(self):
        with self.on("2026-11-24"):
            dispute = self.contest(self.bill, 1300)
            form = Form(self.env["receivable.dispute.decide"].with_context(**dispute.action_ask_accept_partly()["context"]))
            self.assertEqual(form.effect, "Say how much we accept.")
            form.amount = 500
            self.assertIn("No reminder about the rest for 8 days", form.effect)

    def test_photos_of_the_customer_are_shown_and_other_files_are_not(self):
        dispute = self.contest(self.bill, 1300)
        dispute.message_post(body="Photo", attachments=[
            ("shelf.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ("note.pdf", b"%PDF-1.4"), ("shelf.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ])  # fmt: skip
        self.assertEqual([photo["name"] for photo in dispute.photos], ["shelf.png"])

    def test_a_plan_says_when_its_schedule_does_not_add_up(self):
        plan = self.plan(self.bill, "2026-12-01")
        self.assertFalse(plan.missing_text)
        plan.line_ids[:1].amount -= 10
        self.assertEqual(plan.missing_text, f"{plan._money(10)} missing in the schedule.")
        plan.line_ids[:1].amount += 30
        self.assertEqual(plan.missing_text, f"{plan._money(20)} too much in the schedule.")

    def test_a_plan_signed_on_paper_goes_on_and_a_missed_instalment_may_wait(self):
        with self.on("2026-11-24"):
            plan = self.plan(self.bill, "2026-12-01")
            plan.action_propose()
            signed = self.env["receivable.plan.signed"].with_user(self.colette).with_context(**plan.action_ask_signed()["context"])
            signed.create({"name": "Camille Martin"}).action_confirm()
        self.assertEqual((plan.state, plan.accepted_name, str(plan.next_on)), ("accepted", "Camille Martin", "2026-12-01"))
        with self.on("2026-12-07"):
            plan._refresh(plan._today())
            self.assertIn("missed by 6 days", plan.missed_text)
            allow = self.env["receivable.plan.allow"].with_user(self.colette).with_context(**plan.action_ask_allow()["context"])
            allow.create({"days": 5}).action_confirm()
            self.assertFalse(plan.missed_text)

    def test_the_payer_counts_disputes_and_the_promises_that_were_kept(self):
        with self.on("2026-11-10"):
            self.promise(self.bill, "2026-11-16")
        with self.on("2026-11-16"):
            self.pay(self.bill, 4250, "2026-11-16")
        with self.on("2026-11-24"):
            self.env["receivable.promise"].search([])._refresh(self.env["receivable.promise"]._today())
            self.contest(self.coming, 100)
            self.assertEqual((self.garage.receivable_promise_text, self.garage.receivable_dispute_count), ("1/1", 1))

    def test_a_collector_sees_their_own_disputes_first_and_a_manager_all(self):
        self.assertIn("search_default_mine", str(self.env["receivable.dispute"].with_user(self.colette).action_disputes()["context"]))
        manager = new_test_user(self.env, "gerard.office", groups="receivable.group_receivable_manager")
        self.assertEqual(self.env["receivable.dispute"].with_user(manager).action_disputes()["context"], {"search_default_open": 1})

    def test_the_columns_of_what_is_withdrawn_or_settled_are_folded(self):
        groups = self.env["receivable.dispute"].with_context(read_group_expand=True).formatted_read_group([], ["state"], ["__count"])
        self.assertEqual({group["state"] for group in groups if group["__fold"]}, {"withdrawn", "closed"})
        self.assertEqual(len(groups), 8, "every state has its column")

    def test_a_text_is_needed_to_reject(self):
        dispute = self.contest(self.bill, 1300)
        wizard = self.env["receivable.dispute.decide"].create({"dispute_id": dispute.id, "decision": "reject"})
        with self.assertRaises(UserError):
            wizard.action_confirm()
