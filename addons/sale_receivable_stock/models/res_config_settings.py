from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    receivable_check_delivery = fields.Boolean(related="company_id.root_id.receivable_check_delivery", readonly=False)
