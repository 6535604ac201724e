import unittest

from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCase

DESKTOP, PHONE = "1366x768", "390x844"


class Tours(PortalCase):
    """The customer's five minutes, in a browser."""

    def go(self, tour, start="/my/balance"):
        self.start_tour(start, tour, login="paul")

    def problem(self):
        return self.env["receivable.dispute"].sudo().search([("partner_id", "=", self.papyrus.id)])

    def check_promise(self):
        self.go("receivable_portal_promise")
        promise = self.env["receivable.promise"].sudo().search([("partner_id", "=", self.papyrus.id)])
        self.assertEqual((promise.amount, promise.contact_id), (2130, self.paul.partner_id))

    def check_problem_and_answer(self):
        self.go("receivable_portal_problem")
        problem = self.problem()
        self.assertEqual((problem.amount, problem.amount_item), (310, 1240))
        problem.message_post(body="Could you send a photo?", message_type="comment", subtype_xmlid="mail.mt_comment")
        problem.state = "waiting_customer"
        self.go("receivable_portal_answer")
        self.assertEqual(problem.state, "progress")

    def check_credit_note(self):
        self.go("receivable_portal_credit_note")
        self.assertEqual((self.problem().outcome_wanted, self.problem().amount), ("credit_note", 890))

    def check_session(self):
        self.go("receivable_portal_session")
        self.assertEqual((self.problem().amount, self.problem().text), (310, "The lamp is broken"))

    def check_paid(self):
        self.go("receivable_portal_paid")
        claim = self.env["receivable.payment.claim"].sudo().search([("partner_id", "=", self.papyrus.id)])
        self.assertEqual((claim.amount, claim.reference, claim.state), (890, "VIR 4711", "open"))

    def check_plan(self):
        plan = self.env["receivable.payment.plan"].create({
            "move_line_ids": [Command.set(self.item(self.coming).ids)], "first_date": self.coming.invoice_date_due, "count": 3,
        })  # fmt: skip
        plan.action_compute_schedule()
        plan.action_propose()
        self.go("receivable_portal_plan")
        self.assertEqual((plan.state, plan.accepted_name), ("accepted", "Paul Pressé"))

    def check_payment(self):
        if self.env["ir.module.module"]._get("payment_demo").state != "installed":
            raise unittest.SkipTest("The demo provider is not installed: no card to pay with")
        provider = self.env["payment.provider"].sudo().search([("code", "=", "demo")], limit=1)
        provider = provider.copy({"company_id": self.company.id, "journal_id": self.company_data["default_journal_bank"].id})
        provider.write({"state": "test", "is_published": True})
        self.go("receivable_portal_pay")
        self.assertEqual((self.late.amount_residual, self.soon.amount_residual, self.coming.amount_residual), (0, 0, 3400))


@tagged("post_install", "-at_install")
class TestPortalTours(Tours):
    browser_size = DESKTOP

    def test_pays_two_invoices(self):
        self.check_payment()

    def test_contests_a_part_and_answers_our_question(self):
        self.check_problem_and_answer()

    def test_promises_a_day(self):
        self.check_promise()

    def test_asks_for_a_credit_note(self):
        self.check_credit_note()

    def test_what_was_written_survives_the_end_of_the_session(self):
        self.check_session()

    def test_says_that_an_invoice_is_paid(self):
        self.check_paid()

    def test_accepts_a_plan(self):
        self.check_plan()


@tagged("post_install", "-at_install")
class TestPortalToursPhone(Tours):
    browser_size = PHONE

    def test_pays_two_invoices_on_a_phone(self):
        self.check_payment()

    def test_contests_a_part_and_answers_on_a_phone(self):
        self.check_problem_and_answer()

    def test_promises_a_day_on_a_phone(self):
        self.check_promise()

    def test_asks_for_a_credit_note_on_a_phone(self):
        self.check_credit_note()

    def test_says_that_an_invoice_is_paid_on_a_phone(self):
        self.check_paid()

    def test_accepts_a_plan_on_a_phone(self):
        self.check_plan()
