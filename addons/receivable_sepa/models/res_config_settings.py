from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sepa_ics = fields.Char(related="company_id.sepa_ics", readonly=False)
    sepa_creditor_name = fields.Char(related="company_id.sepa_creditor_name", readonly=False)
    sepa_notice_days = fields.Integer(related="company_id.sepa_notice_days", readonly=False)
    sepa_propose = fields.Boolean(related="company_id.sepa_propose", readonly=False)
    sepa_horizon_days = fields.Integer(related="company_id.sepa_horizon_days", readonly=False)
    sepa_grouping = fields.Selection(related="company_id.sepa_grouping", readonly=False)
    sepa_max_amount = fields.Monetary(related="company_id.sepa_max_amount", readonly=False)
    sepa_two_people = fields.Boolean(related="company_id.sepa_two_people", readonly=False)
    sepa_final_days = fields.Integer(related="company_id.sepa_final_days", readonly=False)
