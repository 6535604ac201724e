from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dunning_bank_days = fields.Integer(related="company_id.dunning_bank_days", readonly=False)
    dunning_bank_told = fields.Char(compute="_compute_dunning_bank_told", help="How the bank stands today.")

    @api.depends("company_id", "dunning_bank_days")
    def _compute_dunning_bank_told(self):
        for settings in self:
            settings.dunning_bank_told = settings.company_id._dunning_bank_told()
