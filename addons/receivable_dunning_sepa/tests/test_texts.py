from odoo.tests import TransactionCase, tagged

CODES = (
    "mandate_request", "prenotification_one_off", "prenotification_recurrent",
    "debit_returned_funds", "debit_returned_account", "debit_returned_refused",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestTexts(TransactionCase):
    def test_every_text_shows_all_its_values_in_both_languages(self):
        """On the invented message of the editor: nothing is missing, nothing is left in the placeholder language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["receivable_dunning", "receivable_dunning_sepa"], ["fr_FR"])
        templates = self.env["dunning.template"].search([("code", "in", CODES)])
        self.assertEqual(len(templates), len(CODES))
        for template in templates:
            with self.subTest(text=template.code):
                self.assertFalse(template.preview_missing)
                for html in (template.preview_en, template.preview_fr):
                    self.assertNotIn("{{", html)
                    self.assertNotIn("⟦", html)
                self.assertNotEqual(template.preview_subject_en, template.preview_subject_fr)
