from urllib.parse import urlsplit

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.receivable_sepa.tests.collection_common import TODAY, CollectionCase

KEEPER = "receivable_sepa.group_sepa_manager"


@tagged("post_install", "-at_install")
class TestTheListOfWhatToDebit(CollectionCase):
    """Open items paid by direct debit: when each can be debited, and what stands against it."""

    def listed(self, day=TODAY):
        """``{invoice: (debit date, what stands against it)}`` as the list shows it."""
        with self.on(day):
            lines = self.Line.search([("sepa_to_debit", "=", True), ("company_id", "=", self.company.id)])
            return {line.move_name: (str(line.sepa_debit_on or ""), line.sepa_hold or "") for line in lines}

    def test_it_tells_the_date_of_each_and_why_some_are_not_debited(self):
        self.signed.max_amount = 1000
        soon, late, big = (self.invoice(self.garage, due, amount) for due, amount in
                           (("2026-11-20", 960), ("2027-03-01", 40), ("2026-12-01", 1200)))  # fmt: skip
        self.assertEqual(self.listed(), {
            soon.name: ("2026-11-20", ""), late.name: ("2027-03-01", ""), big.name: ("", "More than may be debited at once."),
        })  # fmt: skip

    def test_it_lists_whoever_signed_a_mandate_that_cannot_be_used(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        self.signed._suspend("Account closed.")
        self.assertEqual(self.listed(), {bill.name: ("", f"The mandate {self.signed.reference} is suspended: Account closed.")})

    def test_it_lists_what_is_to_be_debited_without_a_mandate(self):
        bill = self.invoice(
            self.debtor("Boulangerie Croustibelle"), "2026-11-20", 40,
            preferred_payment_method_line_id=self.bank._sepa_method_line().id,
        )  # fmt: skip
        self.assertEqual(self.listed(), {bill.name: ("", "To be paid by direct debit, but there is no mandate that may be used.")})

    def test_a_notice_still_to_be_sent_is_the_next_step_and_no_fault(self):
        self.invoice(self.garage, "2026-11-20", 960)
        with self.on(TODAY):
            collection = self.propose()
            self.assertEqual((collection.fault_count, [fault["level"] for fault in collection.faults.values()]), (0, ["info"]))

    def test_what_is_in_a_collection_names_it_and_is_found_by_the_filter(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.propose()
        self.assertEqual(self.listed(), {bill.name: ("2026-11-20", collection.name)})
        self.assertFalse(self.Line.search([("sepa_to_debit", "=", True), ("sepa_in_collection", "=", False), ("move_id", "=", bill.id)]))
        self.assertTrue(self.item(bill).sepa_to_debit and self.item(bill).sepa_in_collection)

    def test_items_without_a_mandate_or_by_other_means_are_not_listed(self):
        manual = self.bank.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")
        self.invoice(self.debtor("Boulangerie Croustibelle"), "2026-11-20", 40)
        self.invoice(self.garage, "2026-11-20", 40, preferred_payment_method_line_id=manual.id)
        self.assertEqual(self.listed(), {})

    def test_the_list_costs_as_many_queries_for_many_as_for_few(self):
        def cost(names):
            for name in names:
                payer = self.debtor(name)
                self.mandate(payer)
                self.invoice(payer, "2026-11-20", 100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.listed()
            return self.cr.sql_log_count - before

        cost(["Atelier 1"])
        self.assertEqual(cost(["Atelier 2", "Atelier 3"]), cost([f"Magasin {number}" for number in range(20)]))


@tagged("post_install", "-at_install")
class TestTheBankJournal(CollectionCase):
    """A bank is ready for direct debits once these have an account of their own."""

    def test_one_click_makes_the_account_of_debits_under_way(self):
        account = self.bank.sepa_account_id
        self.assertEqual((account.account_type, account.reconcile), ("asset_current", True))
        with self.assertRaisesRegex(UserError, "have an account already"):
            self.bank.action_sepa_account()

    def test_whoever_may_not_change_a_journal_makes_no_account(self):
        keeper = new_test_user(self.env, "sepa_keeper", groups=KEEPER, company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.bank.with_user(keeper).action_sepa_account()

    def test_banks_in_euros_are_debited_into_and_others_are_not(self):
        second, dollars = self.env["account.journal"].create([
            {"name": "Second bank", "code": "BNK9", "type": "bank", "company_id": self.company.id},
            {"name": "Dollars", "code": "BNK8", "type": "bank", "company_id": self.company.id, "currency_id": self.env.ref("base.USD").id},
        ])  # fmt: skip
        self.assertIn("sepa_dd", second.available_payment_method_ids.mapped("code"))
        second.action_sepa_account()
        dollars.action_sepa_account()
        self.assertEqual(self.Collection._debit_journals(self.company), self.bank | second)

    def test_an_invoice_that_names_a_bank_is_debited_into_that_bank(self):
        second = self.env["account.journal"].create({"name": "Second bank", "code": "BNK9", "type": "bank", "company_id": self.company.id})
        second.action_sepa_account()
        self.invoice(self.garage, "2026-11-20", 960)
        self.invoice(self.garage, "2026-11-20", 40, preferred_payment_method_line_id=second._sepa_method_line().id)
        self.assertEqual({each.journal_id: each.amount for each in self.propose()}, {self.bank: 960, second: 40})


@tagged("post_install", "-at_install")
class TestTheNotice(CollectionCase):
    """What a customer is told of a debit, in their language."""

    def test_the_letter_gives_date_amount_account_mandate_and_creditor(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        debit = self.propose().debit_ids
        html = self.env["ir.actions.report"]._render_qweb_html("receivable_sepa.report_prenotification", debit.ids)[0].decode()
        creditor = ("Lunaprès Mobilier", "FR72ZZZ123456")
        for word in ("Friday, November 20", "960.00", "FR76 •••• 0189", bill.name, self.signed.reference, *creditor):
            self.assertIn(word, html)
        self.assertIn("Tuesday, November 17", html)  # until then an invoice may be taken out


@tagged("post_install", "-at_install")
class TestTheFileThroughTheDoor(HttpCase, CollectionCase):
    """The file leaves by the link of the button, once pressed, to whoever pressed it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.garage, fields.Date.add(fields.Date.today(), days=60), 960)
        cls.keeper, cls.other_keeper = (
            new_test_user(cls.env, login, groups=KEEPER, company_id=cls.company.id) for login in ("sepa_keeper", "sepa_other")
        )

    def link(self):
        """The link that the button gives to the keeper today."""
        day = fields.Date.to_string(fields.Date.today())
        self.company.sepa_horizon_days = 90
        collection = self.told(day).with_user(self.keeper)
        collection.action_release()
        address = urlsplit(collection.action_download()["url"])
        return collection, f"{address.path}?{address.query}"

    def test_only_whoever_pressed_the_button_gets_the_file(self):
        collection, link = self.link()
        self.authenticate("sepa_keeper", "sepa_keeper")
        answer = self.url_open(link)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/xml"))
        self.assertEqual(answer.content, collection.sudo()._file_data())
        self.assertIn(f"{collection.message_id}.xml", answer.headers["Content-Disposition"])
        self.authenticate("sepa_other", "sepa_other")
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_a_link_that_is_old_forged_or_empty_opens_nothing(self):
        _collection, link = self.link()
        self.authenticate("sepa_keeper", "sepa_keeper")
        for wrong in (f"{link}x", link.partition("=")[0] + "=", "/receivable_sepa/collection/file", link[:-4] + "AAAA"):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)

    def test_who_lost_the_right_meanwhile_gets_nothing(self):
        _collection, link = self.link()
        self.keeper.group_ids = self.env.ref("receivable.group_receivable_reader")
        self.authenticate("sepa_keeper", "sepa_keeper")
        self.assertEqual(self.url_open(link).status_code, 404)
