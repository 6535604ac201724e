from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTexts(TransactionCase):
    def test_every_text_shows_all_its_values_in_both_languages(self):
        """On the invented message of the editor: nothing is missing, nothing is left in the placeholder language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["receivable_dunning_dispute"], ["fr_FR"])
        for template in self.env["dunning.template"].search([("kind", "=", "event")]):
            with self.subTest(text=template.code):
                self.assertFalse(template.preview_missing)
                for html in (template.preview_en, template.preview_fr):
                    self.assertNotIn("{{", html)
                    self.assertNotIn("⟦", html)
                self.assertNotEqual(template.preview_subject_en, template.preview_subject_fr)
