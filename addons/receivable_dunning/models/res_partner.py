from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    dunning_scenario_id = fields.Many2one(
        "dunning.scenario",
        string="Own scenario",
        company_dependent=True,
        help="Empty: the scenario of the payer's profile, else the company's.",
    )
    dunning_action_ids = fields.One2many("dunning.action", "partner_id")
