from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.tests.common import GERMAN_IBAN, IBAN, ICS, OTHER_IBAN, SepaCase


@tagged("post_install", "-at_install")
class TestMandate(SepaCase):
    """A mandate from its draft to its end, in the office."""

    # -- drafts ---------------------------------------------------------------------------------------------------------------

    def test_a_draft_takes_a_reference_the_address_and_the_creditor_by_itself(self):
        draft = self.draft_mandate(self.debtor("Boulangerie Croustibelle", lang=False))
        self.assertRegex(draft.reference, r"^RUM-\d{4}-\d{5}$")
        self.assertEqual((draft.street, draft.zip, draft.city, draft.country_id.code), ("3 rue des Essieux", "67000", "Strasbourg", "FR"))
        self.assertEqual((draft.creditor_name, draft.creditor_identifier, draft.state), ("Lunaprès Mobilier", ICS, "draft"))

    def test_a_contact_of_the_payer_makes_a_mandate_of_the_payer(self):
        contact = self.env["res.partner"].create({"name": "Camille Martin", "parent_id": self.garage.id})
        self.assertEqual(self.draft_mandate(contact).partner_id, self.garage)

    def test_without_a_creditor_identifier_there_is_no_mandate(self):
        self.company.sepa_ics = False
        with self.assertRaisesRegex(UserError, "Enter the creditor identifier"):
            self.draft_mandate(self.garage)

    def test_a_reference_is_used_once_whatever_its_letters_look_like(self):
        self.draft_mandate(self.garage, reference="Rum-1")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.draft_mandate(self.garage, reference="RUM-1")
            self.env.flush_all()

    def test_a_reference_that_banks_refuse_is_told(self):
        for text in ("RUM 1", "/ABC", "A//B", "A" * 36, "RUM_1"):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, "cannot be a mandate reference"), self.env.cr.savepoint():
                self.draft_mandate(self.garage, reference=text)

    def test_a_private_person_signs_no_mandate_between_companies(self):
        person = self.debtor("Mme Démo Paravent", is_company=False, payer_kind="person")
        with self.assertRaisesRegex(ValidationError, "for companies only"):
            self.draft_mandate(person, scheme="B2B")

    def test_the_form_speaks_the_language_of_the_payer_else_english(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.debtor("Möbelhaus Wolkenkuckuck GmbH", lang="de_DE")
        self.assertEqual(self.draft_mandate(german).lang, "de")
        self.assertEqual(self.draft_mandate(self.debtor("Nobody", lang=False)).lang, "en")

    def test_a_draft_may_be_deleted_what_was_signed_is_kept(self):
        self.draft_mandate(self.garage).unlink()
        with self.assertRaisesRegex(UserError, "Close it instead"):
            self.signed.unlink()

    # -- the account ----------------------------------------------------------------------------------------------------------

    def test_the_account_number_is_masked_and_nobody_reads_it(self):
        self.assertEqual((self.signed.iban_masked, self.signed.iban_entry), ("FR76 •••• 0189", False))
        self.assertEqual(self.signed._iban(), IBAN)
        with self.assertRaises(AccessError):
            self.signed.with_user(self.env.user).read(["iban"])
        with self.assertRaises(AccessError):
            self.signed.with_user(self.env.user).search([("iban", "=", IBAN)])
        self.assertNotIn(IBAN, str(self.signed.with_user(self.env.user).read()))
        self.assertNotIn("iban", self.signed.with_user(self.env.user).fields_get())

    def test_an_account_number_is_checked_while_it_is_typed(self):
        form = Form(self.env["sepa.mandate"])
        form.partner_id = self.garage
        with self.assertLogs("odoo.tests.form.onchange", level="WARNING") as logs:
            form.iban_entry = "FR76 3000 6000 0112 3456 7890 188"
        self.assertIn("wrong digit", logs.output[0])

    def test_a_wrong_account_number_is_not_stored(self):
        for text, sentence in {
            "FR7630006000011234567890188": "check digits do not match",
            "FR8420041010050500013M02607": "key of the French account number",
            "FR76": "not the length",
            "SA0380000000608010167519": "take no part",
            "ZZ": "two letters of a country",
            "FR76-30006": "letters and digits only",
        }.items():
            with self.subTest(text), self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                self.draft_mandate(self.garage, iban_entry=text)

    def test_a_wrong_bank_code_is_told(self):
        with self.assertRaisesRegex(UserError, "is no BIC"):
            self.draft_mandate(self.garage, bic="AGRIFRPPXX")

    def test_the_account_of_a_signed_mandate_is_amended_not_written_over(self):
        with self.assertRaisesRegex(UserError, "amend the mandate"):
            self.signed.iban_entry = OTHER_IBAN

    def test_who_manages_direct_debits_sees_the_number_and_it_is_written_down(self):
        shown = self.signed.action_show_iban()
        self.assertIn("FR76 3000 6000 0112 3456 7890 189", shown["params"]["message"])
        look = self.signed.look_ids
        self.assertEqual((look.user_id, look.where), (self.env.user, "on the screen"))

    def test_there_is_nothing_to_see_before_the_customer_has_entered_it(self):
        with self.assertRaisesRegex(UserError, "No account is known yet"):
            self.draft_mandate(self.garage, iban_entry=False).action_show_iban()

    def test_a_collector_never_sees_the_number(self):
        collector = new_test_user(self.env, "colette", groups="receivable.group_receivable_user", company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.signed.with_user(collector).action_show_iban()
        self.assertFalse(self.signed.look_ids)

    # -- what was signed ------------------------------------------------------------------------------------------------------

    def test_what_was_signed_is_not_changed(self):
        for values in ({"scheme": "B2B"}, {"reference": "NEW"}, {"holder": "Somebody"}, {"partner_id": self.debtor("Other").id}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "not changed"):
                self.signed.write(values)
        for values in ({"state": "draft"}, {"signed_on": "2020-01-01"}, {"creditor_name": "Somebody"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Use the buttons"):
                self.signed.write(values)
        for values in ({"state": "active"}, {"creditor_identifier": "FR33ZZZ8A1B2C"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Use the buttons"):
                self.draft_mandate(self.garage, **values)

    def test_limits_are_never_negative(self):
        for values in ({"max_amount": -1}, {"notice_days": -1}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "cannot be negative"), self.env.cr.savepoint():
                self.signed.write(values)

    def test_the_limits_may_change_at_any_time(self):
        self.signed.write({"max_amount": 500, "notice_days": 5, "city": "Colmar"})
        self.assertEqual(self.signed.max_amount, 500)

    def test_a_paper_is_recorded_with_its_scan(self):
        draft = self.draft_mandate(self.garage, iban_entry=False)
        paper = Form.from_action(self.env, draft.action_ask_paper())
        paper.signed_on, paper.place, paper.signer_name = "2026-03-01", "Strasbourg", "Camille Martin"
        paper.iban_entry = GERMAN_IBAN
        paper.scan = "JVBERi0xLjQgc2Nhbg=="  # %PDF-1.4 scan
        with self.on("2026-03-02"):
            paper.save().action_confirm()
        self.assertEqual((draft.state, draft.iban_masked, draft.signature_kind), ("active", "DE89 •••• 3000", "paper"))
        content, name = draft._document_for("in a test")
        self.assertEqual((content, name), (b"%PDF-1.4 scan", f"{draft.reference}.pdf"))

    def test_a_scan_that_is_something_else_is_refused(self):
        draft = self.draft_mandate(self.garage)
        with self.assertRaisesRegex(UserError, "no PDF, JPEG or PNG"):
            draft._record_paper("2026-01-15", scan=b"<html>")
        self.assertEqual(draft.state, "draft")

    def test_nobody_signs_tomorrow(self):
        with self.on("2026-01-15"), self.assertRaisesRegex(UserError, "a day to come"), self.env.cr.savepoint():
            self.draft_mandate(self.garage)._activate("2026-01-16")

    def test_a_mandate_without_an_account_is_not_active(self):
        with self.assertRaisesRegex(UserError, "Enter the account number"):
            self.draft_mandate(self.garage, iban_entry=False)._activate("2026-01-15")

    # -- stops and ends -------------------------------------------------------------------------------------------------------

    def stop(self, what, why):
        action = getattr(self.signed, f"action_ask_{what}")()
        wizard = Form.from_action(self.env, action)
        wizard.why = why
        wizard.save().action_confirm()

    def test_a_mandate_is_suspended_with_its_reason_and_resumed(self):
        self.stop("suspend", "Account blocked.")
        self.assertEqual((self.signed.state, self.signed.suspended_why), ("suspended", "Account blocked."))
        self.assertEqual(self.signed.warning_text, "Suspended (Account blocked): nothing is debited until it is resumed.")
        self.assertFalse(self.env["sepa.mandate"]._usable(self.company, self.garage.ids, self.signed.signed_on))
        self.signed.action_resume()
        self.assertEqual((self.signed.state, self.signed.suspended_why), ("active", False))

    def test_a_closed_mandate_stays_closed(self):
        with self.on("2026-02-01"):
            self.stop("close", "They asked by telephone.")
        self.assertEqual((self.signed.state, str(self.signed.closed_on)), ("closed", "2026-02-01"))
        for again in (self.signed.action_resume, lambda: self.signed._suspend("x"), lambda: self.signed._activate("2026-02-01")):
            with self.assertRaisesRegex(UserError, "is: Closed. Nothing was changed."):
                again()

    def test_mandates_of_another_system_are_imported_active_with_their_last_use(self):
        names = ["partner_id/.id", "reference", "iban_entry", "signed_on", "used_elsewhere_on", "recurrence"]
        rows = [
            [str(self.garage.id), "OLD-1", OTHER_IBAN, "2023-05-02", "2025-11-05", "recurrent"],
            [str(self.garage.id), "OLD-2", GERMAN_IBAN, "2024-05-02", "", "recurrent"],
        ]
        found = self.env["sepa.mandate"].load(names, rows)
        self.assertFalse(found["messages"])
        used, unused = self.env["sepa.mandate"].browse(found["ids"])
        self.assertEqual((used.state, used.iban_masked, str(used.last_collected_on)), ("active", "FR14 •••• 2606", "2025-11-05"))
        self.assertEqual((str(used.expires_on), used._next_sequences(1, first_as_frst=True)), ("2028-11-05", ["RCUR"]))
        self.assertEqual((unused.last_collected_on, unused._next_sequences(1, first_as_frst=True)), (False, ["FRST"]))

    def test_a_collector_brings_no_signed_mandate(self):
        collector = new_test_user(self.env, "colette", groups="receivable.group_receivable_user", company_id=self.company.id)
        with self.assertRaisesRegex(AccessError, "manage direct debits"):
            self.env["sepa.mandate"].with_user(collector).create({
                "partner_id": self.garage.id, "iban_entry": IBAN, "signed_on": "2026-01-15",
            })  # fmt: skip

    def test_the_number_typed_in_a_window_is_not_kept(self):
        self.env["sepa.mandate.amend"].create({"sepa_mandate_id": self.signed.id, "iban_entry": OTHER_IBAN}).action_confirm()
        self.env["sepa.mandate.paper"].create({
            "sepa_mandate_id": self.draft_mandate(self.garage, iban_entry=False).id, "iban_entry": OTHER_IBAN,
        }).action_confirm()  # fmt: skip
        for model in ("sepa.mandate.amend", "sepa.mandate.paper"):
            self.assertFalse(self.env[model].search_count([]))

    def test_a_scan_that_is_too_large_is_refused(self):
        with self.assertRaisesRegex(UserError, "larger than 10 MB"):
            self.draft_mandate(self.garage)._record_paper("2026-01-15", scan=b"%PDF-" + bytes(10 * 1024 * 1024))

    def test_the_timeline_tells_when_a_mandate_was_signed_and_closed(self):
        with self.on("2026-02-01"):
            self.signed._close("x")
        told = {line.text: str(line.when) for line in self.garage._receivable_timeline(self.company)}
        self.assertEqual(told[f"Mandate {self.signed.reference} signed."], "2026-01-15")
        self.assertEqual(told[f"Mandate {self.signed.reference}: Closed."], "2026-02-01")

    def test_the_payer_screen_says_by_which_mandate_they_pay(self):
        with self.on("2026-02-01"):
            texts = [line.text for line in self.garage._receivable_standing(self.company, self.signed._today())]
        self.assertIn(f"Pays by direct debit: mandate {self.signed.reference}, account FR76 •••• 0189.", texts)
        self.assertEqual(self.garage.sepa_mandate_count, 1)
        self.assertEqual(self.env["sepa.mandate"].search(self.garage.action_sepa_mandates()["domain"]), self.signed)
        new = Form.from_action(self.env, self.garage.action_sepa_new_mandate())
        self.assertEqual(new.partner_id, self.garage)
