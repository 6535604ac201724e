from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.receivable_dispute.controllers.visitor import ACTS_PER_HOUR

from .portal_common import PortalCase

ENDED = "This link has expired"
RECEIPT = b"%PDF-1.7 a transfer"


@tagged("post_install", "-at_install")
class TestPortalPaid(PortalCase):
    """A customer says that an invoice is paid, with a reference or a proof; nothing is contested, and a person looks."""

    def claims(self, payer=None):
        return self.env["receivable.payment.claim"].sudo().search([("partner_id", "=", (payer or self.papyrus).id)])

    def send(self, base, move=None, **values):
        typed = {"paid_on": str(self.today - timedelta(days=2)), "amount": "890.00", "means": "transfer", "reference": "VIR 4711"}
        return self.post(f"{base}/paid/new/{self.line(move or self.late).id}", **(typed | values))

    def told(self, base=None, **values):
        self.send(base or self.sign_in(), **values)
        return self.claims()[:1]

    # -- saying it --------------------------------------------------------------------------------------------------------

    def test_it_is_told_with_a_proof_and_the_page_of_the_account_says_that_we_look(self):
        for base in self.own_visits():
            with self.subTest(base=base):
                answer = self.send(base, files={"files": ("receipt.pdf", RECEIPT, "application/pdf")})
                self.assertIn("We are looking for your payment", answer.text)
                claim = self.claims()
                self.assertEqual((claim.amount, claim.means, claim.reference, claim.state), (890, "transfer", "VIR 4711", "open"))
                self.assertEqual(claim.message_ids.attachment_ids.raw, RECEIPT)
                page = self.get(base).text
                self.assertIn("You told us that you paid on", page)
                self.assertIn("Payments that you told us of", page)
                self.assertEqual(self.papyrus._receivable_balance(self.company)[0].now, 1240, "no longer proposed for payment")
                self.assertNotIn(f"paid/new/{self.line(self.late).id}", page)
                claim.message_ids.unlink()
                claim.unlink()

    def test_it_opens_no_dispute_and_the_problem_page_leads_to_it(self):
        base = self.sign_in()
        reason = self.env.ref("receivable_dispute.reason_deja_reglee")
        reason.on_portal = True
        problem = f"{base}/problem/new/{self.line(self.late).id}"
        self.assertIn(f"/paid/new/{self.line(self.late).id}", self.get(problem).text)
        answer = self.post(problem, reason=reason.id, amount="890.00", text="I have paid")
        self.assertIn("Choose what is wrong", answer.text)
        self.told(base)
        self.assertFalse(self.env["receivable.dispute"].sudo().search([("partner_id", "=", self.papyrus.id)]))

    def test_who_said_it_is_the_person_signed_in_or_the_payer_of_the_link(self):
        self.assertEqual(self.told().contact_id, self.paul.partner_id)
        self.assertEqual(self.told(self.open_link(), move=self.soon).contact_id, self.papyrus)

    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(self):
        base = self.sign_in()
        for values, sentence in (
            ({"paid_on": ""}, "Choose a day"), ({"paid_on": "2026-13-40"}, "Choose a day"),
            ({"paid_on": str(self.today + timedelta(days=1))}, "Choose a day that has passed"),
            ({"amount": "9999"}, "At most"), ({"amount": "much"}, "Write an amount"), ({"amount": "0"}, "Write an amount"),
            ({"reference": " "}, "or add a proof"), ({"text": "x" * 5001}, "characters at most"),
            ({"files": {"files": ("evil.pdf", b"MZ\x90", "application/pdf")}}, "Only pictures and PDF"),
        ):  # fmt: skip
            with self.subTest(values=str(values)[:60]):
                answer = self.send(base, **({"reference": "Kept while I correct"} | values))
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
                self.assertIn('aria-invalid="true"', answer.text)
                if "reference" not in values:
                    self.assertIn("Kept while I correct", answer.text)
        self.assertFalse(self.claims())

    def test_a_proof_does_without_a_reference_and_an_unknown_way_is_otherwise(self):
        claim = self.told(reference="", means="gold", files={"files": ("receipt.pdf", RECEIPT, "application/pdf")})
        self.assertEqual((claim.reference, claim.means), (False, "other"))

    def test_only_the_part_that_they_name_waits(self):
        claim = self.told(amount="500")
        self.assertEqual(claim.amount, 500)

    def test_the_same_invoice_is_not_told_twice_at_a_time(self):
        base = self.sign_in()
        self.told(base)
        self.assertIn("just been paid or changed", self.get(f"{base}/paid/new/{self.line(self.late).id}").text)
        self.send(base)
        self.assertEqual(len(self.claims()), 1)

    def test_hostile_fields_are_told_a_sentence_or_shown_as_text(self):
        base = self.sign_in()
        claim = self.told(base, text="<script>alert(1)</script>\0", reference="<b>x</b>")
        page = self.get(f"{base}/paid/{claim.id}").text
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<b>x</b>", page)
        huge = "9" * 20
        for path in (f"paid/new/{huge}", f"paid/{huge}", f"paid/{huge}/file/1"):
            self.assertLess(self.get(f"{base}/{path}").status_code, 500)

    def test_form_after_form_is_asked_to_wait(self):
        base = self.sign_in()
        for _time in range(ACTS_PER_HOUR):
            self.env["receivable.portal.count"]._within("form", f"user {self.paul.id}", ACTS_PER_HOUR, hours=1)
        self.assertIn("a lot at once", self.send(base).text)
        self.assertFalse(self.claims())

    # -- whose it is ------------------------------------------------------------------------------------------------------

    def test_nobody_tells_it_of_the_invoice_of_another_customer_or_company(self):
        for base in self.own_visits():
            for move in (self.theirs, self.elsewhere):
                with self.subTest(base=base, move=move.name):
                    self.assertIn("just been paid or changed", self.get(f"{base}/paid/new/{self.line(move).id}").text)
                    self.send(base, move=move)
        self.assertFalse(self.claims() | self.claims(self.garage))

    def test_another_customer_reads_writes_withdraws_and_downloads_nothing(self):
        claim = self.told(text="Our own words", files={"files": ("receipt.pdf", RECEIPT, "application/pdf")})
        file = claim.message_ids.attachment_ids
        before = len(claim.message_ids)
        for base in self.strange_visits():
            with self.subTest(base=base):
                for path in (f"paid/{claim.id}", f"paid/{claim.id}/file/{file.id}"):
                    page = self.get(f"{base}/{path}")
                    self.assertNotIn("Our own words", page.text)
                    self.assertNotEqual(page.content, RECEIPT)
                self.post(f"{base}/paid/{claim.id}/write", text="Not mine")
                self.post(f"{base}/paid/{claim.id}/withdraw")
        self.assertEqual((claim.state, len(claim.message_ids)), ("open", before))

    def test_anonymous_expired_revoked_and_archived_tell_nothing(self):
        claim = self.told(move=self.soon, amount="10")
        base = self.open_link()
        access = self.access()

        def attempts():
            return [
                self.send(base), self.get(f"{base}/paid/{claim.id}"), self.post(f"{base}/paid/{claim.id}/write", text="x"),
                self.post(f"{base}/paid/{claim.id}/withdraw"), self.get(f"{base}/paid/{claim.id}/file/1"),
            ]

        for values in ({"expires_on": self.today - timedelta(days=1)}, {"expires_on": self.today, "revoked_on": self.today}):
            access.write(values)
            for answer in attempts():
                self.assertIn(ENDED, answer.text)
        access.revoked_on = False
        self.paul.active = False
        self.papyrus.active = False
        for answer in attempts():
            self.assertIn(ENDED, answer.text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.send("/my/balance").url)
        self.assertEqual((self.claims(), claim.state), (claim, "open"))

    def test_a_form_without_its_token_is_refused_and_reading_changes_nothing(self):
        base = self.sign_in()
        claim = self.told(base)
        for path in (f"paid/new/{self.line(self.soon).id}", f"paid/{claim.id}/write", f"paid/{claim.id}/withdraw"):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(f"{base}/{path}", data={"text": "x"}).status_code, 400)
        for path in ("write", "withdraw"):
            self.assertIn(self.get(f"{base}/paid/{claim.id}/{path}").status_code, (404, 405))
        self.assertEqual((self.claims(), claim.state), (claim, "open"))

    # -- what became of it ------------------------------------------------------------------------------------------------

    def test_our_answer_is_read_on_the_page_and_may_be_answered(self):
        base = self.sign_in()
        claim = self.told(base)
        claim.action_not_found("Nothing came in on our account.")
        page = self.get(f"{base}/paid/{claim.id}").text
        self.assertIn("Not found", page)
        self.assertIn("Nothing came in on our account.", page)
        self.assertNotIn("/withdraw", page)
        self.assertIn("Your message has arrived", self.post(f"{base}/paid/{claim.id}/write", text="Here is the receipt").text)
        self.assertIn("Here is the receipt", self.get(f"{base}/paid/{claim.id}").text)
        self.assertIn("Write a few words", self.post(f"{base}/paid/{claim.id}/write", text=" ").text)

    def test_a_proof_is_given_back_to_be_saved(self):
        base = self.sign_in()
        claim = self.told(base, files={"files": ("receipt.html", RECEIPT, "text/html")})
        file = claim.message_ids.attachment_ids
        answer = self.get(f"{base}/paid/{claim.id}/file/{file.id}")
        self.assertEqual((answer.content, file.name), (RECEIPT, "receipt.pdf"))
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        note = self.env["ir.attachment"].sudo().create(
            {"name": "ours.pdf", "raw": b"%PDF- ours", "res_model": claim._name, "res_id": claim.id}
        )
        self.assertNotEqual(self.get(f"{base}/paid/{claim.id}/file/{note.id}").content, b"%PDF- ours")

    def test_it_is_taken_back(self):
        base = self.sign_in()
        claim = self.told(base)
        self.assertIn("to be paid when due", self.post(f"{base}/paid/{claim.id}/withdraw").text)
        self.assertEqual(claim.state, "withdrawn")
        self.assertEqual(self.papyrus._receivable_balance(self.company)[0].now, 2130)
