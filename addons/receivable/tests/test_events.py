from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReceivableCase


@tagged("post_install", "-at_install")
class TestEvents(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Event = cls.env["receivable.event"]
        cls.garage = cls.payer("Garage Tourneboulon")
        cls.bill = cls.invoice(cls.garage, "2026-03-31", 1200)
        cls.line = cls.item(cls.bill)

    def events(self, line=None):
        found = self.Event.search([("item", "=", (line or self.line).id)], order="id")
        return [(event.kind, str(event.date), event.amount, event.by_money) for event in found]

    def states(self, day, since="2025-01-01"):
        found = self.Event._items_as_of(self.company, fields.Date.to_date(day), fields.Date.to_date(since))
        return {state.item: state for state in found}

    def entry_paying(self, amount, day):
        """A write-off: a miscellaneous entry matched with the invoice."""
        move = self.env["account.move"].create({
            "move_type": "entry", "date": day, "journal_id": self.company_data["default_journal_misc"].id,
            "line_ids": [
                fields.Command.create({"balance": -amount, "account_id": self.line.account_id.id, "partner_id": self.garage.id}),
                fields.Command.create({"balance": amount, "account_id": self.company_data["default_account_expense"].id}),
            ],
        })
        move.action_post()
        (self.line + self.item(move)).reconcile()

    def test_a_payment_settles_on_the_day_of_the_money_and_is_known_the_day_it_is_matched(self):
        with self.on("2026-04-12"):
            self.pay(self.bill, date="2026-04-10")
        self.assertEqual(self.events(), [("settled", "2026-04-10", 1200, True)])
        event = self.Event.search([("item", "=", self.line.id)])
        self.assertEqual(event.known_on, date(2026, 4, 12))
        self.assertEqual((event.number, event.due, event.original), (self.bill.name, date(2026, 3, 31), 1200))
        self.assertEqual((event.partner_id, event.move_line_id), (self.garage, self.line))

    def test_payments_in_part_then_the_rest(self):
        self.pay(self.bill, 400, "2026-04-10")
        self.pay(self.bill, 800, "2026-04-20")
        self.assertEqual(self.events(), [("part", "2026-04-10", 400, True), ("settled", "2026-04-20", 800, True)])

    def test_a_credit_note_or_write_off_settles_without_money(self):
        self.entry_paying(200, "2026-04-01")
        note = self.credit_note(self.garage, "2026-04-05", 1000)
        (self.line + self.item(note)).reconcile()
        self.assertEqual(self.events(), [("part", "2026-04-01", 200, False), ("settled", "2026-04-05", 1000, False)])

    def test_a_bank_line_matched_is_money(self):
        self.bank_line(1200, "2026-04-10", "VIR GARAGE", match=self.bill)
        self.assertEqual(self.events(), [("settled", "2026-04-10", 1200, True)])

    def test_a_prepayment_keeps_the_day_of_the_money(self):
        payment = self.env["account.payment"].create({
            "payment_type": "inbound", "partner_id": self.garage.id, "amount": 1200, "date": "2026-02-01",
        })
        payment.action_post()
        (self.line + self.item(payment.move_id)).reconcile()
        self.assertEqual(self.events(), [("settled", "2026-02-01", 1200, True)])

    def test_a_bounced_payment_reopens_and_the_next_one_settles_from_the_original_due_date(self):
        with self.on("2026-04-02"):
            self.pay(self.bill, date="2026-04-01")
        with self.on("2026-04-20"):
            self.line.remove_move_reconcile()
        with self.on("2026-05-10"):
            self.pay(self.bill, date="2026-05-08")
        self.assertEqual(self.events(), [
            ("settled", "2026-04-01", 1200, True), ("reopened", "2026-04-20", -1200, True), ("settled", "2026-05-08", 1200, True),
        ])
        for day, settled, paid_on in (
            ("2026-04-10", True, date(2026, 4, 1)), ("2026-04-25", False, None), ("2026-05-10", True, date(2026, 5, 8)),
        ):
            state = self.states(day)[self.line.id]
            self.assertEqual((state.settled, state.paid_on, state.due), (settled, paid_on, date(2026, 3, 31)), day)

    def test_a_past_day_does_not_know_what_was_booked_later_for_it(self):
        with self.on("2026-05-10"):
            self.pay(self.bill, date="2026-04-01")
        self.Event._record_difference(self.company, date(2026, 5, 10))
        self.assertNotIn(self.line.id, self.states("2026-04-30"))
        self.assertTrue(self.states("2026-05-10")[self.line.id].settled)

    def test_two_invoices_paid_at_once_are_two_events(self):
        other = self.invoice(self.garage, "2026-04-30", 300)
        self.pay(self.bill + other, date="2026-04-10")
        self.assertEqual(self.events(), [("settled", "2026-04-10", 1200, True)])
        self.assertEqual(self.events(self.item(other)), [("settled", "2026-04-10", 300, True)])

    def test_a_foreign_debt_is_settled_in_its_own_currency_whatever_the_rates(self):
        euro = self.setup_other_currency("EUR")
        bill = self.invoice(self.garage, "2016-12-20", 300, issued="2016-12-01", currency=euro)
        self.pay(bill, date="2017-01-20")
        self.assertEqual(self.events(self.item(bill)), [("settled", "2017-01-20", 300, True)])

    def test_the_sum_of_the_amounts_is_what_is_paid(self):
        self.pay(self.bill, 400, "2026-04-10")
        self.line.remove_move_reconcile()
        self.pay(self.bill, 500, "2026-04-20")
        total = sum(self.Event.search([("item", "=", self.line.id)]).mapped("amount"))
        self.assertEqual(total, self.line.amount_currency - self.line.amount_residual_currency)

    def test_events_are_never_changed_nor_deleted(self):
        self.pay(self.bill, date="2026-04-10")
        event = self.Event.search([("item", "=", self.line.id)])
        with self.assertRaises(UserError):
            event.amount = 1
        with self.assertRaises(UserError):
            event.unlink()

    @mute_logger("odoo.addons.receivable.models.account_partial_reconcile")
    def test_a_failure_never_stops_a_customers_payment_and_the_night_finds_it(self):
        def fail(*_args):
            raise ValueError("no")

        with patch.object(type(self.Event), "_insert_settlements", fail):
            self.pay(self.bill, date="2026-04-10")
        self.assertEqual(self.bill.payment_state, self.bill._get_invoice_in_payment_state())
        self.assertEqual(self.events(), [])
        self.Event._record_difference(self.company, date(2026, 4, 12))
        self.assertEqual([kind for kind, *_rest in self.events()], ["opened", "settled"])

    def test_the_night_finds_nothing_twice(self):
        self.pay(self.bill, 400, "2026-04-10")
        self.assertEqual(self.Event._record_difference(self.company, date(2026, 4, 12)), 1, "the invoice was not known yet")
        self.assertEqual(self.Event._record_difference(self.company, date(2026, 4, 13)), 0)

    def test_the_night_finds_what_another_program_un_reconciled(self):
        with self.on("2026-04-10"):
            self.pay(self.bill, date="2026-04-10")
        self.env.cr.execute("DELETE FROM account_partial_reconcile WHERE debit_move_id = %s", [self.line.id])
        self.Event._record_difference(self.company, date(2026, 4, 12))
        self.assertIn(("reopened", "2026-04-12", -1200, True), self.events())
        self.assertFalse(self.states("2026-04-12")[self.line.id].settled)

    def test_an_invoice_back_to_draft_is_withdrawn_and_posted_again_it_is_back(self):
        self.Event._record_difference(self.company, date(2026, 4, 1))
        self.bill.button_draft()
        self.Event._record_difference(self.company, date(2026, 4, 2))
        self.assertTrue(self.states("2026-04-02")[self.line.id].withdrawn)
        self.assertFalse(self.states("2026-04-01")[self.line.id].withdrawn)
        self.bill.action_post()
        self.Event._record_difference(self.company, date(2026, 4, 3))
        self.assertFalse(self.states("2026-04-03")[self.item(self.bill).id].withdrawn)

    def test_another_due_date_is_known_from_the_day_it_is_given(self):
        self.Event._record_difference(self.company, date(2026, 4, 1))
        self.line.date_maturity = "2026-05-31"
        self.Event._record_difference(self.company, date(2026, 4, 2))
        self.assertEqual(self.states("2026-04-01")[self.line.id].due, date(2026, 3, 31))
        self.assertEqual(self.states("2026-04-02")[self.line.id].due, date(2026, 5, 31))

    def test_evidence_outlives_the_invoice(self):
        self.pay(self.bill, date="2026-04-10")
        item = self.line.id
        self.line.remove_move_reconcile()
        self.bill.button_draft()
        self.bill.unlink()
        found = self.Event.search([("item", "=", item)])
        self.assertEqual(sorted(found.mapped("kind")), ["reopened", "settled"])
        self.assertFalse(found.move_line_id)
        self.assertEqual(set(found.mapped("due")), {date(2026, 3, 31)})

    def test_history_is_known_on_its_own_date(self):
        self.pay(self.bill, 400, "2026-04-10")
        self.env.cr.execute("DELETE FROM receivable_event")
        self.Event._record_history(self.company)
        found = self.Event.search([("item", "=", self.line.id)], order="id")
        self.assertEqual([(event.kind, str(event.known_on)) for event in found], [("opened", "2026-03-01"), ("part", "2026-04-10")])

    def test_settlements_tell_whether_the_bank_has_proven_the_money(self):
        other = self.invoice(self.garage, "2026-04-30", 300)
        with self.on("2026-04-12"):
            self.pay(self.bill, date="2026-04-10")
            self.bank_line(300, "2026-04-10", "VIR", match=other)
        found = self.Event._settlements(self.company, date(2026, 1, 1), date(2026, 4, 20))
        proven = {row[1]: (row[2], row[5], row[7], row[8]) for row in found}
        self.assertEqual(proven[self.line.id], (1, Decimal(1200), True, False))
        self.assertEqual(proven[self.item(other).id], (1, Decimal(300), True, True))

    def test_a_reopened_item_is_no_settlement_and_counts_again_when_paid_again(self):
        self.pay(self.bill, date="2026-04-10")
        self.line.remove_move_reconcile()
        today = fields.Date.today()
        self.assertFalse(self.Event._settlements(self.company, date(2026, 1, 1), today))
        self.pay(self.bill, date="2026-04-20")
        [row] = self.Event._settlements(self.company, date(2026, 1, 1), today)
        self.assertEqual((row[1], row[2]), (self.line.id, 2))

    def test_merged_payers_keep_their_evidence(self):
        self.pay(self.bill, date="2026-04-10")
        double = self.payer("Garage Tourneboulon SARL")
        bill = self.invoice(double, "2026-03-31", 50)
        self.pay(bill, date="2026-04-10")
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((self.garage + double).ids, self.garage)
        self.assertEqual(self.Event.search([("item", "in", (self.line + self.item(bill)).ids)]).partner_id, self.garage)
        self.assertEqual(len(self.Event.search([("partner_id", "=", self.garage.id)])), 2)
