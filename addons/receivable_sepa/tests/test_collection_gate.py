"""What a collection never does, whatever happened since it was prepared: one story for each guard."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.tests.collection_common import CollectionCase
from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


@tagged("post_install", "-at_install")
class TestCollectionGate(CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-20", 960)

    def test_what_is_seen_on_the_bank_statement_meanwhile_leaves_before_the_release(self):
        late = self.invoice(self.garage, "2026-11-20", 40)
        collection = self.told()
        self.bank_line(40, "2026-11-10", f"Virement {late.name}", self.garage)
        with self.on("2026-11-12"):
            collection.action_release()
        self.assertEqual((collection.amount, self.left_out(collection)), (960, {late.name: (40, "money")}))

    def test_an_amount_that_was_told_never_goes_up(self):
        credit = self.credit_note(self.garage, "2026-10-30", 160, reverses=self.bill)
        collection = self.told()
        self.assertEqual(collection.amount, 800)
        credit.button_draft()
        with self.on("2026-11-12"):
            collection.action_release()
        self.assertEqual((collection.amount, self.bill.amount_residual), (800, 960))

    def test_a_mandate_suspended_meanwhile_leaves_no_file(self):
        collection = self.told()
        self.signed._suspend("Account closed.")
        with self.on("2026-11-12"), self.assertRaisesRegex(UserError, "(?i)suspended"):
            collection.action_release()
        self.assertEqual((collection.state, collection.file_hash, collection.debit_ids.state), ("notified", False, "notified"))

    def test_a_mandate_that_lapses_before_the_debit_leaves_no_file(self):
        collection = self.told()
        self.signed.sudo().signed_on = "2023-11-19"
        with self.on("2026-11-12"), self.assertRaisesRegex(UserError, "36 months without a debit"):
            collection.action_release()
        self.assertFalse(collection.file_hash)

    def test_a_mandate_that_nobody_signed_debits_nothing(self):
        bakery = self.debtor("Boulangerie Croustibelle")
        self.draft_mandate(bakery).action_send()
        bill = self.invoice(bakery, "2026-11-20", 40, preferred_payment_method_line_id=self.bank._sepa_method_line().id)
        collection = self.propose()
        self.assertEqual((collection.amount, self.left_out(collection)), (960, {bill.name: (40, "no_mandate")}))

    def test_the_morning_books_nothing_before_its_day(self):
        collection = self.sent()
        with self.on("2026-11-19"), self.enter_registry_test_mode():
            self.env.ref("receivable_sepa.ir_cron_book").method_direct_trigger()
        self.assertEqual((collection.state, self.bill.payment_state), ("sent", "not_paid"))

    def test_a_collection_is_booked_once(self):
        collection = self.booked()
        collection.sudo()._book()
        payments = self.env["account.payment"].search([("payment_reference", "in", collection.debit_ids.mapped("end_to_end"))])
        self.assertEqual((payments.mapped("amount"), self.bill.amount_residual), ([960], 0))


@tagged("post_install", "-at_install")
class TestTheDatabaseKnowsReturns(ReturnCase):
    """Two people who read the same file at the same moment: the second one is refused by the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-27", 960)

    def recorded(self):
        with self.on("2026-12-04"):
            return self.come_back(self.debited(self.bill), "AM04").sudo()

    def test_the_database_knows_each_return_once(self):
        row = self.recorded()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            row.copy({"debit_id": False})

    def test_the_database_lets_a_debit_come_back_once(self):
        row = self.recorded()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            row.copy({"fingerprint": "told in other words"})
