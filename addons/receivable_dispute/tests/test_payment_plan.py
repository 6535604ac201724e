import hashlib
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable_dispute.tests.common import DisputeCase


@tagged("post_install", "-at_install")
class TestPaymentPlan(DisputeCase):
    """4,800.00 in six instalments of 800.00, the first one on 26 September."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.invoice(cls.garage, "2026-08-10", 3000)
        cls.new = cls.invoice(cls.garage, "2026-08-20", 1800)
        cls.bills = cls.old | cls.new

    def drafted(self, day="2026-09-10", **values):
        with self.on(day):
            return self.plan(self.bills, "2026-09-26", 6, **values)

    def accepted(self, **values):
        plan = self.drafted(**values)
        with self.on("2026-09-10"):
            plan.action_propose()
        with self.on("2026-09-12"):
            plan.sudo()._accept("Paul Pressé", "203.0.113.7", self.garage)
        return plan

    def paid(self, amount, day):
        with self.on(day):
            self.pay(self.old, amount)

    def follow(self, plan, day):
        self.env["receivable.payment.plan"]._follow(self.company, date.fromisoformat(day))
        return plan

    # -- drafting

    def test_the_schedule_adds_up_to_what_is_owed(self):
        plan = self.drafted()
        self.assertEqual(plan.total, 4800)
        self.assertEqual(plan.line_ids.mapped("amount"), [800] * 6)
        days = [date(2026, month, 26) for month in (9, 10, 11, 12)] + [date(2027, month, 26) for month in (1, 2)]
        self.assertEqual(plan.line_ids.mapped("date"), days)

    def test_a_schedule_that_does_not_add_up_is_not_proposed(self):
        plan = self.drafted()
        plan.line_ids[0].amount = 796.80
        with self.assertRaisesRegex(UserError, "3.20.*missing in the instalments"):
            plan.action_propose()
        plan.line_ids[0].amount = 810
        with self.assertRaisesRegex(UserError, "10.00 more than what is owed"):
            plan.action_propose()

    def test_an_item_is_in_one_plan_at_a_time(self):
        plan = self.accepted()
        with self.assertRaisesRegex(UserError, f"in the payment plan {plan.name} already"):
            self.plan(self.new, "2026-10-01")

    def test_the_number_of_instalments_is_sane(self):
        with self.assertRaisesRegex(UserError, "1 to 60 instalments"):
            self.plan(self.bills, "2026-09-26", 61)
        with self.assertRaisesRegex(UserError, "1 to 60 instalments"):
            self.plan(self.bills, False, 6)

    def test_a_draft_holds_nothing_and_a_proposal_does_not_either(self):
        plan = self.drafted()
        plan.action_propose()
        self.assertEqual(self.holds(self.bills, "2026-09-11"), [])

    def test_what_was_proposed_is_not_changed(self):
        collector = self.env["res.users"].create({
            "name": "Colette Rappel", "login": "colette.collector",
            "group_ids": [Command.set(self.env.ref("receivable.group_receivable_user").ids)],
        })  # fmt: skip
        plan = self.drafted().with_user(collector)
        plan.action_propose()
        for change in (
            lambda: plan.write({"line_ids": [Command.clear()]}),
            lambda: plan.line_ids[0].write({"amount": 1}),
            lambda: plan.line_ids.create({"plan_id": plan.id, "date": "2026-10-01", "amount": 1}),
            plan.line_ids[0].unlink,
            lambda: plan.write({"interest": "waived"}),
        ):
            with self.assertRaisesRegex(UserError, "What was proposed is not changed"):
                change()
        for field, value in (("state", "accepted"), ("paid", 800), ("accepted_name", "Somebody")):
            with self.assertRaisesRegex(UserError, "Use the buttons"):
                plan[field] = value
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            plan.unlink()

    # -- accepting

    def test_the_text_agreed_on_is_kept_with_who_when_and_where(self):
        plan = self.accepted()
        self.assertRecordValues(plan, [{
            "state": "accepted", "accepted_name": "Paul Pressé", "accepted_ip": "203.0.113.7", "accepted_by_id": self.garage.id,
            "accepted_on": date(2026, 9, 12), "agreement_hash": hashlib.sha256(plan.agreement.encode()).hexdigest(),
        }])  # fmt: skip
        self.assertIn("Garage Tourneboulon acknowledges owing", plan.agreement)
        self.assertIn("1. 09/26/2026", plan.agreement)
        self.assertIn("Late-payment penalties follow the original due dates", plan.agreement)
        self.assertEqual(plan.signed_attachment_id.res_id, plan.id)
        self.assertTrue(plan.signed_attachment_id.raw)

    def test_the_text_says_what_was_agreed_on_interest(self):
        plan = self.drafted(interest="waived")
        self.assertIn("late-payment penalties are waived", plan._agreement_text())
        self.garage.payer_kind = "person"
        self.assertIn("No fee or penalty is added", plan._agreement_text())

    def test_a_proposal_ends(self):
        plan = self.drafted()
        with self.on("2026-09-10"):
            plan.action_propose()
        self.assertEqual(plan.valid_until, date(2026, 9, 25))
        with self.on("2026-09-26"), self.assertRaisesRegex(UserError, "valid until 09/25/2026"):
            plan.sudo()._accept("Paul Pressé")

    def test_nobody_accepts_a_text_that_they_did_not_read(self):
        plan = self.drafted()
        with self.on("2026-09-10"):
            plan.action_propose()
            read = plan.agreement_hash
            plan.action_draft()
            plan.interest = "waived"
            plan.action_propose()
            with self.assertRaisesRegex(UserError, "has changed meanwhile"):
                plan.sudo()._accept("Paul Pressé", agreement_hash=read)
            with self.assertRaisesRegex(UserError, "first and last name"):
                plan.sudo()._accept("  ", agreement_hash=plan.agreement_hash)
            plan.sudo()._accept("Paul Pressé", agreement_hash=plan.agreement_hash)

    def test_a_plan_that_no_longer_fits_is_not_accepted(self):
        plan = self.drafted()
        with self.on("2026-09-10"):
            plan.action_propose()
            self.pay(self.old, 100)
            with self.assertRaisesRegex(UserError, "100.00 more than what is owed"):
                plan.sudo()._accept("Paul Pressé")

    def test_signed_on_paper(self):
        plan = self.drafted()
        with self.on("2026-09-10"):
            plan.action_propose()
            plan.action_accept("Paul Pressé")
        self.assertRecordValues(plan, [{"state": "accepted", "accepted_ip": "", "accepted_name": "Paul Pressé"}])

    # -- under way

    def test_the_items_are_left_alone_whole_while_it_is_under_way(self):
        self.accepted()
        for purpose in ("announce", "remind", "debit", "charge"):
            self.assertEqual(self.holds(self.bills, "2026-09-12", purpose), [("plan", None), ("plan", None)], purpose)
        self.assertEqual(self.holds(self.bills, "2026-09-11"), [])
        self.assertEqual(self.holds(self.bills, "2026-09-12", "order"), [])

    def test_payments_fill_the_instalments_in_order(self):
        plan = self.accepted()
        self.paid(1200, "2026-09-26")
        self.assertEqual(plan.line_ids.mapped("paid"), [800, 400, 0, 0, 0, 0])
        self.assertEqual(plan.paid, 1200)
        [hold] = self.item(self.old)._receivable_holds("remind", date(2026, 10, 1))[self.item(self.old).id]
        self.assertEqual(hold.why, f"Payment plan {plan.name}: 1 of 6 instalments paid, next on 10/26/2026.")

    def test_money_of_before_does_not_count(self):
        with self.on("2026-09-09"):
            self.pay(self.old, 600)
        plan = self.accepted()
        self.assertEqual((plan.total, plan.paid), (4200, 0))

    def test_the_first_instalment_missed_is_told_when_the_tolerance_has_passed(self):
        plan = self.accepted()
        self.paid(800, "2026-09-26")
        self.assertFalse(self.follow(plan, "2026-10-29").missed_line_id)
        self.assertEqual(self.follow(plan, "2026-10-30").missed_line_id, plan.line_ids[1])
        self.assertEqual(self.holds(self.bills, "2026-10-30"), [("plan", None), ("plan", None)])
        self.env.flush_all()
        with self.on("2026-10-30"):
            row = self.env["receivable.todo"].search([("kind", "=", "plan")])
            self.assertRecordValues(row, [{"partner_id": self.garage.id, "amount": 4000, "days_late": 4, "res_id": plan.id}])

    def test_some_days_are_allowed_and_the_plan_goes_on(self):
        plan = self.follow(self.accepted(), "2026-09-30")
        with self.on("2026-09-30"):
            plan.action_allow(5)
        self.assertFalse(plan.missed_line_id)
        self.assertFalse(self.follow(plan, "2026-10-05").missed_line_id)
        self.assertTrue(self.follow(plan, "2026-10-06").missed_line_id)

    def test_the_balance_is_put_back_by_a_person_only(self):
        plan = self.accepted()
        with self.assertRaisesRegex(UserError, "No instalment of .* was missed"):
            plan.action_put_back()
        self.follow(plan, "2026-09-30")
        with self.on("2026-10-02"):
            plan.action_put_back()
        self.assertRecordValues(plan, [{"state": "broken", "ended_on": date(2026, 10, 2)}])
        self.assertEqual(self.holds(self.bills, "2026-10-01"), [("plan", None), ("plan", None)])
        self.assertEqual(self.holds(self.bills, "2026-10-02"), [])
        called = plan._called_back_lines(self.company, date(2026, 10, 2))
        self.assertEqual(called, dict.fromkeys(self.item(self.bills).ids, date(2026, 10, 2)))
        self.assertEqual(plan._called_back_lines(self.company, date(2026, 10, 1)), {})

    def test_paid_to_the_end_it_is_kept(self):
        plan = self.accepted()
        with self.on("2026-11-30"):
            self.pay(self.old)
            self.assertEqual(plan.state, "accepted")
            self.pay(self.new)
        self.assertRecordValues(plan, [{"state": "kept", "paid": 4800, "ended_on": date(2026, 11, 30)}])

    def test_a_plan_cancelled_calls_nothing_back(self):
        plan = self.accepted()
        with self.on("2026-09-20"):
            plan.action_cancel()
        self.assertEqual(self.holds(self.bills, "2026-09-20"), [])
        self.assertEqual(plan._called_back_lines(self.company, date(2026, 9, 20)), {})

    def test_instalments_say_when_the_money_is_expected(self):
        self.accepted()
        found = self.garage._receivable_expected_dates(self.company, date(2026, 9, 13))
        days = {line: (forecast.expected_date, forecast.basis) for line, forecast in found.items()}
        self.assertEqual(days, {
            self.item(self.old).id: (date(2026, 12, 26), "plan"), self.item(self.new).id: (date(2027, 2, 26), "plan"),
        })  # fmt: skip
        self.assertEqual(self.garage._receivable_basis(found[self.item(self.old).id]), "the payment plan")

    def test_the_timeline_tells_it(self):
        plan = self.accepted()
        told = [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in self.garage._receivable_timeline(self.company) if one.kind == "plan"]
        self.assertEqual(told, [f"Payment plan {plan.name} proposed: $ 4,800.00.", f"Payment plan {plan.name} accepted."])
