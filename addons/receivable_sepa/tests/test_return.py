from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests import bank_answers
from odoo.addons.receivable_sepa.tests.common import OTHER_IBAN
from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


@tagged("post_install", "-at_install")
class TestReturn(ReturnCase):
    """What comes back from the bank: read, matched, applied."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(cls.garage, "2026-11-27", 960)

    def setUp(self):
        super().setUp()
        clock = self.on("2026-12-04")
        clock.start()
        self.addCleanup(clock.stop)

    # -- an unpaid debit ------------------------------------------------------------------------------------------------------

    def test_an_unpaid_debit_reopens_its_invoice_with_its_own_due_date(self):
        debit = self.debited(self.bill)
        self.assertEqual(self.bill.amount_residual, 0)
        row = self.come_back(debit, "AM04")
        self.assertEqual((self.bill.amount_residual, self.bill.payment_state), (960, "not_paid"))
        self.assertEqual(self.item(self.bill).date_maturity.isoformat(), "2026-11-27")
        self.assertEqual((debit.state, row.state, row.match), ("returned", "applied", "end_to_end"))
        self.assertEqual(row.represent_on.isoformat(), "2026-12-11", "five days on which banks work")
        self.assertEqual(self.signed.state, "active")

    def test_the_entry_takes_the_money_back_from_debits_under_way(self):
        row = self.come_back(self.debited(self.bill), "AM04")
        entry = row.move_id
        self.assertEqual((entry.state, entry.date.isoformat(), entry.journal_id), ("posted", "2026-12-04", self.bank))
        balances = {line.account_id: line.balance for line in entry.line_ids}
        self.assertEqual(balances, {self.item(self.bill).account_id: 960, self.under_way: -960})
        self.assertTrue(all(line.reconciled for line in entry.line_ids if line.account_id != self.under_way))
        self.assertEqual(self.open_items(self.garage)[0].residual, 960)
        self.assertEqual(len(self.open_items(self.garage)), 1, "neither the payment nor the entry stays open")

    def test_the_bank_fee_is_a_line_of_its_own(self):
        row = self.come_back(self.debited(self.bill), "AM04", fee=4.5)
        self.assertEqual((row.amount, row.fee), (960, 4.5))
        lines = row.move_id.line_ids
        self.assertEqual(sum(lines.filtered(lambda line: line.account_id == self.fees).mapped("balance")), 4.5)
        self.assertEqual(sum(lines.filtered(lambda line: line.account_id == self.under_way).mapped("balance")), -964.5)

    def test_a_fee_without_an_account_is_told_and_not_booked(self):
        self.bank.sepa_fee_account_id = False
        row = self.come_back(self.debited(self.bill), "AM04", fee=4.5)
        self.assertIn("not booked", row.effect)
        self.assertEqual(sum(row.move_id.line_ids.mapped("debit")), 960)

    def test_all_the_invoices_of_a_debit_are_open_again(self):
        other = self.invoice(self.garage, "2026-11-20", 240)
        debit = self.debited(self.bill | other)
        self.come_back(debit, "MS03")
        self.assertEqual((self.bill.amount_residual, other.amount_residual), (960, 240))

    def test_a_debit_rejected_before_it_was_booked_needs_no_entry(self):
        debit = self.debit(self.bill, self.collection())
        file = self.read_file(bank_answers.rejects(bank_answers.reject(debit.end_to_end, 960, "AC01")))
        self.assertEqual(self.bill.amount_residual, 960)
        file.action_apply()
        self.assertEqual((debit.state, file.return_ids.move_id.id), ("rejected", False))
        self.assertEqual(self.holds(self.bill, "2026-12-04"), [], "the debit holds its invoice no longer")

    def test_an_event_tells_that_the_invoice_is_open_again(self):
        self.come_back(self.debited(self.bill), "AM04")
        kinds = self.env["receivable.event"].search([("item", "=", self.item(self.bill).id)]).mapped("kind")
        self.assertEqual(kinds[0], "reopened")

    # -- mandates and payers --------------------------------------------------------------------------------------------------

    def test_the_second_time_within_ninety_days_suspends_the_mandate(self):
        self.come_back(self.debited(self.bill), "AM04")
        other = self.invoice(self.garage, "2026-11-27", 100)
        row = self.come_back(self.debited(other, "2026-12-08", "PRLV/2026/002"), "AM04", day="2026-12-10", message="NOT-2")
        self.assertEqual((row.represent_on, row.why_not, self.signed.state), (False, "again", "suspended"))
        self.assertIn("AM04", self.signed.suspended_why)

    def test_a_wrong_account_suspends_the_mandate_until_it_is_amended(self):
        row = self.come_back(self.debited(self.bill), "AC01")
        self.assertEqual((self.signed.state, row.why_not), ("suspended", "account"))
        self.assertEqual(self.holds(self.bill, "2026-12-04"), [], "the mandate holds it, the invoice needs no hold")

    def test_a_mandate_that_the_customer_denies_is_closed(self):
        self.come_back(self.debited(self.bill), "MD01")
        self.assertEqual(self.signed.state, "closed")

    def test_the_death_of_a_customer_stops_everything(self):
        self.come_back(self.debited(self.bill), "MD07")
        pause = self.env["receivable.pause"].search([("partner_id", "=", self.garage.id)])
        self.assertTrue(all(pause[name] for name in ("stop_messages", "stop_debits", "stop_charges", "stop_order_blocks")))
        self.assertIn("MD07", pause.reason)
        self.assertFalse(pause.date_until)
        self.assertEqual(self.signed.state, "closed")
        self.assertIn("paused", self.holds(self.bill, "2026-12-04", "remind"))

    def test_a_mandate_that_was_closed_meanwhile_stays_closed(self):
        debit = self.debited(self.bill)
        self.signed.sudo()._close("The customer asked for it.")
        self.come_back(debit, "AC06")
        self.assertEqual(self.signed.state, "closed")

    # -- presented again ------------------------------------------------------------------------------------------------------

    def test_an_invoice_is_presented_again_from_the_day_that_was_told(self):
        debit = self.debited(self.bill)
        row = self.come_back(debit, "AM04")
        again = self.env["account.move.line"]._sepa_presented_again(self.company)
        self.assertEqual(again, {self.item(self.bill).id: (row.represent_on, debit)})
        self.assertEqual(self.holds(self.bill, "2026-12-04"), [])

    def test_what_is_not_presented_again_is_held_until_a_person_says_so(self):
        row = self.come_back(self.debited(self.bill), "AC06")
        self.assertEqual(self.holds(self.bill, "2026-12-04"), ["returned"])
        self.assertEqual(self.holds(self.bill, "2026-12-03"), [], "not known that day")
        self.assertEqual(self.holds(self.bill, "2026-12-04", "remind"), [], "reminders go on")
        with self.assertRaisesRegex(UserError, "not active"):
            row.action_present_again()
        self.signed.action_resume()
        row.action_present_again()
        self.assertEqual(self.holds(self.bill, "2026-12-04"), [])
        self.assertEqual(row.handled_on.isoformat(), "2026-12-04")

    def test_the_last_return_of_an_invoice_decides(self):
        self.come_back(self.debited(self.bill), "CNOR")
        again = self.debited(self.bill, "2026-12-11", "PRLV/2026/002")
        with self.on("2026-12-15"):
            self.come_back(again, "AM05", day="2026-12-15", message="NOT-2")
            self.assertEqual(self.holds(self.bill, "2026-12-15"), ["returned"])
            self.assertEqual(self.env["account.move.line"]._sepa_presented_again(self.company), {})

    def test_a_dead_customer_is_never_debited_again(self):
        row = self.come_back(self.debited(self.bill), "MD07")
        with self.assertRaisesRegex(UserError, "cannot be presented again"):
            row.action_present_again()

    # -- told twice -----------------------------------------------------------------------------------------------------------

    def test_the_same_file_twice_changes_nothing(self):
        debit = self.debited(self.bill)
        self.come_back(debit, "AM04")
        before = (self.Return.search_count([]), self.File.search_count([]), self.env["account.move"].search_count([]))
        with self.assertRaisesRegex(UserError, "already recorded"):
            self.came_back(debit, "AM04")
        self.assertEqual((self.Return.search_count([]), self.File.search_count([]), self.env["account.move"].search_count([])), before)

    def test_notice_and_statement_of_the_same_return_count_once(self):
        debit = self.debited(self.bill)
        self.come_back(debit, "AM04")
        with self.assertRaisesRegex(UserError, "already recorded"):
            self.came_back(debit, "AM04", message="STATEMENT-7")

    def test_known_and_new_returns_in_one_file(self):
        other = self.invoice(self.debtor("Boulangerie Croustibelle"), "2026-11-27", 100)
        self.mandate(other.partner_id)
        collection = self.collection()
        known, fresh = self.debit(self.bill, collection), self.debit(other, collection)
        collection.sudo()._book()
        self.come_back(known, "AM04")
        entries = [bank_answers.entry(debit.end_to_end, debit.amount, "AM04") for debit in known | fresh]
        file = self.read_file(bank_answers.notice(*entries, message="NOT-2"))
        self.assertEqual(sorted(file.return_ids.mapped("state")), ["duplicate", "to_apply"])
        self.assertEqual((file.known_count, file.found_count, file.amount), (1, 1, 100))
        file.action_apply()
        self.assertEqual((self.bill.amount_residual, other.amount_residual), (960, 100))
        self.assertEqual(len(known.return_ids.filtered("move_id")), 1)

    def test_a_file_that_is_read_and_waits_is_known_too(self):
        debit = self.debited(self.bill)
        self.came_back(debit, "AM04")
        with self.assertRaisesRegex(UserError, "already recorded"):
            self.came_back(debit, "AM04")

    def test_a_file_that_was_discarded_may_be_read_again(self):
        debit = self.debited(self.bill)
        self.came_back(debit, "AM04").file_id.action_discard()
        self.assertEqual(self.came_back(debit, "AM04").state, "to_apply")

    def test_an_applied_file_is_not_discarded(self):
        row = self.come_back(self.debited(self.bill), "AM04")
        with self.assertRaisesRegex(UserError, "applied"):
            row.file_id.action_discard()

    # -- matching -------------------------------------------------------------------------------------------------------------

    def test_without_our_reference_mandate_and_amount_tell_the_debit(self):
        debit = self.debited(self.bill)
        row = self.read_file(bank_answers.notice(bank_answers.entry("NOTPROVIDED", 960, "AM04", self.signed.reference))).return_ids
        self.assertEqual((row.match, row.debit_id), ("mandate", debit))

    def test_two_debits_alike_are_told_apart_by_their_day(self):
        old = self.debited(self.invoice(self.garage, "2026-08-27", 960), "2026-09-01", "PRLV/2026/000")
        debit = self.debited(self.bill)
        row = self.read_file(bank_answers.notice(bank_answers.entry("NOTPROVIDED", 960, "AM04", self.signed.reference))).return_ids
        self.assertEqual(row.debit_id, debit)
        self.assertNotEqual(row.debit_id, old)

    def test_less_than_the_debit_is_another_thing(self):
        self.debited(self.bill)
        row = self.read_file(bank_answers.notice(bank_answers.entry("PRLV-2026-001-00000", 500, "AM04"))).return_ids
        self.assertEqual((row.match, row.debit_id.id), ("none", False))

    def test_a_debit_that_nobody_finds_waits_for_a_person(self):
        debit = self.debited(self.bill)
        row = self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 960, "AM04"))).return_ids
        self.assertEqual(row.match, "none")
        with self.assertRaisesRegex(UserError, "No debit of this file was found"):
            row.file_id.action_apply()
        wizard = self.env["sepa.return.match"].create({"return_id": row.id, "debit_id": debit.id})
        self.assertIn(debit, wizard.candidate_ids)
        wizard.action_confirm()
        self.assertEqual((row.match, row.mandate_effect), ("hand", "keep"))
        row.action_apply()
        self.assertEqual(self.bill.amount_residual, 960)

    def test_a_debit_that_came_back_is_no_candidate(self):
        debit = self.debited(self.bill)
        self.come_back(debit, "AM04")
        row = self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 960, "AM04"), message="NOT-2")).return_ids
        with self.assertRaisesRegex(UserError, "cannot have come back"):
            self.env["sepa.return.match"].create({"return_id": row.id, "debit_id": debit.id}).action_confirm()

    def test_what_is_not_ours_is_left_aside(self):
        row = self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 960, "AM04"))).return_ids
        row.action_ignore()
        self.assertEqual(row.state, "ignored")
        with self.assertRaisesRegex(UserError, "already recorded"):
            self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 960, "AM04")))

    def test_a_file_rejected_whole_rejects_each_of_its_debits(self):
        other = self.invoice(self.debtor("Boulangerie Croustibelle"), "2026-11-27", 100)
        self.mandate(other.partner_id)
        collection = self.collection()
        debits = self.debit(self.bill, collection) | self.debit(other, collection)
        file = self.read_file(bank_answers.rejects(original=collection.message_id, status="FF01"))
        self.assertEqual(file.return_ids.debit_id, debits)
        file.action_apply()
        self.assertEqual(set(debits.mapped("state")), {"rejected"})

    def test_a_group_rejected_whole_rejects_its_debits_only(self):
        other = self.invoice(self.debtor("Boulangerie Croustibelle"), "2026-11-27", 100)
        self.mandate(other.partner_id)
        collection = self.collection()
        first, second = self.debit(self.bill, collection, sequence="FRST"), self.debit(other, collection)
        file = self.read_file(bank_answers.rejects(original=collection.message_id, group="DT01"))
        self.assertEqual(file.return_ids.debit_id, first, "FRST is the first group of the file")
        self.assertEqual(second.state, "presented")

    def test_a_group_that_the_file_rejects_again_and_again_is_read_once(self):
        debit, data = self.debit(self.bill, self.collection()), bank_answers.rejects(group="DT01")
        group = data[data.index(b"<OrgnlPmtInfAndSts>"):data.index(b"</CstmrPmtStsRpt>")]
        file = self.read_file(data.replace(group, group * 50))
        self.assertEqual((len(file.return_ids), file.return_ids.debit_id), (1, debit))

    def test_a_file_rejected_whole_that_is_not_ours_waits_for_a_person(self):
        row = self.read_file(bank_answers.rejects(original="ANOTHER-PROGRAM", status="FF01")).return_ids
        self.assertEqual((row.match, row.reason_code), ("none", "FF01"))

    def test_a_payment_that_the_accountant_took_back_is_not_taken_back_twice(self):
        debit = self.debited(self.bill)
        debit.payment_id.sudo().action_draft()
        self.assertEqual(self.bill.amount_residual, 0, "core keeps a draft matched")
        row = self.come_back(debit, "AM04")
        self.assertEqual((self.bill.amount_residual, row.move_id.id), (960, False))

    def test_a_debit_that_ended_otherwise_before_its_file_was_applied_is_left_as_it_is(self):
        debit = self.debited(self.bill)
        row = self.came_back(debit, "AM04")
        debit.sudo()._end("returned", row.booked_on)
        row.action_apply()
        self.assertEqual((row.state, row.move_id.id, self.bill.amount_residual), ("duplicate", False, 0))

    def test_a_return_without_its_debit_is_not_applied(self):
        row = self.read_file(bank_answers.notice(bank_answers.entry("SOMETHING", 960, "AM04"))).return_ids
        with self.assertRaisesRegex(UserError, "Say first which debit came back"):
            row.action_apply()

    def test_a_debit_that_its_reference_tells_is_not_chosen_by_hand(self):
        debit = self.debited(self.bill)
        row = self.came_back(debit, "AM04")
        with self.assertRaisesRegex(UserError, "known already"):
            row._set_debit(debit)

    def test_what_is_not_applied_cannot_be_dealt_with(self):
        row = self.came_back(self.debited(self.bill), "AM04")
        with self.assertRaisesRegex(UserError, "Apply the return first"):
            row.action_handled()

    def test_a_code_that_nobody_knows_is_kept_as_it_came(self):
        row = self.come_back(self.debited(self.bill), "ZZ99")
        self.assertEqual((row.reason_code, row.reason_id.id, row.fault, self.signed.state), ("ZZ99", False, 0, "active"))
        self.assertEqual(self.holds(self.bill, "2026-12-04"), ["returned"])

    # -- files that are refused -----------------------------------------------------------------------------------------------

    def test_a_bad_file_is_refused_whole_with_a_sentence(self):
        for data, sentence in (
            (b"PK\x03\x04", "line 1 is not XML"),
            (b"", "empty"),
            (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
            (b"<a/>", "ISO 20022"),
            (bank_answers.notice(bank_answers.entry("X", 1, "AM04")).replace(b'"EUR">1.00', b'"EUR">many'), "no amount"),
            (bank_answers.rejects(bank_answers.reject("X", 1, "AM04")).replace(b"CstmrPmtStsRpt", b"Other"), "missing"),
        ):
            whole = f"Not a bank return we can read: .*{sentence}.*Nothing was changed"
            with self.subTest(sentence), self.assertRaisesRegex(UserError, whole):
                self.read_file(data)
        self.assertFalse(self.File.search([]))
        self.assertFalse(self.Return.search([]))

    def test_a_file_without_a_return_changes_nothing(self):
        with self.assertRaisesRegex(UserError, "No debit came back in this file"):
            self.read_file(bank_answers.notice(bank_answers.credit()))

    def test_the_table_tells_where_the_file_came_from(self):
        file = self.came_back(self.debited(self.bill), "AM04").file_id
        self.assertEqual((file.company_id, file.kind, file.message_id), (self.company, "camt.054", "NOT-1"))
        self.assertEqual(len(file.sha256), 64)

    def test_the_words_of_a_bank_are_kept_without_the_account_numbers_in_them(self):
        debit = self.debit(self.bill, self.collection())
        reject = bank_answers.reject(debit.end_to_end, 960, "AC04").replace(
            "</StsRsnInf>", "<AddtlInf>Account FR76 3000 6000 0112 3456 7890 189 is closed</AddtlInf></StsRsnInf>"
        )
        self.assertEqual(self.read_file(bank_answers.rejects(reject)).return_ids.text, "Account FR76…189 is closed")

    def test_a_file_of_another_creditor_is_refused_though_its_references_are_ours(self):
        debit = self.debited(self.bill)
        entry = bank_answers.entry(debit.end_to_end, 960, "AM04", self.signed.reference)
        with self.assertRaisesRegex(UserError, "account FR14 •••• 2606, which is none of the banks of"):
            self.read_file(bank_answers.notice(entry, account=OTHER_IBAN))

    def test_an_amount_in_another_currency_is_for_a_person_to_look_at(self):
        debit = self.debited(self.bill)
        entry = bank_answers.entry(debit.end_to_end, 1000, "AM04", self.signed.reference).replace('Ccy="EUR"', 'Ccy="CHF"')
        row = self.read_file(bank_answers.notice(entry)).return_ids
        self.assertEqual((row.match, row.debit_id.id, row.fee), ("none", False, 0))

    def test_a_file_of_the_bank_of_our_other_company_touches_no_debit_of_this_one(self):
        other = self.setup_other_company()
        account = {"acc_number": "FR1420041010050500013M02606", "partner_id": other["company"].partner_id.id}
        other["default_journal_bank"].bank_account_id = self.env["res.partner.bank"].create(account)
        debit = self.debited(self.bill)
        entry = bank_answers.entry(debit.end_to_end, 960, "AM04", self.signed.reference)
        File = self.File.with_context(allowed_company_ids=(self.company + other["company"]).ids).sudo()
        file = File._read("returns.xml", bank_answers.notice(entry, account=account["acc_number"]))
        self.assertEqual((file.company_id, file.return_ids.debit_id.id), (other["company"], False))
