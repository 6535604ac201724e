"""One debit, from the signature to the thanks, day by day."""

import re

from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.receivable_dunning_sepa.tests.common import DebitCase

SIGNED = "2026-02-16"
DUE = "2026-03-23"
BACK = "2026-03-26"


@tagged("post_install", "-at_install")
class TestStory(DebitCase):
    def test_signed_announced_exported_booked_returned_reminded_presented_again_paid_and_thanked(self):
        mandate = self.sign()
        bill = self.invoice(self.garage, DUE, 1380)
        collection = self.propose("2026-03-05")
        debit = collection.debit_ids
        self.announce(collection, debit, bill)
        self.export(collection, bill)
        self.book(collection, debit, bill, mandate)
        self.come_back_unpaid(debit, bill)
        again = self.present_again(debit)
        self.paid_and_thanked(again, bill)

    def sign(self):
        """The link arrives by mail, and the customer signs."""
        self.signed.sudo()._close("A new one is signed.")
        mandate = self.draft_mandate(self.garage, iban_entry=False)
        with self.on(SIGNED):
            mandate.action_send()
        self.send(SIGNED)
        words, _mail = self.left()
        secret = re.search(r"/mandate/sign/([\w-]+)", words)[1]
        with self.on(SIGNED):
            found = mandate._find_signing(secret)
            found._enter_account("FR7630006000011234567890189")
            found._sign("Camille Martin", ip="192.0.2.7")
        self.assertEqual((mandate.state, str(mandate.signed_on)), ("active", SIGNED))
        return mandate

    def propose(self, day):
        with self.on(day):
            return self.env["sepa.collection"].sudo()._propose(self.company, self.env["sepa.collection"]._today()).sudo(False)

    def announce(self, collection, debit, bill):
        """No prevenance: the notice of the debit takes its place; and no reminder while it is under way."""
        self.assertEqual((str(collection.date), debit.amount), (DUE, 1380))
        self.notify(debit, "2026-03-05")
        self.send("2026-03-05")
        words, _mail = self.left()
        self.assertIn("On 23 March 2026 we will debit €1,380.00", words)
        self.assertFalse(self.plan("2026-03-17"))
        self.assertIn("debit", self.holds(bill, "2026-03-24", "remind"))

    def export(self, collection, bill):
        with self.on("2026-03-18"):
            collection.action_release()
            collection.action_download()
        self.assertEqual(collection.state, "sent")
        self.assertEqual(bill.amount_residual, 1380, "nothing is booked before the debit date")

    def book(self, collection, debit, bill, mandate):
        with self.on(DUE):
            collection.action_book()
        self.assertEqual((debit.state, bill.amount_residual), ("booked", 0))
        self.assertEqual(str(mandate.last_collected_on), DUE)
        self.assertFalse(self.plan("2026-03-25"), "no thanks while the bank may still send it back")

    def come_back_unpaid(self, debit, bill):
        with self.on(BACK):
            self.come_back(debit, "AM04", day=BACK)
        self.assertEqual((bill.amount_residual, str(self.item(bill).date_maturity)), (1380, DUE))
        self.send(BACK)
        words, _mail = self.left()
        self.assertIn("Reason given: insufficient funds.", words)
        self.assertEqual(self.decided("2026-03-29")[:2], ("explained", ["spacing"]))

    def present_again(self, debit):
        day = debit.return_ids.represent_on
        collection = self.propose("2026-03-30")
        again = collection.debit_ids
        self.assertEqual((again.again_of_id, again.amount), (debit, 1380))
        self.assertGreaterEqual(again.date, day)
        self.assertNotEqual(again.end_to_end, debit.end_to_end)
        self.assertEqual(str(again.notified_on), BACK, "the message about the first one was the notice of this one")
        with self.on("2026-03-30"):
            collection.action_release()
            collection.action_download()
        with self.on(again.date):
            collection.action_book()
        return again

    def paid_and_thanked(self, again, bill):
        """Thanks once the bank has shown the money and can no longer take it back."""
        self.assertEqual(bill.amount_residual, 0)
        line = self.env["account.bank.statement.line"].create({
            "journal_id": self.bank.id, "amount": 1380, "date": again.date, "payment_ref": again.collection_id.message_id,
        })  # fmt: skip
        _liquidity, suspense, _other = line.with_context(skip_account_move_synchronization=True)._seek_for_lines()
        suspense.account_id = self.under_way
        open_line = again.payment_id.move_id.line_ids.filtered(lambda one: one.account_id == self.under_way)
        (suspense | open_line).reconcile()
        self.assertFalse(self.plan(again.final_on))
        self.bank_line(12, again.final_on, "Interest")
        day = Date.add(again.final_on, days=1)
        thanks = self.plan(day).filtered(lambda action: action.partner_id == self.garage)
        self.assertEqual(thanks.kind, "thanks")
        self.send(day)
        words, _mail = self.left()
        self.assertIn("Your payment of €1,380.00 reached us on 2 April 2026", words)
