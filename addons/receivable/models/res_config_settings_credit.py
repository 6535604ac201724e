from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    receivable_alert_inform = fields.Integer(related="company_id.root_id.receivable_alert_inform", readonly=False)
    receivable_alert_watch = fields.Integer(related="company_id.root_id.receivable_alert_watch", readonly=False)
    receivable_alert_urgent = fields.Integer(related="company_id.root_id.receivable_alert_urgent", readonly=False)
