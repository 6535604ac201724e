from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    receivable_logistics_id = fields.Many2one(related="company_id.receivable_logistics_id", readonly=False)
    receivable_accounts_id = fields.Many2one(related="company_id.receivable_accounts_id", readonly=False)
    receivable_answer_days = fields.Integer(related="company_id.receivable_answer_days", readonly=False)
    receivable_claim_days = fields.Integer(related="company_id.receivable_claim_days", readonly=False)
    receivable_promise_max_days = fields.Integer(related="company_id.receivable_promise_max_days", readonly=False)
    receivable_promise_max_times = fields.Integer(related="company_id.receivable_promise_max_times", readonly=False)
    receivable_promise_tolerance = fields.Integer(related="company_id.receivable_promise_tolerance", readonly=False)
    receivable_plan_valid_days = fields.Integer(related="company_id.receivable_plan_valid_days", readonly=False)
    receivable_plan_cure_days = fields.Integer(related="company_id.receivable_plan_cure_days", readonly=False)
    receivable_access_days = fields.Integer(related="company_id.receivable_access_days", readonly=False)
