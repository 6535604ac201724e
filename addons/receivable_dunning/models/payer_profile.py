from odoo import fields, models


class PayerProfile(models.Model):
    _inherit = "payer.profile"

    dunning_scenario_id = fields.Many2one(
        "dunning.scenario", string="Scenario", ondelete="restrict", help="Empty: the company's default scenario."
    )
