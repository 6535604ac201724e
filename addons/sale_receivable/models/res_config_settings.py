from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    receivable_release_collector = fields.Monetary(related="company_id.root_id.receivable_release_collector", readonly=False)
    receivable_release_manager = fields.Monetary(related="company_id.root_id.receivable_release_manager", readonly=False)
    receivable_terms_from_profile = fields.Boolean(related="company_id.root_id.receivable_terms_from_profile", readonly=False)
    receivable_decider_id = fields.Many2one(related="company_id.root_id.receivable_decider_id", readonly=False)
    receivable_weekly_mail = fields.Boolean(related="company_id.root_id.receivable_weekly_mail", readonly=False)
