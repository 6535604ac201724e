from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.receivable_dunning.logic.message import Item, Message

DAY = date(2026, 11, 23)
GROUPS = "receivable.group_receivable_"


@tagged("post_install", "-at_install")
class TestDunningTemplate(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"].search([("name", "=", "receivable_dunning")])._update_translations(["fr_FR"])
        cls.templates = cls.env["dunning.template"]
        france = cls.env.ref("base.fr")
        cls.company = cls.env["res.company"].create(
            {
                "name": "Ateliers Inventés SAS",
                "street": "4 quai des Ateliers",
                "zip": "38999",
                "city": "Pont-de-Brume",
                "country_id": france.id,
                "email": "comptabilite@ateliers.example",
                "phone": "+33465710010",
            }
        )
        cls.env["res.partner.bank"].create({"acc_number": "FR7699999000011234567890189", "partner_id": cls.company.partner_id.id})
        cls.collector = new_test_user(cls.env, "collector", groups=f"{GROUPS}user", name="Colette Rappel", email="colette@ateliers.example")
        cls.manager = new_test_user(cls.env, "manager", groups=f"{GROUPS}manager")
        cls.payers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Payeur {number}",
                    "is_company": True,
                    "street": f"{number} rue de la Brume",
                    "zip": "38999",
                    "city": "Pont-de-Brume",
                    "country_id": france.id,
                    "child_ids": [(0, 0, {"name": f"Camille {number}", "email": f"camille{number}@payeur.example"})],
                }
                for number in range(12)
            ]
        )

    def item(self, number, amount, currency="EUR", kind="debt"):
        due = DAY - timedelta(12)
        owed = Decimal(amount)
        return Item(number, "", due - timedelta(30), due, owed, Decimal(0), owed, 12, currency, kind)

    def message(self, payer, code="reminder_1_standard", lang="fr_FR", **changes):
        return Message(
            key=payer.id,
            template=code,
            medium="mail",
            lang=lang,
            company_id=self.company.id,
            payer_id=payer.id,
            recipient_id=payer.child_ids[:1].id or payer.id,
            collector_id=self.collector.id,
            date=DAY,
            items=(self.item("FAC/1", "1200"),),
            earlier=(date(2026, 10, 13), date(2026, 11, 10)),
            deadline=date(2026, 12, 1),
            known_until=date(2026, 11, 20),
            payment_link="https://ateliers.example/pay/k3T9",
            portal_link="https://ateliers.example/my/account",
        )._replace(**changes)

    def compose(self, code="reminder_1_standard", **changes):
        payer = self.payers[0]
        return self.templates._compose([self.message(payer, code, **changes)])[payer.id]

    # --- composing ---------------------------------------------------------------------

    def test_one_message_in_the_readers_language(self):
        composed = self.compose()
        self.assertFalse(composed.missing)
        self.assertEqual(composed.subject, f"Compte C{self.payers[0].id:05d}\u00a0: factures à régler")
        self.assertTrue(composed.plain.startswith("Bonjour Camille 0,\n\nVotre compte présente un montant échu de 1\u202f200,00\u00a0€."))
        for words in (
            "mardi 1er décembre 2026",
            "FR76\u00a09999\u00a09000\u00a00112\u00a03456\u00a07890\u00a0189",
            "Colette Rappel\nComptabilité clients, Ateliers Inventés SAS\n04 65 71 00 10 · colette@ateliers.example",
            "4 quai des Ateliers, 38999 Pont-de-Brume",
            "Vos droits\u00a0: comptabilite@ateliers.example",
        ):
            self.assertIn(words, composed.plain)
        self.assertIn("Voir et régler", composed.framed)

    def test_no_translation_is_english(self):
        self.assertIn("Your account shows an overdue amount of €1,200.00.", self.compose(lang="de_DE").plain)
        self.assertIn("Votre compte présente", self.compose(lang="fr_BE").plain)

    def test_every_message_is_composed_in_both_languages_and_media(self):
        self.company.dunning_mediator = "Médiation inventée, 1 place du Dialogue, 75999 Paris"
        codes = self.templates.search([("kind", "not in", ("call", "block", "event"))]).mapped("code")
        self.assertGreaterEqual(len(codes), 17)
        for code in codes:
            kind = "coming" if code == "prevenance_one" else "debt"
            for lang in ("fr_FR", "en_US"):
                for medium in ("mail", "letter"):
                    with self.subTest(code=code, lang=lang, medium=medium):
                        composed = self.compose(
                            code,
                            lang=lang,
                            medium=medium,
                            items=(self.item("FAC/1", "1200", kind=kind),),
                            consequences=frozenset({"court"}),
                            paid_amount=(("EUR", Decimal(1200)),),
                            paid_date=DAY,
                        )
                        self.assertFalse(composed.missing)

    def test_the_number_of_queries_does_not_grow(self):
        def queries(payers):
            self.env.invalidate_all()
            messages = [self.message(payer, lang="fr_FR" if payer.id % 2 else "en_US") for payer in payers]
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.templates._compose(messages)), len(payers))
            return self.env.cr.sql_log_count - before

        queries(self.payers)
        few, many = queries(self.payers[:4]), queries(self.payers)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 25)

    def test_a_missing_value_is_said_in_one_sentence(self):
        composed = self.compose(collector_id=None, known_until=None)
        self.assertEqual(composed.missing, ("payments known until", "collector"))
        self.assertEqual(
            self.templates._missing_sentence(composed.missing),
            "This message cannot leave; still missing: Date of the last bank statement read, The person in charge, who signs.",
        )
        self.assertEqual(self.templates._missing_sentence(()), "")

    def test_a_text_changed_for_one_message(self):
        payer, other = self.payers[:2]
        composed = self.templates._compose([self.message(payer), self.message(other)], edited={payer.id: "Hello {{payer}}"})
        self.assertEqual(composed[payer.id].html, "<p>Hello Payeur 0</p>")
        self.assertIn("Votre compte présente", composed[other.id].plain)

    def test_a_private_person_gets_the_neutral_subject(self):
        person = self.env["res.partner"].create({"name": "Claude Paravent", "street": "1 rue", "city": "Ville"})
        composed = self.templates._compose([self.message(person, "last_notice", private=True)])[person.id]
        self.assertEqual(composed.subject, "Votre compte client Ateliers Inventés SAS")
        self.assertTrue(composed.plain.startswith("Bonjour Claude Paravent,"))

    def test_a_foreign_address_ends_with_its_country(self):
        payer = self.payers[0]
        payer.write({"country_id": self.env.ref("base.ch").id, "street": "1 ruelle", "city": "Vaud", "zip": "1000"})
        framed = self.compose("last_notice", medium="letter").framed
        self.assertIn("<br/>SUISSE</div>", framed)
        self.assertNotIn("FRANCE", framed)

    def test_own_words_of_the_company(self):
        self.company.write({"dunning_legal_line": "SAS au capital de 1 €", "receivable_privacy_url": "https://ateliers.example/privacy"})
        composed = self.compose()
        self.assertIn("SAS au capital de 1 €\nVos coordonnées", composed.plain)
        self.assertIn('<a href="https://ateliers.example/privacy"', composed.framed)

    def test_without_bank_account_the_link_alone_is_left(self):
        self.company.partner_id.bank_ids.unlink()
        composed = self.compose()
        self.assertFalse(composed.missing)
        self.assertIn("Pour régler\u00a0: https://ateliers.example/pay/k3T9.", composed.plain)
        self.assertNotIn("virement", composed.plain)

    def test_a_letter_carries_its_code_inside(self):
        framed = self.compose("last_notice", medium="letter").framed
        self.assertIn('src="data:image/png;base64,', framed)
        self.assertNotIn('src="http', framed)

    def test_call_script(self):
        script = self.templates._call_script(self.message(self.payers[0]))
        self.assertEqual(script[0]["title"], "Demander la personne")
        self.assertIn("Colette Rappel, de Ateliers Inventés SAS", script[0]["text"])
        close = next(line for line in script if line["title"] == "Conclure")
        self.assertIn("Je récapitule\u00a0: … le …", close["text"])
        self.assertIn("copy_sent", [line["outcome"] for line in script])

    # --- the texts as records -------------------------------------------------------------

    def test_french_is_loaded(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle").with_context(lang="fr_FR")
        self.assertEqual(template.name, "1re relance, douce")
        self.assertIn("Un oubli est vite arrivé", template.body)
        untranslated = self.templates.search([]).filtered(
            lambda text: text.with_context(lang="fr_FR").body == text.with_context(lang="en_US").body
        )
        self.assertFalse(untranslated)

    def test_a_wrong_text_is_refused_in_one_sentence(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle")
        for values, sentence in (
            ({"body": "Pay {{total du}}"}, "Line 1: {{total du}} is not a value that a text can show. Did you mean {{total due}}?"),
            ({"body": "a\n⟦mail: b"}, "Line 2: ⟦mail: is opened and not closed."),
            ({"subject": "You owe {{total due}}"}, "Subject: {{total due}} cannot be shown there"),
            ({"subject": False}, "a message needs a subject."),
        ):
            with self.subTest(values=values):
                with self.assertRaises(ValidationError) as refused:
                    template.write(values)
                self.assertIn(sentence, str(refused.exception))

    def test_faults_are_told_in_the_authors_language(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle").with_context(lang="fr_FR")
        with self.assertRaises(ValidationError) as refused:
            template.write({"body": "Payez {{total du}}"})
        self.assertEqual(
            str(refused.exception),
            "1re relance, douce\u00a0: Ligne 1\u00a0: {{total du}} n’est pas une valeur qu’un texte peut afficher."
            " Vouliez-vous dire {{total due}}\u00a0?",
        )
        missing = self.templates.with_context(lang="fr_FR")._missing_sentence(("phone", "next step"))
        self.assertIn("il manque encore\u00a0: Téléphone de la personne en charge", missing)

    def test_a_wrong_translation_is_refused_too(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle")
        with self.assertRaises(ValidationError):
            template.update_field_translations("body", {"fr_FR": "Payez {{montant}}"})
        with self.assertRaises(ValidationError):
            self.env.ref("receivable_dunning.dunning_template_slip").update_field_translations("body", {"fr_FR": "Talon"})
        template.update_field_translations("body", {"fr_FR": "Payez {{total due}}"})
        self.assertIn("<p>Payez 1\u202f200,00\u00a0€</p>", self.compose("reminder_1_gentle").html)

    def test_nothing_typed_can_run(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle").with_context(lang="fr_FR")
        template.body = "<t t-out='env.cr'/> <script>x</script> ${object.name}"
        self.assertEqual(
            self.compose("reminder_1_gentle").html,
            "<p>&lt;t t-out=&#39;env.cr&#39;/&gt; &lt;script&gt;x&lt;/script&gt; ${object.name}</p>",
        )

    def test_collectors_read_and_credit_managers_write(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle")
        self.assertTrue(template.with_user(self.collector).body)
        with self.assertRaises(AccessError):
            template.with_user(self.collector).write({"body": "Pay."})
        with self.assertRaises(AccessError):
            template.with_user(self.collector).update_field_translations("body", {"fr_FR": "Payez."})
        template.with_user(self.manager).write({"body": "Pay."})
        self.assertEqual(template.body, "Pay.")

    def test_a_part_of_every_message_cannot_be_deleted(self):
        with self.assertRaises(UserError):
            self.env.ref("receivable_dunning.dunning_template_greeting").unlink()

    def test_a_copy_is_a_text_of_its_own(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle")
        first, second = template.copy(), template.copy()
        self.assertEqual((first.code, second.code), ("reminder_1_gentle_2", "reminder_1_gentle_3"))
        self.assertIn("Un oubli", first.with_context(lang="fr_FR").body)

    def test_previews_are_live_in_the_language_of_the_screen(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_gentle")
        self.assertIn("Things slip through", template.preview_en)
        self.assertIn("Un oubli est vite arrivé", template.preview_fr)
        self.assertFalse(template.preview_missing)
        draft = template.new(origin=template)
        draft.body = "Only {{total due}}"
        self.assertIn('<p style="margin:0 0 16px">Only €2,220.00</p>', draft.preview_en)
        self.assertIn("Un oubli est vite arrivé", draft.preview_fr)
        draft.body = "{{nonsense}}"
        self.assertFalse(draft.preview_en)
        draft.body = "The huissier"
        self.assertEqual(draft.advice, "Never threaten: “huissier” has no place in a message.")
        self.assertIn("{{total due}}", template.vocabulary)

    def test_every_text_has_its_preview(self):
        for template in self.templates.search([]):
            with self.subTest(code=template.code):
                self.assertTrue(template.preview_en)
                self.assertTrue(template.preview_fr)
                self.assertFalse(template.preview_missing)

    def test_printed_letters(self):
        sheets = [self.compose("last_notice", medium="letter").framed] * 3
        pdf = self.templates._letters_pdf(sheets)
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertEqual(pdf.count(b"/Type /Page\n"), 3)

    def test_printed_sample(self):
        template = self.env.ref("receivable_dunning.dunning_template_last_notice")
        html, kind = self.env["ir.actions.report"]._render_qweb_html("receivable_dunning.report_letter", template.ids)
        self.assertEqual(kind, "html")
        self.assertIn(b"dunning_letter", html)
        with self.assertRaises(UserError):
            self.env.ref("receivable_dunning.dunning_template_greeting")._sample_letters()
