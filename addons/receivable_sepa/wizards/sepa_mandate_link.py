from odoo import api, fields, models


class SepaMandateLink(models.TransientModel):
    """The personal link by which a mandate is signed: told once, never stored."""

    _name = "sepa.mandate.link"
    _description = "Link to sign a mandate"

    sepa_mandate_id = fields.Many2one("sepa.mandate", required=True, ondelete="cascade")
    sign_until = fields.Date(related="sepa_mandate_id.sign_until", related_sudo=False)
    url = fields.Char(string="Link", compute="_compute_url")

    @api.depends_context("sign_url")
    def _compute_url(self):
        self.url = self.env.context.get("sign_url")
