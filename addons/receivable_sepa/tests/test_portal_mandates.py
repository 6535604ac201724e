from datetime import timedelta

from odoo.tests import tagged

from .portal_common import MandatePortalCase

HOME = "/my/mandates"


@tagged("post_install", "-at_install")
class TestPortalMandates(MandatePortalCase):
    """A customer sees their own mandates and debits, takes a mandate back, contests a debit. Nobody else sees anything of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coming = cls.debit(cls.bill)
        cls.past = cls.debit(cls.invoice(cls.garage, cls.today - timedelta(days=20), 450), state="booked")

    def page(self, path=HOME, user=None):
        self.sign_in(user or self.gaston)
        return self.url_open(path).text

    # -- looking --------------------------------------------------------------------------------------------------------------

    def test_the_customer_sees_mandate_masked_account_coming_and_past_debits(self):
        page = self.page()
        for words in (self.signed.reference, "FR76 •••• 0189", "960.00", "450.00", self.bill.name, "Announced", "Debited"):
            with self.subTest(words=words):
                self.assertIn(words, page)

    def test_whoever_has_an_account_that_takes_no_debit_may_sign_for_another_one(self):
        reasons = self.env["sepa.return.reason"].search([("code", "in", ("AM04", "AC04"))]).grouped("code")
        self.signed._suspend("Account closed.")
        row = self.env["sepa.return"].sudo().create({
            "company_id": self.company.id, "currency_id": self.env.ref("base.EUR").id, "debit_id": self.past.id, "fingerprint": "1",
            "booked_on": self.today, "applied_on": self.today, "state": "applied", "reason_id": reasons["AM04"].id, "reason_code": "AM04",
        })  # fmt: skip
        self.assertNotIn(f"{HOME}/new", self.page(f"{HOME}/{self.signed.id}"), "another account changes nothing about an empty one")
        row.write({"reason_id": reasons["AC04"].id, "reason_code": "AC04"})
        self.assertIn(f'{HOME}/new"', self.page(f"{HOME}/{self.signed.id}"))
        self.assertIn("Your account (IBAN)", self.page(f"{HOME}/new"))

    def test_no_page_tells_the_whole_account_number(self):
        for path in (HOME, f"{HOME}/{self.signed.id}", f"{HOME}/debit/{self.coming.id}/contest"):
            with self.subTest(path=path):
                self.assertNotIn("30006000011234567890189", self.page(path).replace(" ", ""))

    def test_pages_stay_in_no_cache(self):
        self.sign_in(self.gaston)
        headers = self.url_open(HOME).headers
        self.assertEqual((headers["Referrer-Policy"], headers["Cache-Control"]), ("no-referrer", "no-store"))

    def test_another_customer_sees_nothing_of_it(self):
        for path in (HOME, f"{HOME}/{self.signed.id}", f"{HOME}/{self.signed.id}/document", f"{HOME}/debit/{self.coming.id}/contest"):
            with self.subTest(path=path):
                page = self.page(path, self.paul)
                self.assertNotIn(self.signed.reference, page)
                self.assertNotIn(self.bill.name, page)

    def test_an_anonymous_visitor_is_sent_to_the_login_and_back(self):
        self.authenticate(None, None)
        for path in (HOME, f"{HOME}/{self.signed.id}", f"{HOME}/new", f"{HOME}/{self.signed.id}/account"):
            with self.subTest(path=path):
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                self.assertIn(f"/web/login?redirect={path}", answer.headers["Location"])

    def test_a_mandate_of_another_company_is_not_shown_to_a_visitor_of_this_one(self):
        theirs = self.env["sepa.mandate"].create({"partner_id": self.garage.id, "company_id": self.other_company.id})
        theirs.sudo().state = "sent"
        self.assertNotIn(theirs.reference, self.page())
        self.assertNotIn(theirs.reference, self.page(f"{HOME}/{theirs.id}"))

    def test_a_draft_of_ours_is_not_shown(self):
        draft = self.draft_mandate(self.garage)
        self.assertNotIn(draft.reference, self.page())

    def test_the_mandates_of_a_payer_who_is_archived_are_not_shown(self):
        self.garage.active = False
        self.assertNotIn(self.signed.reference, self.page())
        self.assertNotIn("Pay by direct debit", self.page())

    def test_a_debit_that_is_only_planned_is_not_told_yet(self):
        self.coming.state = "planned"
        page = self.page()
        self.assertNotIn("960.00", page)
        self.assertIn("No debit is announced", page)

    def test_the_first_page_of_the_portal_counts_mandates_and_signatures(self):
        self.sign_in(self.gaston)
        counters = {"counters": ["sepa_mandate_count", "sepa_to_sign_count"]}
        self.assertEqual(self.call("/my/counters", **counters), {"sepa_mandate_count": 1, "sepa_to_sign_count": 0})
        self.sent(self.garage)
        self.assertEqual(self.call("/my/counters", **counters), {"sepa_mandate_count": 2, "sepa_to_sign_count": "1 mandate to sign"})

    def test_who_has_no_mandate_is_offered_one_and_who_has_one_is_not(self):
        self.assertIn("Pay by direct debit", self.page(user=self.paul))
        self.assertNotIn("Pay by direct debit", self.page())

    def test_a_company_that_does_not_collect_offers_nothing(self):
        self.company.sepa_ics = False
        self.assertIn("not possible at the moment", self.page(user=self.paul))
        self.assertNotIn("Account holder", self.page(f"{HOME}/new", self.paul))

    def test_more_debits_cost_no_more_queries(self):
        def queries():
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.url_open(HOME)
            return self.env.cr.sql_log_count - before

        self.sign_in(self.gaston)
        queries()
        few = queries()
        for days in range(8):
            self.debit(self.invoice(self.garage, self.today + timedelta(days=days), 10))
        self.assertEqual(queries(), few)

    # -- the document -----------------------------------------------------------------------------------------------------------

    def test_the_signed_document_is_a_file_to_save(self):
        self.signed._store_document(b"%PDF-1.4 signed", "pdf")
        self.sign_in(self.gaston)
        answer = self.url_open(f"{HOME}/{self.signed.id}/document")
        self.assertEqual(answer.content, b"%PDF-1.4 signed")
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_without_a_document_there_is_none_to_take(self):
        self.sign_in(self.gaston)
        self.assertTrue(self.url_open(f"{HOME}/{self.signed.id}/document").url.endswith(HOME))

    # -- taking it back ---------------------------------------------------------------------------------------------------------

    def revoke(self, user=None, mandate=None):
        self.sign_in(user or self.gaston)
        return self.post(f"{HOME}/{(mandate or self.signed).id}/revoke")

    def test_the_page_says_before_what_stays_due(self):
        page = self.page(f"{HOME}/{self.signed.id}")
        self.assertRegex(page, r"2 invoices, .*1,410\.00")
        self.assertNotIn("is at the bank already", page)

    def test_what_the_bank_debits_still_is_told_and_is_not_asked_for_a_second_time(self):
        self.coming.state = "presented"
        page = self.page(f"{HOME}/{self.signed.id}")
        self.assertRegex(page, r"1 invoice, .*450\.00")
        self.assertRegex(page, r"The debit of .*960\.00.*is at the bank already")

    def test_a_mandate_is_revoked_once_and_who_did_it_is_known(self):
        for _time in range(2):
            self.assertIn("Your mandate is revoked", self.revoke().text)
        self.assertEqual((self.signed.state, self.signed.closed_why), ("closed", "Revoked by Gaston on the portal."))
        self.assertIn("Ended", self.page(f"{HOME}/{self.signed.id}"))

    def test_after_it_nothing_is_announced_but_what_the_bank_debits_still(self):
        self.revoke()
        self.assertIn("No debit is announced", self.page())
        self.coming.state = "presented"
        self.assertIn("Given to the bank", self.page())

    def test_opening_the_address_of_revoking_changes_nothing(self):
        self.sign_in(self.gaston)
        self.url_open(f"{HOME}/{self.signed.id}/revoke")
        self.assertEqual(self.signed.state, "active")

    def test_a_stranger_revokes_nothing(self):
        self.revoke(self.paul)
        self.authenticate(None, None)
        self.post(f"{HOME}/{self.signed.id}/revoke")
        self.assertEqual(self.signed.state, "active")

    def test_a_form_without_its_token_is_refused(self):
        self.sign_in(self.gaston)
        self.assertEqual(self.url_open(f"{HOME}/{self.signed.id}/revoke", data={"x": "y"}).status_code, 400)
        self.assertEqual(self.signed.state, "active")

    def test_who_sends_form_after_form_is_asked_to_wait(self):
        for _time in range(30):
            self.env["receivable.portal.count"]._within("mandate", f"user {self.gaston.id}", 30, hours=1)
        self.assertIn("That was a lot at once", self.revoke().text)
        self.assertEqual(self.signed.state, "active")

    # -- contesting -------------------------------------------------------------------------------------------------------------

    def test_an_announced_debit_is_contested_until_its_file_leaves(self):
        page = self.page(f"{HOME}/debit/{self.coming.id}/contest")
        self.assertIn("it is taken out of this debit", page)
        self.assertIn(self.company.name, page)
        self.coming.state = "presented"
        self.assertNotIn("it is taken out of this debit", self.page(f"{HOME}/debit/{self.coming.id}/contest"))

    def test_a_debit_that_came_back_is_not_contested(self):
        self.past.state = "returned"
        self.assertNotIn("Contest a debit", self.page(f"{HOME}/debit/{self.past.id}/contest"))
        self.assertNotIn(f"/debit/{self.past.id}/contest", self.page())

    def test_the_right_to_a_refund_is_told_for_core_debits_within_eight_weeks(self):
        words = "ask your bank to refund"
        self.assertIn(words, self.page(f"{HOME}/debit/{self.past.id}/contest"))
        self.past.scheme = "B2B"
        self.assertNotIn(words, self.page(f"{HOME}/debit/{self.past.id}/contest"))
        self.past.write({"scheme": "CORE", "date": self.today - timedelta(days=60)})
        self.assertNotIn(words, self.page(f"{HOME}/debit/{self.past.id}/contest"))
