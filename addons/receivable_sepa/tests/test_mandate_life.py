from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.logic.pain008 import Amendment
from odoo.addons.receivable_sepa.tests.common import GERMAN_IBAN, IBAN, OTHER_IBAN, SepaCase

OTHER_ICS = "FR33ZZZ8A1B2C"


@tagged("post_install", "-at_install")
class TestMandateLife(SepaCase):
    """Used, lapsed, amended: what the debits say about a mandate, and what the next debit says to a bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["sepa.mandate"]._today()

    def debit(self, date, state="presented", mandate=None, **values):
        """A debit of the mandate, as a collection has made it."""
        mandate = mandate or self.signed
        Collection, Debit = self.env["sepa.collection"].sudo(), self.env["sepa.debit"].sudo()
        collection = Collection.create({"journal_id": self.bank.id, "date": date, "currency_id": self.company.currency_id.id})
        return Debit.create({
            "collection_id": collection.id, "sepa_mandate_id": mandate.id, "partner_id": mandate.partner_id.id, "date": date, "amount": 100,
            "end_to_end": f"TEST-{Debit.search_count([])}-{date}", "state": state,
        } | values)  # fmt: skip

    def day(self, text):
        return self.env["sepa.mandate"]._fields["signed_on"].to_date(text)

    def usable(self, day, mandate=None):
        mandate = mandate or self.signed
        return self.env["sepa.mandate"]._usable(self.company, mandate.partner_id.ids, self.day(day)).get(mandate.partner_id.id)

    # -- use and expiry -------------------------------------------------------------------------------------------------------

    def test_a_mandate_never_used_lapses_36_months_after_its_signature(self):
        self.assertEqual((str(self.signed.expires_on), str(self.signed.warn_on)), ("2029-01-15", "2028-10-15"))
        self.assertEqual(self.usable("2029-01-15"), self.signed)
        self.assertFalse(self.usable("2029-01-16"))
        self.assertIn("36 months without a debit", self.signed._fault_on(self.day("2029-01-16")))

    def test_each_debit_presented_counts_even_if_it_came_back(self):
        for state in ("presented", "booked", "rejected", "returned"):
            with self.subTest(state):
                debit = self.debit("2026-11-27", state)
                self.assertEqual((str(self.signed.last_collected_on), str(self.signed.expires_on)), ("2026-11-27", "2029-11-27"))
                debit.state = "cancelled"
                self.assertFalse(self.signed.last_collected_on)
                self.assertEqual(str(self.signed.expires_on), "2029-01-15")

    def test_a_debit_only_planned_does_not_count(self):
        self.debit("2026-11-27", "planned")
        self.debit("2026-11-27", "notified")
        self.assertFalse(self.signed.last_collected_on)

    def night(self):
        self.env["sepa.mandate"].sudo()._cron_lapse()  # sudo: as the night runs it

    def test_the_night_ends_what_has_lapsed_and_nothing_else(self):
        old = self.mandate(self.debtor("Atelier Ancien"), signed_on="2023-02-01")
        with self.on("2026-02-01"):
            self.night()
            self.assertEqual(old.state, "active")
        with self.on("2026-02-02"):
            self.night()
        self.assertEqual((old.state, str(old.closed_on), self.signed.state), ("expired", "2026-02-02", "active"))

    def test_three_months_before_it_lapses_the_screen_says_so(self):
        with self.on("2028-10-14"):
            self.assertFalse(self.signed.expiry_near)
        self.signed.invalidate_recordset()
        with self.on("2028-10-15"):
            self.assertTrue(self.signed.expiry_near)
            self.assertIn("Ask for a new one", self.signed.warning_text)

    # -- which mandate may be used --------------------------------------------------------------------------------------------

    def test_the_latest_signed_of_several_mandates_is_used(self):
        self.mandate(self.garage, signed_on="2025-06-01")
        newer = self.mandate(self.garage, signed_on="2026-02-01")
        self.assertEqual(self.usable("2026-03-01"), newer)
        self.assertEqual(self.usable("2026-01-20"), self.signed)

    def test_a_mandate_between_companies_waits_for_the_bank_of_the_customer(self):
        b2b = self.mandate(self.debtor("Grossiste Cintre"), scheme="B2B")
        self.assertFalse(self.usable("2026-03-01", b2b))
        self.assertIn("Not debited yet", b2b.warning_text)
        b2b.b2b_registered = True
        self.assertEqual(self.usable("2026-03-01", b2b), b2b)
        b2b.partner_id.payer_kind = "person"
        self.assertFalse(self.usable("2026-03-01", b2b))
        self.assertIn("for companies only", b2b._fault_on(self.day("2026-03-01")))

    def test_a_one_off_mandate_is_used_once_and_again_if_the_bank_rejected_it(self):
        once = self.mandate(self.debtor("Client de passage"), recurrence="one_off")
        self.assertEqual(once._next_sequences(1), ["OOFF"])
        debit = self.debit("2026-03-02", mandate=once)
        self.assertFalse(self.usable("2026-04-01", once))
        self.assertIn("for one debit", once._fault_on(self.day("2026-04-01")))
        debit.state = "rejected"
        self.assertEqual(self.usable("2026-04-01", once), once)

    def test_the_sequence_follows_the_debits(self):
        self.assertEqual(self.signed._next_sequences(2), ["RCUR", "RCUR"])
        self.assertEqual(self.signed._next_sequences(2, first_as_frst=True), ["FRST", "RCUR"])
        debit = self.debit("2026-03-02")
        self.assertEqual(self.signed._next_sequences(1, first_as_frst=True), ["RCUR"])
        debit.state = "rejected"
        self.assertEqual(self.signed._next_sequences(1, first_as_frst=True), ["FRST"])
        self.signed.final_next = True
        self.assertEqual(self.signed._next_sequences(2), ["RCUR", "FNAL"])

    def test_a_mandate_of_another_company_is_not_used_here(self):
        other = self.setup_other_company(name="Company B")["company"]
        self.assertFalse(self.env["sepa.mandate"]._usable(other, self.garage.ids, self.day("2026-03-01")))

    def test_how_many_one_off_mandates_are_asked_makes_no_difference_to_the_queries(self):
        self.check_the_queries(recurrence="one_off")

    def test_how_many_payers_are_asked_makes_no_difference_to_the_queries(self):
        self.check_the_queries()

    def check_the_queries(self, **values):
        counts = []
        for size in (1, 2, 12):  # the first one fills caches
            mandates = self.env["sepa.mandate"].union(*(self.mandate(self.debtor(f"Payer {number}"), **values) for number in range(size)))
            for mandate in mandates:
                self.debit("2026-03-02", "rejected", mandate)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            usable = self.env["sepa.mandate"]._usable(self.company, mandates.partner_id.ids, self.day("2026-03-03"))
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(usable), size)
        self.assertEqual(counts[1], counts[2])

    # -- amendments -----------------------------------------------------------------------------------------------------------

    def amend(self, **values):
        wizard = Form.from_action(self.env, self.signed.action_ask_amend())
        for name, value in values.items():
            wizard[name] = value
        wizard.save().action_confirm()

    def test_a_new_account_is_told_by_the_next_debit(self):
        self.amend(iban_entry=OTHER_IBAN)
        pending = self.signed._pending_amendment()
        self.assertEqual((self.signed._iban(), self.signed.iban_masked), (OTHER_IBAN, "FR14 •••• 2606"))
        self.assertEqual(pending.summary, "Account: FR76 •••• 0189 → FR14 •••• 2606")
        self.assertEqual(pending._for_file(), Amendment(new_account=True))
        self.assertEqual(pending.told_text, "by the next debit")

    def test_a_change_is_told_once_and_again_while_that_debit_is_rejected(self):
        self.amend(iban_entry=OTHER_IBAN)
        debit = self.debit("2026-03-02", amendment_id=self.signed._pending_amendment().id)
        self.assertFalse(self.signed._pending_amendment())
        debit.state = "rejected"
        self.assertTrue(self.signed._pending_amendment())
        again = self.debit("2026-03-20", amendment_id=self.signed.amendment_ids.id)
        self.assertFalse(self.signed._pending_amendment())
        again.state = "returned"
        self.assertFalse(self.signed._pending_amendment(), "the bank of the customer knows it")

    def test_changes_before_the_next_debit_are_one_and_keep_what_the_bank_knows(self):
        self.amend(iban_entry=OTHER_IBAN)
        self.amend(iban_entry=GERMAN_IBAN)
        self.amend(what="reference", reference="RUM-NEW")
        self.assertEqual(len(self.signed.amendment_ids), 1)
        pending = self.signed._pending_amendment()
        self.assertIn("Account: FR76 •••• 0189 → DE89 •••• 3000", pending.summary)
        self.assertTrue(pending._for_file().old_reference.startswith("RUM-2"))

    def test_a_change_taken_back_is_none(self):
        self.amend(iban_entry=OTHER_IBAN)
        self.amend(iban_entry=IBAN)
        self.assertFalse(self.signed.amendment_ids)
        self.assertFalse(self.signed._pending_amendment())

    def test_a_change_after_the_debit_that_told_is_a_new_one(self):
        self.amend(iban_entry=OTHER_IBAN)
        self.debit("2026-03-02", amendment_id=self.signed._pending_amendment().id)
        self.amend(iban_entry=GERMAN_IBAN)
        self.assertEqual(len(self.signed.amendment_ids), 2)
        self.assertIn("FR14 •••• 2606 → DE89", self.signed._pending_amendment().summary)

    def test_a_former_reference_is_never_given_again(self):
        former = self.signed.reference
        self.amend(what="reference", reference="RUM-NEW")
        self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "never used twice"):
            self.draft_mandate(self.garage, reference=former.lower())

    def test_claims_taken_over_name_the_creditor_before(self):
        self.amend(what="creditor", old_creditor_name="Ateliers Merisier", old_creditor_identifier=OTHER_ICS)
        told = self.signed._pending_amendment()._for_file()
        self.assertEqual((told.old_creditor_name, told.old_creditor_identifier), ("Ateliers Merisier", OTHER_ICS))
        with self.assertRaisesRegex(UserError, "for whom it was signed"):
            self.amend(what="creditor")

    def test_a_new_account_lets_a_suspended_mandate_go_on(self):
        self.signed._suspend("AC04")
        self.amend(iban_entry=OTHER_IBAN)
        self.assertEqual(self.signed.state, "active")
        self.signed._suspend("AC04")
        self.amend(iban_entry=GERMAN_IBAN, resume=False)
        self.assertEqual(self.signed.state, "suspended")

    def test_a_mandate_that_is_over_is_not_amended(self):
        self.signed._close("x")
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self.amend(iban_entry=OTHER_IBAN)
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self.signed._change_account(OTHER_IBAN)

    # -- the creditor ---------------------------------------------------------------------------------------------------------

    def test_a_new_identifier_amends_what_is_signed_and_renames_what_is_not(self):
        draft = self.draft_mandate(self.garage)
        closed = self.mandate(self.debtor("Former client"))
        closed._close("x")
        self.company.write({"sepa_ics": OTHER_ICS.lower(), "sepa_creditor_name": "Lunaprès SAS"})
        told = self.signed._pending_amendment()._for_file()
        self.assertEqual((told.old_creditor_name, told.old_creditor_identifier), ("Lunaprès Mobilier", "FR72ZZZ123456"))
        self.assertEqual((draft.creditor_identifier, draft.creditor_name), (OTHER_ICS, "Lunaprès SAS"))
        self.assertFalse(draft.amendment_ids | closed.amendment_ids)
        self.assertEqual(closed.creditor_name, "Lunaprès Mobilier")

    def test_an_identifier_typed_wrong_and_corrected_tells_nobody(self):
        self.company.sepa_ics = OTHER_ICS
        self.company.sepa_ics = "FR72 ZZZ 123456"
        self.assertFalse(self.signed.amendment_ids)

    def test_a_wrong_identifier_is_told(self):
        for text, sentence in {
            "FR73ZZZ123456": "check digits", "FR41ZZZ1234567": "13 characters", "QQ50ZZZ1": "takes part in SEPA",
            "FR72-ZZZ": "letters and digits", "FRXXZZZ123456": "two digits",
        }.items():  # fmt: skip
            with self.subTest(text), self.assertRaisesRegex(ValidationError, sentence), self.env.cr.savepoint():
                self.company.sepa_ics = text

    def test_a_debit_is_always_announced_before(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.company.sepa_notice_days = 0
            self.env.flush_all()

    def test_the_settings_hold_the_creditor(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({"sepa_ics": OTHER_ICS, "sepa_notice_days": 10})
        settings.execute()
        self.assertEqual((self.company.sepa_ics, self.company.sepa_notice_days), (OTHER_ICS, 10))
