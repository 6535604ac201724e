import hashlib

from lxml import etree
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.tests.collection_common import TODAY, CollectionCase


@tagged("post_install", "-at_install")
class TestChoosingWhatToDebit(CollectionCase):
    """What is proposed, of whom and for which day; what is left out, and why."""

    def test_what_falls_due_is_debited_on_its_due_date_told_fourteen_days_before(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        collection = self.propose()
        self.assertEqual((collection.date.isoformat(), collection.journal_id, collection.state), ("2026-11-20", self.bank, "checked"))
        debit = collection.debit_ids
        self.assertEqual((debit.partner_id, debit.amount, debit.sepa_mandate_id), (self.garage, 960, self.signed))
        self.assertEqual((debit.item_ids.move_line_id, debit.item_ids.number), (self.item(bill), bill.name))
        self.assertEqual(debit.end_to_end, f"{collection.name.replace('/', '-')}-00001")

    def test_what_is_late_is_debited_as_soon_as_the_customer_was_told_long_enough(self):
        self.invoice(self.garage, "2026-10-15", 960)
        self.assertEqual(self.propose().date.isoformat(), "2026-11-16")

    def test_each_day_is_a_collection_and_one_mandate_and_day_one_debit(self):
        self.invoice(self.garage, "2026-11-20", 100)
        self.invoice(self.garage, "2026-11-20", 50)
        self.invoice(self.garage, "2026-11-18", 25)
        collections = self.propose().sorted("date")
        self.assertEqual([(each.date.isoformat(), each.debit_count, each.amount) for each in collections],
                         [("2026-11-18", 1, 25), ("2026-11-20", 1, 150)])

    def test_what_is_in_a_collection_is_not_prepared_again(self):
        self.invoice(self.garage, "2026-11-20", 960)
        self.propose()
        self.assertFalse(self.propose())
        with self.on(TODAY), self.assertRaisesRegex(UserError, "Nothing to debit before"):
            self.Collection.action_propose()

    def test_an_invoice_that_names_another_means_of_payment_is_left_out(self):
        manual = self.bank.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")
        self.invoice(self.garage, "2026-11-20", 960)
        other = self.invoice(self.garage, "2026-11-20", 40, preferred_payment_method_line_id=manual.id)
        collection = self.propose()
        self.assertEqual(collection.amount, 960)
        self.assertEqual(self.left_out(collection), {other.name: (40, "other_means")})

    def test_an_invoice_to_be_debited_without_a_mandate_is_told(self):
        bakery = self.debtor("Boulangerie Croustibelle")
        self.invoice(self.garage, "2026-11-20", 960)
        bill = self.invoice(bakery, "2026-11-20", 40, preferred_payment_method_line_id=self.bank._sepa_method_line().id)
        self.assertEqual(self.left_out(self.propose()), {bill.name: (40, "no_mandate")})

    def test_a_profile_may_say_that_its_payers_are_not_debited_unless_the_invoice_says_so(self):
        profile = self.env["payer.profile"].create({"name": "Key account", "sepa_debit": False})
        self.garage.with_company(self.company.root_id).payer_profile_id = profile
        self.invoice(self.garage, "2026-11-20", 960)
        self.assertFalse(self.propose())
        self.invoice(self.garage, "2026-11-20", 30, preferred_payment_method_line_id=self.bank._sepa_method_line().id)
        self.assertEqual(self.propose().amount, 30)

    def test_what_is_paused_for_debits_is_left_out_with_the_reason(self):
        self.invoice(self.garage, "2026-11-20", 960)
        bill = self.invoice(self.garage, "2026-11-20", 40)
        self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "scope": "items", "move_line_ids": self.item(bill).ids, "reason": "Wrong price",
            "stop_debits": True, "date_from": "2026-11-01", "date_until": "2026-12-31",
        })  # fmt: skip
        collection = self.propose()
        self.assertEqual(self.left_out(collection), {bill.name: (40, "paused")})
        self.assertIn("Wrong price", collection.left_ids.why)

    def test_a_bank_line_that_names_the_invoice_keeps_it_from_being_debited(self):
        self.invoice(self.garage, "2026-11-20", 960)
        bill = self.invoice(self.garage, "2026-11-18", 1200)
        self.bank_line(1200, "2026-11-01", f"Virement {bill.name}", self.garage)
        self.assertEqual(self.left_out(self.propose()), {bill.name: (1200, "money")})

    def test_credits_are_taken_off_before(self):
        bill = self.invoice(self.garage, "2026-11-20", 960)
        self.credit_note(self.garage, "2026-10-30", 160, reverses=bill)
        collection = self.propose()
        self.assertEqual(collection.amount, 800)
        self.assertEqual(self.left_out(collection), {bill.name: (160, "credit")})

    def test_no_debit_goes_over_the_limit_of_the_mandate_or_the_company(self):
        self.signed.max_amount = 1000
        self.invoice(self.garage, "2026-11-18", 700)
        over = self.invoice(self.garage, "2026-11-18", 1001)
        self.assertEqual(self.left_out(self.propose()), {over.name: (1001, "over_max")})

    def test_an_invoice_in_another_currency_is_left_out(self):
        self.invoice(self.garage, "2026-11-20", 960)
        dollars = self.env.ref("base.USD")
        dollars.active = True
        bill = self.invoice(self.garage, "2026-11-20", 40, currency=dollars)
        self.assertEqual(self.left_out(self.propose()), {bill.name: (40, "currency")})

    def test_a_suspended_mandate_debits_nothing(self):
        self.invoice(self.garage, "2026-11-20", 960)
        self.signed._suspend("Account closed.")
        self.assertFalse(self.propose())

    def test_whoever_signed_and_cannot_be_debited_is_left_out_with_what_is_wrong_with_the_mandate(self):
        bakery = self.debtor("Boulangerie Croustibelle")
        self.mandate(bakery)._suspend("Account closed.")
        self.invoice(self.garage, "2026-11-20", 960)
        bill = self.invoice(bakery, "2026-11-20", 40)
        left = self.propose().left_ids
        self.assertEqual((left.number, left.code), (bill.name, "no_mandate"))
        self.assertRegex(left.why, r"The mandate RUM-\S+ is suspended: Account closed\.")

    def test_when_nothing_can_be_debited_but_something_was_left_out_the_reasons_are_a_click_away(self):
        self.invoice(self.garage, "2026-11-20", 960)
        self.signed._suspend("Account closed.")
        with self.on(TODAY), self.assertRaisesRegex(RedirectWarning, "Left out, each for a reason: 1") as refused:
            self.Collection.action_propose()
        self.assertEqual(refused.exception.args[1], self.env.ref("receivable_sepa.account_move_line_action_to_debit").id)
        self.assertFalse(self.Collection.search([]))

    def test_without_an_account_for_debits_under_way_nothing_is_prepared_and_it_is_said(self):
        self.invoice(self.garage, "2026-11-20", 960)
        self.bank._sepa_method_line().payment_account_id = False
        with self.on(TODAY), self.assertRaisesRegex(RedirectWarning, "No bank is set up for direct debits"):
            self.Collection.action_propose()

    def test_the_night_prepares_for_the_companies_that_want_it(self):
        self.invoice(self.garage, "2026-11-20", 960)
        cron = self.env.ref("receivable_sepa.ir_cron_propose")
        with self.on(TODAY), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(self.Collection.search_count([]))
            self.company.sepa_propose = True
            cron.method_direct_trigger()
        self.assertEqual(self.Collection.search([]).amount, 960)

    def test_choosing_costs_as_many_queries_for_many_as_for_few(self):
        def cost(names):
            for name in names:
                payer = self.debtor(name)
                self.mandate(payer)
                self.invoice(payer, "2026-11-20", 100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            engine, today = self.Collection.sudo(), self.Collection._today()  # sudo: as the button does
            items = engine._items_to_debit(self.company)
            facts = engine._facts(self.company, items, today)
            engine._choice([item for item in items if item.kind == "debt"], facts, engine._policy(self.company, self.bank), today)
            return self.cr.sql_log_count - before

        with self.on(TODAY):
            cost(["Atelier 1"])
            few = cost(["Atelier 2", "Atelier 3"])
            many = cost([f"Magasin {number}" for number in range(20)])
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestFromTheCollectionToTheBank(CollectionCase):
    """Checked, told, released, handed over; amounts only go down on the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-20", 960)

    def test_from_the_notice_to_the_file(self):
        collection = self.propose()
        with self.on("2026-11-03"):
            letters = collection.action_notify()
        self.assertEqual(letters["report_name"], "receivable_sepa.report_prenotification")
        debit = collection.debit_ids
        self.assertEqual((collection.state, debit.state, debit.notified_by), ("notified", "notified", "letter"))
        with self.on("2026-11-16"):
            collection.action_release()
            self.assertEqual((collection.state, collection.debit_ids.state), ("released", "presented"))
            link = collection.action_download()
        self.assertEqual((collection.state, collection.sent_by_id), ("sent", self.env.user))
        self.assertIn("/receivable_sepa/collection/file?ticket=", link["url"])
        self.assertEqual(self.signed.last_collected_on.isoformat(), "2026-11-20")

    def test_the_file_says_who_is_debited_of_what_when(self):
        collection = self.released()
        data = collection.sudo()._file_data()
        self.assertEqual(hashlib.sha256(data).hexdigest(), collection.file_hash)
        told = {etree.QName(node).localname: node.text for node in etree.fromstring(data).iter(tag=etree.Element) if node.text.strip()}
        self.assertEqual(told["MsgId"], collection.message_id)
        self.assertEqual((told["ReqdColltnDt"], told["InstdAmt"], told["SeqTp"]), ("2026-11-20", "960.00", "RCUR"))
        self.assertEqual((told["MndtId"], told["Ustrd"]), (self.signed.reference, self.bill.name))
        self.assertEqual((told["AdrLine"], told["TwnNm"], told["Ctry"]), ("3 rue des Essieux", "Strasbourg", "FR"))

    def test_a_collection_told_too_late_is_not_released_without_a_reason(self):
        collection = self.propose()
        with self.on("2026-11-10"):
            collection.action_notify()
            self.assertEqual(collection.late_count, 1)
            with self.assertRaisesRegex(UserError, "pre-notified 10 days before, 14 agreed"):
                collection.action_release()
            wizard = self.env["sepa.collection.decide"].create({"collection_id": collection.id, "kind": "shorten"})
            with self.assertRaisesRegex(UserError, "Say why"):
                wizard.action_confirm()
            wizard.reason = "Agreed on the telephone"
            wizard.action_confirm()
            collection.action_release()
        self.assertEqual(collection.debit_ids.short_notice_why, "Agreed on the telephone")

    def test_nobody_is_debited_who_was_not_told(self):
        collection = self.propose()
        with self.on(TODAY), self.assertRaisesRegex(UserError, "not pre-notified yet: 1"):
            collection.action_release()

    def test_the_days_agreed_in_a_mandate_replace_those_of_the_company(self):
        self.signed.notice_days = 5
        collection = self.propose()
        with self.on("2026-11-12"):
            collection.action_notify()
            collection.action_release()
        self.assertEqual(collection.state, "released")

    def test_invoices_that_said_so_are_the_notice(self):
        collection = self.propose()
        with self.on(TODAY):
            collection.action_notified_by_invoice()
        debit = collection.debit_ids
        self.assertEqual((debit.notified_on, debit.notified_by), (self.bill.invoice_date, "invoice"))

    def test_of_an_opening_entry_the_day_is_the_notice(self):
        account, journal = self.company_data["default_account_receivable"], self.company_data["default_journal_misc"]
        journal.receivable_opening = True
        entry = self.env["account.move"].create({
            "move_type": "entry", "journal_id": journal.id, "date": "2026-01-01", "line_ids": [
                Command.create({
                    "account_id": account.id, "partner_id": self.garage.id, "debit": 40, "date_maturity": "2026-11-20", "name": "Opening",
                }),
                Command.create({"account_id": self.company_data["default_account_revenue"].id, "credit": 40, "name": "Opening"}),
            ],
        })  # fmt: skip
        entry.action_post()
        collection = self.propose()
        with self.on(TODAY):
            collection.action_notified_by_invoice()
        self.assertIn(entry, collection.debit_ids.item_ids.move_line_id.move_id)
        self.assertEqual(set(collection.debit_ids.mapped("notified_by")), {"invoice"})
        self.assertTrue(all(debit.notified_on for debit in collection.debit_ids))

    def test_what_is_paid_or_contested_meanwhile_leaves_before_the_release(self):
        late = self.invoice(self.garage, "2026-11-20", 40)
        collection = self.told()
        self.pay(self.bill, 500, "2026-11-10")
        self.pay(late, date="2026-11-10")
        with self.on("2026-11-12"):
            collection.action_release()
        self.assertEqual(collection.amount, 460)
        self.assertEqual(self.left_out(collection), {self.bill.name: (500, "paid"), late.name: (40, "paid")})

    def test_a_debit_of_which_everything_is_paid_leaves_and_an_empty_collection_is_not_released(self):
        collection = self.told()
        self.pay(self.bill, date="2026-11-10")
        with self.on("2026-11-12"), self.assertRaisesRegex(UserError, "There is nothing to debit"):
            collection.action_release()
        with self.on("2026-11-12"):
            collection.action_check()
        self.assertEqual((collection.debit_ids.state, collection.amount), ("cancelled", 0))

    def test_what_is_paused_meanwhile_leaves_before_the_release_with_its_reason(self):
        other = self.invoice(self.garage, "2026-11-20", 40)
        collection = self.told()
        self.env["receivable.pause"].create({
            "partner_id": self.garage.id, "scope": "items", "move_line_ids": self.item(other).ids, "reason": "Wrong price",
            "stop_debits": True, "date_from": "2026-11-05", "date_until": "2026-12-31",
        })  # fmt: skip
        with self.on("2026-11-12"):
            collection.action_release()
        self.assertEqual(self.left_out(collection), {other.name: (40, "paused")})

    def test_a_released_collection_is_not_changed(self):
        collection = self.released()
        for button in (collection.action_release, collection.action_check, collection.action_notify, collection.debit_ids.action_take_out):
            with self.on("2026-11-12"), self.assertRaisesRegex(UserError, "Nothing was changed"):
                button()

    def test_an_item_is_never_in_two_collections(self):
        row = self.propose().debit_ids.item_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            row.sudo().copy()

    def test_the_bank_wants_the_file_two_days_before(self):
        collection = self.told()
        self.assertEqual(collection.hand_over_by.isoformat(), "2026-11-18")
        with self.on("2026-11-19"), self.assertRaisesRegex(UserError, "The bank wanted this file by"):
            collection.action_release()

    def test_a_fault_of_a_mandate_is_told_with_its_record(self):
        collection = self.told()
        self.signed._suspend("Account closed.")
        with self.on("2026-11-03"):
            collection.action_check()
            fault = collection.faults["fault_00"]
        self.assertEqual((fault["level"], fault["action"]["res_id"]), ("danger", self.signed.id))
        self.assertIn("is suspended: Account closed", fault["message"])

    def test_a_first_debit_is_told_apart_when_the_bank_wants_it(self):
        self.bank.sepa_first_sequence = "frst"
        first = self.released()
        self.invoice(self.garage, "2026-12-01", 10)
        second = self.propose("2026-11-16")
        self.assertEqual((first.debit_ids.sequence, second.debit_ids.sequence), ("FRST", "RCUR"))

    def test_a_change_of_account_is_told_once_and_again_when_the_collection_was_cancelled(self):
        self.signed._amend({"iban": "FR1420041010050500013M02606"})
        first = self.released()
        self.assertIn(b"SMNDA", first.sudo()._file_data())
        with self.on("2026-11-13"):
            first.sudo()._cancel("The bank was closed.")
        self.assertIn(b"SMNDA", self.released("2026-11-13", "2026-11-25").sudo()._file_data())
        self.invoice(self.garage, "2026-12-20", 10)
        self.assertNotIn(b"SMNDA", self.released("2026-11-30", "2026-12-15").sudo()._file_data())

    def test_two_people_prepare_and_release_when_the_company_wants_it(self):
        self.company.sepa_two_people = True
        collection = self.told()
        with self.on("2026-11-12"):
            with self.assertRaisesRegex(UserError, "Somebody else must release it"):
                collection.action_release()
            other = new_test_user(self.env, "sepa_other", groups="receivable_sepa.group_sepa_manager", company_id=self.company.id)
            collection.with_user(other).action_release()
        self.assertEqual(collection.released_by_id, other)

    def test_a_second_download_asks_first_and_each_is_written_down(self):
        collection = self.sent()
        with self.on("2026-11-12"):
            question = collection.action_download()
            self.assertEqual(question["res_model"], "sepa.collection.decide")
            wizard = self.env["sepa.collection.decide"].with_context(**question["context"]).create({})
            self.assertIn("Sending it twice would debit twice", wizard.question)
            wizard.action_confirm()
        told = [message for message in collection.message_ids.mapped("body") if "File downloaded" in message]
        self.assertEqual(len(told), 2)

    def test_a_cancelled_collection_frees_its_items_and_its_mandates(self):
        collection = self.sent()
        self.assertTrue(self.signed.last_collected_on)
        with self.on("2026-11-13"):
            wizard = self.env["sepa.collection.decide"].create({"collection_id": collection.id, "kind": "cancel", "reason": "Refused"})
            wizard.action_confirm()
        self.assertEqual((collection.state, collection.cancelled_why, collection.debit_ids.state), ("cancelled", "Refused", "cancelled"))
        self.assertFalse(self.signed.last_collected_on)
        self.assertEqual(self.propose("2026-11-13").amount, 960)

    def test_one_debit_is_taken_out_and_its_invoice_stays_owed(self):
        bakery = self.debtor("Boulangerie Croustibelle")
        self.mandate(bakery)
        bill = self.invoice(bakery, "2026-11-20", 40)
        collection = self.propose()
        with self.on(TODAY):
            collection.debit_ids.filtered(lambda debit: debit.partner_id == bakery).action_take_out()
        self.assertEqual(collection.amount, 960)
        self.assertEqual(self.left_out(collection), {bill.name: (40, "by_hand")})

    def test_a_file_for_a_bank_that_wants_the_old_format(self):
        self.bank.sepa_version = "02"
        self.assertIn(b"pain.008.001.02", self.released().sudo()._file_data())

    def test_the_file_is_not_read_past_the_button(self):
        collection = self.released()
        manager = new_test_user(self.env, "sepa_reads", groups="receivable_sepa.group_sepa_manager", company_id=self.company.id)
        self.assertNotIn("file", self.Collection.with_user(manager).fields_get())
        attachment = self.env["ir.attachment"].sudo().search([("res_model", "=", "sepa.collection"), ("res_field", "=", "file")])
        self.assertTrue(attachment)
        self.assertFalse(attachment.with_user(manager).has_access("read"))
        self.assertTrue(collection.file_hash)


@tagged("post_install", "-at_install")
class TestWhatWaitsForADebit(CollectionCase):
    """Nobody is asked for what is debited, nor thanked before the debit is safe."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-20", 960)

    def codes(self, purpose, day):
        holds = self.item(self.bill)._receivable_holds(purpose, fields.Date.to_date(day))
        return [hold.code for hold in holds.get(self.item(self.bill).id, ())]

    def test_an_item_that_will_be_debited_is_not_announced_by_a_reminder_before_its_date(self):
        self.assertEqual(self.codes("announce", "2026-11-13"), ["mandate"])
        self.assertEqual(self.codes("remind", "2026-11-13"), [])

    def test_an_item_in_a_collection_is_not_reminded_until_the_collection_ends(self):
        collection = self.propose()
        self.assertEqual([self.codes(purpose, "2026-11-13") for purpose in ("announce", "remind", "debit", "order")],
                         [["debit"], ["debit"], ["debit"], []])
        self.assertEqual(self.codes("remind", "2026-11-01"), [])
        with self.on("2026-11-14"):
            collection.sudo()._cancel("Refused")
        self.assertEqual((self.codes("remind", "2026-11-13"), self.codes("remind", "2026-11-14")), (["debit"], []))

    def test_nobody_is_thanked_before_the_debit_is_safe(self):
        self.booked()
        self.assertEqual((self.codes("thank", "2026-11-20"), self.codes("thank", "2026-11-27")), (["debit_window"], ["debit_window"]))
        self.assertEqual(self.codes("thank", "2026-11-28"), [])

    def test_a_credit_rule_may_leave_those_alone_who_are_debited(self):
        rule = self.env["credit.rule"].create({
            "name": "Late: hold", "cause": "overdue", "effect": "hold", "company_id": self.company.root_id.id, "except_debited": True,
        })  # fmt: skip
        bakery = self.debtor("Boulangerie Croustibelle")
        self.invoice(bakery, "2026-11-20", 960)
        day = fields.Date.to_date("2026-12-20")

        def codes(payer):
            return {reason.code for reason in payer._receivable_verdict(self.company, 10, day)[payer.id].reasons if reason.state == "hold"}

        self.env["credit.rule"].search([("id", "!=", rule.id)]).active = False
        self.assertEqual((codes(self.garage), codes(bakery)), (set(), {"overdue"}))
        self.signed._suspend("Account closed.")
        self.assertEqual(codes(self.garage), {"overdue"})

    def test_the_money_is_expected_on_the_debit_date(self):
        self.propose()
        with self.on("2026-11-13"):
            expected = self.garage._receivable_expected_dates(self.company, self.Collection._today())
        forecast = expected[self.item(self.bill).id]
        self.assertEqual((forecast.expected_date.isoformat(), forecast.basis), ("2026-11-20", "debit"))
