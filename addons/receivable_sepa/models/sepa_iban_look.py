from odoo import fields, models


class SepaIbanLook(models.Model):
    """Somebody saw a whole account number."""

    _name = "sepa.iban.look"
    _description = "Look at an account number"
    _order = "id desc"
    _rec_name = "sepa_mandate_id"

    sepa_mandate_id = fields.Many2one("sepa.mandate", string="Mandate", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="sepa_mandate_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Who", required=True, readonly=True, ondelete="restrict")
    at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    where = fields.Char(required=True, readonly=True, help="On the screen, on a printed mandate, in the signed document.")
