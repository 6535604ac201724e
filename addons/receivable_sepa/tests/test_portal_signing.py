from datetime import timedelta

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.controllers.portal_account import CHECKS_PER_HOUR
from odoo.addons.receivable_sepa.controllers.portal_link import OPENED_PER_HOUR

from .common import GERMAN_IBAN, IBAN
from .portal_common import MandatePortalCase

HOME = "/my/mandates"
ENDED = "This link opens nothing any more"
WRONG = "FR7630006000011234567890188"


@tagged("post_install", "-at_install")
class TestPortalSigning(MandatePortalCase):
    """A customer signs in three steps, by themselves or behind the link of a mandate; the link opens that mandate, once."""

    def typed(self, **values):
        address = {"street": "1 rue du Papier", "zip": "69002", "city": "Lyon", "country": self.env.ref("base.fr").id}
        return {"iban": IBAN, "holder": "Papyrus SARL"} | address | values

    def mandates(self):
        return self.env["sepa.mandate"].sudo().search([("partner_id", "=", self.papyrus.id)])

    def mails(self):
        return self.env["mail.mail"].sudo().search([("subject", "like", "direct debit mandate")])

    # -- by themselves ----------------------------------------------------------------------------------------------------------

    def test_a_customer_makes_and_signs_a_mandate_by_themselves(self):
        self.sign_in()
        self.assertIn("Account holder", self.url_open(f"{HOME}/new").text)
        text = self.post(f"{HOME}/new", **self.typed()).text
        mandate = self.mandates()
        self.assertEqual((mandate.state, mandate.holder, mandate.city, mandate._iban()), ("sent", "Papyrus SARL", "Lyon", IBAN))
        self.assertIn(mandate._sentences()[0], text)
        answer = self.sign(HOME, mandate, mode="draw")
        self.assertEqual(answer, {"redirect_url": f"{HOME}/{mandate.id}?said=signed"})
        self.assertEqual((mandate.state, mandate.signer_name, mandate.signature_kind), ("active", "Paul Pressé", "drawn"))
        self.assertEqual((mandate.signed_on, mandate.signed_place, mandate.signed_ip), (self.today, "Lyon", "127.0.0.1"))
        self.assertIn("your mandate is signed", self.url_open(answer["redirect_url"]).text)

    def test_a_typed_signature_is_kept_as_typed(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        self.sign(HOME, mandate, mode="auto")
        self.assertEqual(mandate.signature_kind, "typed")

    def test_the_copy_goes_to_who_signed_and_stays_in_no_conversation(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        self.sign(HOME, mandate)
        mail = self.mails()
        self.assertIn("paul@visitor.example", mail.email_to)
        self.assertEqual(mail.attachment_ids.mapped("name"), [mandate.document_name])
        self.assertFalse(mandate.message_ids.attachment_ids)
        copy = mail.attachment_ids
        mail.unlink()  # as it is once it has left
        self.assertFalse(copy.exists())

    def test_who_has_no_mail_address_signs_all_the_same(self):
        self.paul.partner_id.email = False
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        self.sign(HOME, mandate)
        self.assertEqual((mandate.state, len(self.mails())), ("active", 0))

    def test_the_text_comes_in_the_language_of_the_page(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.paul.lang = "fr_FR"
        self.sign_in()
        text = self.post(f"{HOME}/new", **self.typed()).text
        self.assertEqual(self.mandates().lang, "fr")
        self.assertIn("En signant ce formulaire de mandat", text)

    def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept(self):
        self.sign_in()
        page = self.post(f"{HOME}/new", **self.typed(iban=WRONG, city="", holder="", country="")).text
        for words in ("This IBAN has a wrong digit", "Write the town", "Write the name of the account holder", "Choose the country", WRONG):
            with self.subTest(words=words):
                self.assertIn(words, page)
        self.assertFalse(self.mandates())

    def test_a_form_full_of_nonsense_gets_a_sentence(self):
        self.sign_in()
        for iban in ("\0", "é" * 64, "<script>", "9" * 5000, "FR76"):
            with self.subTest(iban=iban[:10]):
                page = self.post(f"{HOME}/new", **self.typed(iban=iban, country="9" * 30))
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("<script>", page.text.split("o_receivable_form")[-1])
        self.assertFalse(self.mandates())

    def test_an_account_entered_before_is_kept_when_the_field_stays_empty(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        page = self.url_open(f"{HOME}/{mandate.id}/account").text
        self.assertIn("FR76 •••• 0189", page)
        self.assertNotIn(IBAN, page)
        self.post(f"{HOME}/{mandate.id}/account", **self.typed(iban="", city="Vaise"))
        self.assertEqual((mandate._iban(), mandate.city), (IBAN, "Vaise"))
        self.post(f"{HOME}/{mandate.id}/account", **self.typed(iban=GERMAN_IBAN))
        self.assertEqual(mandate._iban(), GERMAN_IBAN)

    def test_without_an_account_the_first_step_comes_first(self):
        self.sign_in()
        mandate = self.sent()
        for step in ("text", "sign"):
            with self.subTest(step=step):
                self.assertTrue(self.url_open(f"{HOME}/{mandate.id}/{step}").url.endswith("/account"))

    def test_nobody_makes_a_second_mandate_beside_one_that_runs(self):
        self.sign_in(self.gaston)
        self.post(f"{HOME}/new", **self.typed())
        self.assertEqual(self.env["sepa.mandate"].search([("partner_id", "=", self.garage.id)]), self.signed)

    def test_who_buys_from_two_companies_chooses_the_creditor(self):
        self.paul.company_ids += self.other_company
        self.sign_in()
        self.assertIn("Choose whom you allow to debit", self.post(f"{HOME}/new", **self.typed()).text)
        self.post(f"{HOME}/new", **self.typed(company=self.other_company.id))
        self.assertEqual(self.mandates().company_id, self.other_company)

    def test_a_company_that_is_not_theirs_is_not_chosen(self):
        self.sign_in()
        self.post(f"{HOME}/new", **self.typed(company=self.other_company.id))
        self.assertEqual(self.mandates().company_id, self.company)

    # -- signing ----------------------------------------------------------------------------------------------------------------

    def test_a_text_that_changed_meanwhile_is_not_signed(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        self.assertIn("Read it again", self.sign(HOME, mandate, text_hash="0" * 64)["error"])
        self.assertEqual(mandate.state, "sent")

    def test_without_name_or_picture_nothing_is_signed(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        pictures = ("", "bm90IGEgcGljdHVyZQ==", "#", 7, "A" * 600_000)
        for values in ({"name": ""}, {"name": 7}, *({"signature": picture} for picture in pictures)):
            with self.subTest(values=str(values)[:40]):
                self.assertTrue(self.sign(HOME, mandate, **values)["error"])
        self.assertEqual((mandate.state, mandate.signature), ("sent", False))

    def test_a_mandate_is_signed_once(self):
        self.sign_in()
        mandate = self.sent(iban=IBAN)
        self.sign(HOME, mandate)
        signed_at = mandate.signed_at
        self.assertIn("cannot be signed here any more", self.sign(HOME, mandate)["error"])
        self.assertEqual(mandate.signed_at, signed_at)

    def test_a_stranger_reaches_no_step_of_a_mandate(self):
        mandate = self.sent(iban=IBAN)
        self.sign_in(self.gaston)
        for step in ("account", "text", "sign"):
            with self.subTest(step=step):
                self.assertNotIn(mandate.reference, self.url_open(f"{HOME}/{mandate.id}/{step}").text)
        self.post(f"{HOME}/{mandate.id}/account", **self.typed(iban=GERMAN_IBAN))
        for base in (HOME, "/mandate"):
            self.assertIn("cannot be signed here any more", self.sign(base, mandate)["error"])
        self.assertEqual((mandate.state, mandate._iban()), ("sent", IBAN))

    def test_a_mandate_that_is_signed_has_no_steps_any_more(self):
        self.sign_in(self.gaston)
        self.post(f"{HOME}/{self.signed.id}/account", **self.typed(iban=GERMAN_IBAN))
        self.assertEqual(self.signed._iban(), IBAN)

    # -- behind a link ------------------------------------------------------------------------------------------------------------

    def test_whoever_opens_the_link_signs_that_mandate_and_nothing_else(self):
        mandate, other = self.sent(), self.sent(iban=IBAN)
        secret, _for_somebody_else = self.link(mandate), self.link(other)
        self.authenticate(None, None)
        page = self.url_open(secret)
        self.assertTrue(page.url.endswith(f"/mandate/{mandate.id}/account"))
        self.assertIn("to sign this mandate only", page.text)
        self.assertNotIn(secret.rpartition("/")[2], page.text)
        self.assertIn(mandate._sentences()[1], self.post(f"/mandate/{mandate.id}/account", **self.typed()).text)
        self.assertIn(ENDED, self.url_open(f"/mandate/{other.id}/text").text)
        answer = self.sign("/mandate", mandate)
        self.assertEqual((mandate.state, mandate.signer_name), ("active", "Paul Pressé"))
        result = self.url_open(answer["redirect_url"]).text
        self.assertIn("your mandate is signed", result)
        self.assertNotIn(IBAN, result)
        self.assertIn("A copy is on its way", result)
        self.assertIn("compta@papyrus.example", self.mails().email_to)

    def test_no_copy_is_promised_to_who_has_no_mail_address(self):
        self.papyrus.email = False
        mandate = self.sent(iban=IBAN)
        self.authenticate(None, None)
        self.url_open(self.link(mandate))
        self.assertNotIn("A copy is on its way", self.url_open(self.sign("/mandate", mandate)["redirect_url"]).text)

    def test_the_result_and_its_document_are_for_the_browser_that_signed(self):
        mandate = self.sent(iban=IBAN)
        self.authenticate(None, None)
        self.url_open(self.link(mandate))
        self.sign("/mandate", mandate)
        self.assertTrue(self.url_open(f"/mandate/{mandate.id}/document").headers["Content-Disposition"].startswith("attachment"))
        self.authenticate(None, None)
        for path in ("signed", "document", "account"):
            with self.subTest(path=path):
                self.assertIn(ENDED, self.url_open(f"/mandate/{mandate.id}/{path}").text)

    def test_opening_a_link_changes_nothing_in_the_database(self):
        mandate = self.sent()
        path = self.link(mandate)
        self.env.flush_all()
        mandate.invalidate_recordset()
        before = mandate.sudo().read()
        self.authenticate(None, None)
        self.url_open(path)
        mandate.invalidate_recordset()
        self.assertEqual(mandate.sudo().read(), before)

    def test_the_number_of_a_mandate_is_worth_nothing_without_its_secret(self):
        mandate = self.sent(iban=IBAN)
        self.link(mandate)
        self.authenticate(None, None)
        for path in ("account", "text", "sign", "signed", "document"):
            with self.subTest(path=path):
                page = self.url_open(f"/mandate/{mandate.id}/{path}").text
                self.assertIn(ENDED, page)
                self.assertNotIn(mandate.reference, page)

    def test_a_link_that_ended_opens_nothing(self):
        ends = {
            "expired": lambda mandate: mandate.sudo().write({"sign_until": self.today - timedelta(days=1)}),
            "replaced by a new one": lambda mandate: mandate._sign_link(),
            "taken back": lambda mandate: mandate.action_draft(),
            "payer archived": lambda mandate: (self.paul.sudo().write({"active": False}), self.papyrus.write({"active": False})),
        }
        for words, end in ends.items():
            with self.subTest(words):
                mandate = self.sent(iban=IBAN)
                path = self.link(mandate)
                self.authenticate(None, None)
                self.url_open(path)
                end(mandate)
                for page in (path, f"/mandate/{mandate.id}/account", f"/mandate/{mandate.id}/text"):
                    self.assertIn(ENDED, self.url_open(page).text)
                self.post(f"/mandate/{mandate.id}/account", **self.typed(iban=GERMAN_IBAN))
                self.assertEqual(mandate._iban(), IBAN)

    def test_a_secret_that_was_never_given_is_told_the_same(self):
        self.authenticate(None, None)
        self.assertIn(ENDED, self.url_open("/mandate/sign/" + "x" * 43).text)

    def test_one_address_on_the_net_tries_sixty_links_an_hour_at_most(self):
        mandate = self.sent()
        for _time in range(OPENED_PER_HOUR):
            self.env["receivable.portal.count"]._within("signing", "127.0.0.1", OPENED_PER_HOUR, hours=1)
        self.authenticate(None, None)
        self.assertIn(ENDED, self.url_open(self.link(mandate)).text)

    def test_forms_behind_a_link_are_counted_too(self):
        mandate = self.sent()
        self.authenticate(None, None)
        self.url_open(self.link(mandate))
        for _time in range(30):
            self.env["receivable.portal.count"]._within("mandate", f"link {mandate.id}", 30, hours=1)
        self.assertIn("That was a lot at once", self.post(f"/mandate/{mandate.id}/account", **self.typed()).text)
        self.assertFalse(mandate._iban())

    # -- a session that has ended -------------------------------------------------------------------------------------------------

    def test_a_form_that_arrives_after_the_session_has_ended_leads_back_to_its_page(self):
        self.authenticate(None, None)
        for path, back in ((f"{HOME}/new", f"{HOME}/new"), (f"{HOME}/7/account", f"{HOME}/7/account"), (f"{HOME}/7/revoke", f"{HOME}/7")):
            with self.subTest(path=path):
                answer = self.url_open(path, data=self.typed(csrf_token="old"))
                self.assertEqual(answer.status_code, 400)
                self.assertIn("Your session has ended", answer.text)
                self.assertIn(f'/web/login?redirect={back}"', answer.text)
                self.assertNotIn(IBAN, answer.text)
        self.assertFalse(self.mandates())

    def test_behind_a_link_the_link_is_to_be_opened_again(self):
        self.authenticate(None, None)
        answer = self.url_open("/mandate/7/account", data=self.typed(csrf_token="old"))
        self.assertIn("open the link of our message once more", answer.text)
        self.assertNotIn("Sign in again", answer.text)

    # -- the account number while it is typed ---------------------------------------------------------------------------------------

    def test_a_wrong_digit_is_told_while_leaving_the_field(self):
        self.sign_in()
        self.assertIn("has a wrong digit", self.call("/mandate/iban", iban=WRONG)["fault"])
        self.assertEqual(self.call("/mandate/iban", iban=IBAN), {"fault": "", "written": "FR76 3000 6000 0112 3456 7890 189"})
        self.assertEqual(self.call("/mandate/iban", iban=["FR76"]), {"fault": "", "written": ""})

    def test_the_check_serves_nobody_without_a_mandate_to_sign(self):
        self.authenticate(None, None)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.call("/mandate/iban", iban=IBAN)
        self.url_open(self.link(self.sent()))
        self.assertIn("has a wrong digit", self.call("/mandate/iban", iban=WRONG)["fault"])

    def test_checks_are_counted_and_then_nothing_is_told(self):
        self.sign_in()
        for _time in range(CHECKS_PER_HOUR):
            self.env["receivable.portal.count"]._within("iban", f"user {self.paul.id}", CHECKS_PER_HOUR, hours=1)
        self.assertEqual(self.call("/mandate/iban", iban=WRONG), {"fault": "", "written": ""})
