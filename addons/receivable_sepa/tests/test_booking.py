from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests.collection_common import CollectionCase

MANY, FEW = 20, 5


@tagged("post_install", "-at_install")
class TestBookingDebits(CollectionCase):
    """On the debit date each debit becomes a payment that pays exactly what it was for."""

    def test_a_booked_debit_pays_its_invoices_and_waits_on_its_own_account(self):
        bill, other = self.invoice(self.garage, "2026-11-20", 960), self.invoice(self.garage, "2026-11-20", 40)
        debit = self.booked().debit_ids
        self.assertEqual((bill.payment_state, other.payment_state), ("paid", "paid"))
        payment = debit.payment_id
        self.assertEqual((payment.amount, payment.date.isoformat(), payment.partner_id), (1000, "2026-11-20", self.garage))
        self.assertEqual((payment.payment_method_line_id.code, payment.outstanding_account_id), ("sepa_dd", self.outstanding))
        self.assertIn(debit.end_to_end, payment.memo)
        self.assertEqual((debit.state, debit.ended_on), ("booked", debit.date))
        self.assertEqual(sum(payment.move_id.line_ids.filtered(lambda line: line.account_id == self.outstanding).mapped("balance")), 1000)

    def test_nothing_is_booked_before_the_debit_date(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        with self.on("2026-11-19"), self.assertRaisesRegex(UserError, "Nothing is booked before the debit date"):
            collection.action_book()

    def test_the_morning_books_what_was_handed_over_and_nothing_else(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        sent = self.sent()
        self.invoice(self.garage, "2026-11-20", 40)
        self.env["sepa.collection"].flush_model()
        with self.on("2026-11-20"), self.enter_registry_test_mode():
            self.env.ref("receivable_sepa.ir_cron_book").method_direct_trigger()
        self.assertEqual((sent.state, bill.payment_state), ("booked", "paid"))

    def test_a_released_collection_that_nobody_handed_over_is_not_booked(self):
        self.invoice(self.garage, "2026-11-20", 960)
        collection = self.released()
        with self.on("2026-11-20"), self.enter_registry_test_mode():
            self.env.ref("receivable_sepa.ir_cron_book").method_direct_trigger()
        self.assertEqual(collection.state, "released")

    def test_a_part_that_was_held_is_not_paid_by_the_debit_of_the_rest(self):
        bill, other = self.invoice(self.garage, "2026-11-19", 1000), self.invoice(self.garage, "2026-11-19", 500)
        self.credit_note(self.garage, "2026-10-30", 400, reverses=bill)
        collection = self.sent()
        self.assertEqual(collection.amount, 1100)
        self.credit_note(self.garage, "2026-11-18", 50)  # not what was deducted: an accountant says what it is for
        with self.on("2026-11-19"):
            collection.action_book()
        self.assertEqual((self.item(bill).amount_residual, self.item(other).amount_residual), (400, 0))

    def test_a_credit_note_that_was_deducted_is_matched_with_what_it_was_deducted_from(self):
        bill = self.invoice(self.garage, "2026-11-19", 1000)
        note = self.credit_note(self.garage, "2026-10-30", 400)
        self.assertEqual(self.booked().amount, 600)
        self.assertEqual((self.item(bill).amount_residual, self.item(note).amount_residual), (0, 0))

    def test_a_credit_note_that_is_not_what_is_missing_is_left_to_the_accountant(self):
        bill = self.invoice(self.garage, "2026-11-19", 1000)
        collection = self.sent()
        note = self.credit_note(self.garage, "2026-11-18", 400)
        with self.on("2026-11-19"):
            collection.action_book()
        self.assertEqual((self.item(bill).amount_residual, self.item(note).amount_residual), (0, -400))

    def test_a_held_part_stays_unpaid_when_another_item_was_paid_otherwise_meanwhile(self):
        bill, other = self.invoice(self.garage, "2026-11-19", 1000), self.invoice(self.garage, "2026-11-19", 500)
        self.credit_note(self.garage, "2026-10-30", 400, reverses=bill)
        collection = self.sent()
        self.pay(other, 300, "2026-11-18")
        with self.on("2026-11-19"):
            collection.action_book()
        self.assertEqual((self.item(other).amount_residual, self.item(bill).amount_residual), (0, 1000))

    def test_a_collection_that_cannot_be_booked_says_why_and_keeps_no_other_from_it(self):
        bakery = self.debtor("Boulangerie Croustibelle")
        self.mandate(bakery)
        first, second = self.invoice(self.garage, "2026-11-19", 960), self.invoice(bakery, "2026-11-20", 40)
        collections = self.propose().sorted("date")
        with self.on("2026-11-02"):
            collections.action_notify()
        with self.on("2026-11-12"):
            collections.action_release()
            for collection in collections:
                collection.action_download()
        collections[0].debit_ids.item_ids.move_line_id.account_id.active = False
        self.item(second).account_id = self.item(second).account_id.copy({"code": "REC2", "active": True})
        with self.on("2026-11-20"), self.enter_registry_test_mode():
            self.env.ref("receivable_sepa.ir_cron_book").method_direct_trigger()
        self.assertEqual(collections.mapped("state"), ["sent", "booked"])
        self.assertEqual((first.payment_state, second.payment_state), ("not_paid", "paid"))
        self.assertIn("Not booked", collections[0].message_ids[0].body)

    def test_what_is_paid_otherwise_after_the_release_leaves_the_money_in_the_customers_favour(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        self.pay(bill, 500, "2026-11-18")
        with self.on("2026-11-20"):
            collection.action_book()
        self.assertEqual(bill.payment_state, "paid")
        credits = [item.residual for item in self.open_items(self.garage) if item.kind == "credit"]
        self.assertEqual(credits, [-500])

    def test_a_debit_that_the_bank_rejected_before_its_date_is_not_booked(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.sent()
        collection.debit_ids.sudo()._end("rejected", collection.date)
        with self.on("2026-11-20"):
            collection.action_book()
        self.assertEqual((collection.state, bill.payment_state), ("booked", "not_paid"))

    def test_booking_costs_the_same_queries_per_debit_whatever_their_number(self):
        """Core posts each entry with queries of its own; ours are a constant: the cost of a debit does not grow with their number."""

        def cost(count, due):
            for number in range(count):
                payer = self.debtor(f"Magasin {due} {number}")
                self.mandate(payer)
                self.invoice(payer, due, 100)
            collection = self.sent()
            self.env.flush_all()
            before = self.cr.sql_log_count
            with self.on(due):
                collection.action_book()
                self.env.flush_all()
            return (self.cr.sql_log_count - before) / count

        self.assertLessEqual(cost(MANY, "2026-11-20"), cost(FEW, "2026-11-18"))
