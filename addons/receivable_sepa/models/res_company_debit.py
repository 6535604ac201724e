from odoo import fields, models

GROUPINGS = [("mandate", "One debit per mandate and date"), ("item", "One debit per invoice")]


class ResCompany(models.Model):
    """How a company collects by direct debit."""

    _inherit = "res.company"

    sepa_propose = fields.Boolean(string="Prepare collections each night")
    sepa_horizon_days = fields.Integer(string="Days ahead", default=21, help="Debit dates further away are prepared later.")
    sepa_grouping = fields.Selection(GROUPINGS, string="Several invoices", default="mandate", required=True)
    sepa_max_amount = fields.Monetary(string="Most per debit", help="0: no limit but that of the mandate.")
    sepa_two_people = fields.Boolean(string="Two people", help="Who prepared a collection does not release it.")
    sepa_final_days = fields.Integer(
        string="A debit is safe after", default=5, help="Days on which banks work, after the debit date. Thanks wait for it."
    )

    _sepa_debits = models.Constraint(
        "CHECK(sepa_horizon_days > 0 AND sepa_max_amount >= 0 AND sepa_final_days >= 0)", "Days and amounts cannot be negative."
    )
