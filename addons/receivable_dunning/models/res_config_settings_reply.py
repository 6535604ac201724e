from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dunning_reply_days = fields.Integer(related="company_id.dunning_reply_days", readonly=False)
