from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from .common import ReceivableCase


@tagged("post_install", "-at_install")
class TestOpenItems(ReceivableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.garage = cls.payer("Garage Tourneboulon")

    def kinds(self, payer=None):
        return {item.number: (item.kind, item.residual) for item in self.open_items(payer)}

    def entry(self, partner, balance, *, name, opening):
        """A miscellaneous entry with one receivable line."""
        journal = self.company_data["default_journal_misc"]
        journal.receivable_opening = opening
        move = self.env["account.move"].create({
            "move_type": "entry", "journal_id": journal.id, "date": "2026-01-01",
            "line_ids": [
                fields.Command.create({
                    "name": name, "balance": balance, "partner_id": partner.id, "date_maturity": "2026-01-15",
                    "account_id": self.company_data["default_account_receivable"].id,
                }),
                fields.Command.create({"balance": -balance, "account_id": self.company_data["default_account_revenue"].id}),
            ],
        })
        move.action_post()
        return move

    def test_an_invoice_is_a_debt_with_all_its_facts(self):
        bill = self.invoice(self.garage, "2026-03-31", 1200, ref="PO 77")
        [item] = self.open_items(self.garage)
        self.assertEqual((item.id, item.payer, item.move), (self.item(bill).id, self.garage.id, bill.id))
        self.assertEqual((item.number, item.reference, item.kind), (bill.name, "PO 77", "debt"))
        self.assertEqual((item.issued, item.due), (fields.Date.to_date("2026-03-01"), fields.Date.to_date("2026-03-31")))
        self.assertEqual((item.amount, item.residual, item.residual_company), (Decimal(1200),) * 3)
        self.assertIsInstance(item.residual, Decimal)

    def test_a_partial_payment_lowers_what_is_left_and_the_whole_takes_it_away(self):
        bill = self.invoice(self.garage, "2026-03-31", 1200)
        self.pay(bill, 400, "2026-04-01")
        self.assertEqual(self.kinds(self.garage), {bill.name: ("debt", Decimal(800))})
        self.pay(bill, 800, "2026-04-02")
        self.assertFalse(self.kinds(self.garage))

    def test_a_draft_is_no_item(self):
        self.invoice(self.garage, "2026-03-31", 1200, post=False)
        self.assertFalse(self.kinds(self.garage))

    def test_instalments_are_items_with_their_own_due_dates(self):
        term = self.env["account.payment.term"].create({"name": "30/70", "line_ids": [
            fields.Command.create({"value": "percent", "value_amount": 30, "nb_days": 30}),
            fields.Command.create({"value": "percent", "value_amount": 70, "nb_days": 60}),
        ]})
        self.invoice(self.garage, "2026-03-31", 1000, issued="2026-01-01", invoice_payment_term_id=term.id)
        self.assertEqual(
            [(str(item.due), item.residual) for item in self.open_items(self.garage)],
            [("2026-01-31", Decimal(300)), ("2026-03-02", Decimal(700))],
        )

    def test_a_credit_note_is_a_credit_that_knows_what_it_reverses(self):
        bill = self.invoice(self.garage, "2026-03-31", 1200)
        self.credit_note(self.garage, "2026-04-01", 200, reverses=bill)
        credit = next(item for item in self.open_items(self.garage) if item.kind == "credit")
        self.assertEqual((credit.residual, credit.reverses), (Decimal(-200), bill.id))

    def test_an_unallocated_payment_is_a_credit_with_its_label(self):
        self.env["account.payment"].create({
            "payment_type": "inbound", "partner_id": self.garage.id, "amount": 50, "date": "2026-04-01", "memo": "INV/2026/00012",
        }).action_post()
        [item] = self.open_items(self.garage)
        self.assertEqual((item.kind, item.residual), ("credit", Decimal(-50)))
        self.assertIn("INV/2026/00012", item.label)

    def test_a_refund_paid_to_the_customer_is_for_a_person_to_look_at(self):
        self.env["account.payment"].create({
            "payment_type": "outbound", "partner_type": "customer", "partner_id": self.garage.id, "amount": 50, "date": "2026-04-01",
        }).action_post()
        self.assertEqual([item.kind for item in self.open_items(self.garage)], ["review"])

    def test_a_misc_entry_is_a_debt_only_in_a_journal_of_opening_balances(self):
        self.entry(self.garage, 300, name="OLD/2019/1", opening=False)
        self.assertEqual(self.kinds(self.garage), {"OLD/2019/1": ("review", Decimal(300))})
        self.company_data["default_journal_misc"].receivable_opening = True
        self.assertEqual(self.kinds(self.garage), {"OLD/2019/1": ("debt", Decimal(300))})

    def test_the_payer_is_the_company_of_the_contact_on_a_misc_entry(self):
        contact = self.env["res.partner"].create({"name": "Paul", "parent_id": self.garage.id})
        self.entry(contact, 300, name="OLD/2019/2", opening=True)
        self.assertEqual([item.payer for item in self.open_items(self.garage)], [self.garage.id])

    def test_an_archived_payer_owes_too(self):
        self.invoice(self.garage, "2026-03-31", 1200)
        self.garage.active = False
        self.assertEqual(len(self.open_items(self.garage)), 1)

    def test_a_line_without_partner_is_listed_apart(self):
        self.entry(self.env["res.partner"], 300, name="?", opening=True)
        self.assertEqual(self.Line._receivable_orphans(self.company).mapped("name"), ["?"])

    def test_a_foreign_debt_keeps_its_currency(self):
        euro = self.setup_other_currency("EUR")
        self.invoice(self.garage, "2017-03-31", 100, currency=euro)
        [item] = self.open_items(self.garage)
        self.assertEqual((item.currency, item.residual, item.residual_company), (euro.id, Decimal(100), Decimal(50)))

    def test_the_items_of_another_company_are_not_ours(self):
        other = self.setup_other_company()["company"]
        self.invoice(self.garage, "2026-03-31", 1200)
        self.assertFalse(self.open_items(self.garage, other))

    def test_one_query_whatever_the_size(self):
        for number in range(6):
            self.invoice(self.garage, "2026-03-31", 100 + number)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertEqual(len(self.open_items()), 6)
