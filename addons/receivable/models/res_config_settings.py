from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    payer_collector_id = fields.Many2one(related="company_id.payer_collector_id", readonly=False)
    receivable_pause_stale_days = fields.Integer(related="company_id.receivable_pause_stale_days", readonly=False)
