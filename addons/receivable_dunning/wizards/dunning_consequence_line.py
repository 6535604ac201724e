from odoo import fields, models


class DunningConsequenceLine(models.TransientModel):
    """One payer who would hear something else than without the decision."""

    _name = "dunning.consequence.line"
    _description = "One message that a decision changes"
    _order = "id"

    consequence_id = fields.Many2one("dunning.consequence", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        [("more", "Leaves"), ("other", "Leaves otherwise"), ("fewer", "Leaves no more")], string="What changes", required=True
    )
    partner_id = fields.Many2one("res.partner", string="Payer", required=True)
    step = fields.Char()
    instead_of = fields.Char(string="Instead of")
    day = fields.Date(string="Decided on")
    amount = fields.Monetary()
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
