from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.receivable_sepa.logic.wording import LANGUAGES, WORDINGS
from odoo.addons.receivable_sepa.tests.common import IBAN, ICS, SepaCase

DOT = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestMandateSignature(SepaCase):
    """A mandate is asked for, read, signed, and kept as it was signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bakery = cls.debtor("Boulangerie Croustibelle")
        cls.draft = cls.draft_mandate(cls.bakery, lang="fr", iban_entry=False)

    def send(self, mandate=None):
        """The secret of the link that the office was shown."""
        return (mandate or self.draft).action_send()["context"]["sign_url"].rpartition("/")[2]

    def find(self, secret):
        return self.env["sepa.mandate"]._find_signing(secret)

    # -- the link -------------------------------------------------------------------------------------------------------------

    def test_a_link_opens_its_mandate_until_its_last_day(self):
        with self.on("2026-03-01"):
            secret = self.send()
            self.assertEqual((self.draft.state, str(self.draft.sign_until)), ("sent", "2026-03-31"))
        with self.on("2026-03-31"):
            self.assertEqual(self.find(secret), self.draft)
        with self.on("2026-04-01"):
            self.assertFalse(self.find(secret))

    def test_any_other_secret_opens_nothing(self):
        secret = self.send()
        for other in ("", "x", secret[:-1], secret.upper(), self.draft.sudo().sign_hash):
            self.assertFalse(self.find(other))

    def test_a_new_link_replaces_the_one_before(self):
        old = self.send()
        new = self.send()
        self.assertFalse(self.find(old))
        self.assertEqual(self.find(new), self.draft)

    def test_a_link_ends_when_the_mandate_is_changed_signed_or_closed_or_its_payer_archived(self):
        secret = self.send()
        self.draft.action_draft()
        self.assertFalse(self.find(secret))
        secret = self.send()
        self.draft.sudo()._close("They will not sign.")
        self.assertFalse(self.find(secret))
        other = self.draft_mandate(self.bakery)
        secret = self.send(other)
        other._sign("Camille Martin")
        self.assertFalse(self.find(secret))
        third = self.draft_mandate(self.bakery)
        secret = self.send(third)
        self.bakery.active = False
        self.assertFalse(self.find(secret))

    def test_the_secret_is_shown_once_and_not_stored(self):
        action = self.draft.action_send()
        url = action["context"]["sign_url"]
        window = self.env["sepa.mandate.link"].with_context(**action["context"]).create({})
        self.assertEqual(window.url, url)
        self.assertFalse(self.env["sepa.mandate.link"].browse(window.id).with_context(sign_url=False).url)
        self.env.cr.execute("SELECT * FROM sepa_mandate WHERE id = %s", (self.draft.id,))
        self.assertNotIn(url.rpartition("/")[2], str(self.env.cr.fetchall()))

    def test_asking_tells_the_bridges_where_to_sign(self):
        told = []
        self.patch(type(self.draft), "_requested", lambda mandate, url: told.append((mandate, url)))
        url = self.draft.action_send()["context"]["sign_url"]
        self.assertEqual(told, [(self.draft, url)])

    # -- the text -------------------------------------------------------------------------------------------------------------

    def test_the_text_holds_all_that_the_scheme_asks_for(self):
        self.draft._enter_account(IBAN, holder="Société Croustibelle Achats", bic="AGRIFRPPXXX")
        text = self.draft._signing_text()
        for part in (
            "Mandat de prélèvement SEPA", self.draft.reference, ICS, "Lunaprès Mobilier", "vous autorisez (A) Lunaprès Mobilier",
            "8 semaines", "Société Croustibelle Achats, 3 rue des Essieux, 67000 Strasbourg, France", "FR76 3000 6000 0112 3456 7890 189",
            "BIC: AGRIFRPPXXX", "Paiement récurrent",
        ):  # fmt: skip
            self.assertIn(part, text)

    def test_each_language_and_scheme_prints_its_own_sentences_on_one_page(self):
        for lang in LANGUAGES:
            for scheme in ("CORE", "B2B"):
                with self.subTest(lang=lang, scheme=scheme):
                    mandate = self.draft_mandate(self.bakery, lang=lang, scheme=scheme, iban_entry=False)
                    page = self.printed(mandate)
                    wording = WORDINGS[lang]
                    self.assertIn(wording.scheme(scheme).rights, page)
                    self.assertIn(wording.scheme(scheme).authorisation.format(creditor="Lunaprès Mobilier"), page)
                    self.assertEqual(wording.labels.give_copy in page, scheme == "B2B")

    def printed(self, mandate, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.env.user)
        content, _kind = report._render_qweb_html("receivable_sepa.report_mandate", mandate.ids)
        return " ".join(html.fromstring(content).text_content().split())

    # -- signing --------------------------------------------------------------------------------------------------------------

    def sign(self, **values):
        self.draft._enter_account(IBAN)
        with self.on("2026-03-05 09:30:00"):
            self.draft._sign("Camille Martin", **values)

    def test_a_typed_signature_makes_the_mandate_active_and_keeps_the_text(self):
        self.draft._enter_account(IBAN)
        read = self.draft._fingerprint(self.draft._signing_text())
        self.sign(ip="203.0.113.7", place="Strasbourg", text_hash=read)
        draft = self.draft
        self.assertEqual((draft.state, str(draft.signed_on), draft.signature_kind), ("active", "2026-03-05", "typed"))
        self.assertEqual((draft.signer_name, draft.signed_ip, draft.signed_place), ("Camille Martin", "203.0.113.7", "Strasbourg"))
        self.assertEqual((draft.text_hash, draft._fingerprint(draft.sudo().signed_text)), (read, read))
        self.assertTrue(draft.document_name.startswith(draft.reference))

    def test_a_drawn_signature_is_kept_as_a_picture(self):
        self.sign(kind="drawn", signature=DOT)
        self.assertEqual((self.draft.signature_kind, self.draft.signature), ("drawn", DOT))

    def test_a_text_that_changed_since_it_was_read_is_not_signed(self):
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self.sign(text_hash="0" * 64)
        self.assertEqual(self.draft.state, "draft")

    def test_nobody_signs_without_a_name_or_twice(self):
        self.draft._enter_account(IBAN)
        with self.assertRaisesRegex(UserError, "first and last name"):
            self.draft._sign("  ")
        self.sign()
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self.draft._sign("Camille Martin")

    def test_the_account_is_entered_before_the_signature_only(self):
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self.signed._enter_account(IBAN)

    # -- printing -------------------------------------------------------------------------------------------------------------

    def test_a_print_shows_the_number_to_who_may_see_it_and_leaves_a_trace(self):
        self.draft._enter_account(IBAN)
        self.assertIn("FR76 3000 6000 0112", self.printed(self.draft))
        self.assertEqual(self.draft.look_ids.where, "on a printed mandate")

    def test_a_print_of_a_collector_is_masked(self):
        collector = new_test_user(self.env, "colette", groups="receivable.group_receivable_user", company_id=self.company.id)
        self.draft._enter_account(IBAN)
        page = self.printed(self.draft, collector)
        self.assertIn("FR76 •••• 0189", page)
        self.assertNotIn("FR76 3000 6000 0112", page)
        self.assertFalse(self.draft.look_ids)

    def test_a_form_without_an_account_has_boxes_to_fill_as_many_as_the_country_needs(self):
        self.assertEqual(sum(len(group) for group in self.draft._iban_boxes()), 27)
        self.draft.country_id = self.env.ref("base.de")
        self.assertEqual(sum(len(group) for group in self.draft._iban_boxes()), 22)
        self.draft.country_id = False
        self.assertEqual(sum(len(group) for group in self.draft._iban_boxes()), 34)


@tagged("post_install", "-at_install")
class TestMandateDocument(HttpCase, SepaCase):
    """The signed document shows a whole account number: few see it, and each look is written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.draft_mandate(cls.garage)
        cls.paper._record_paper("2026-01-20", scan=b"%PDF-1.4 scan")
        cls.collector, cls.keeper = (
            new_test_user(cls.env, login, groups=group, company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)])
            for login, group in (("colette", "receivable.group_receivable_user"), ("claire", "receivable_sepa.group_sepa_manager"))
        )

    def get(self, login, mandate=None):
        self.authenticate(login, login)
        return self.url_open(f"/sepa/mandate/{(mandate or self.paper).id}/document")

    def test_who_manages_direct_debits_opens_it(self):
        answer = self.get("claire")
        self.assertEqual((answer.status_code, answer.content), (200, b"%PDF-1.4 scan"))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual((self.paper.look_ids.user_id, self.paper.look_ids.where), (self.keeper, "in the signed document"))

    def test_nobody_else_does(self):
        new_test_user(self.env, "portal_claire", groups="base.group_portal")
        for login in ("colette", "portal_claire"):
            with self.subTest(login):
                self.assertEqual(self.get(login).status_code, 404)
        self.assertFalse(self.paper.look_ids)

    def test_nobody_opens_the_document_of_another_company(self):
        company = self.setup_other_company(name="Company B")["company"]
        group, companies = "receivable_sepa.group_sepa_manager", [(6, 0, company.ids)]
        new_test_user(self.env, "claire_b", groups=group, company_id=company.id, company_ids=companies)
        self.assertEqual(self.get("claire_b").status_code, 404)

    def test_there_is_none_without_a_scan(self):
        with self.assertRaisesRegex(UserError, "No signed document"):
            self.signed.action_open_document()
        self.assertEqual(self.get("claire", self.signed).status_code, 404)
        self.assertEqual(self.paper.action_open_document()["url"], f"/sepa/mandate/{self.paper.id}/document")

    def test_the_file_is_no_attachment_that_readers_find(self):
        domain = [("res_model", "=", "sepa.mandate"), ("res_id", "=", self.paper.id), ("res_field", "=", "document")]
        self.assertTrue(self.env["ir.attachment"].sudo().search(domain))
        for user in (self.collector, self.keeper):
            self.assertFalse(self.env["ir.attachment"].with_user(user).search(domain))
