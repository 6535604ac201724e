from odoo import fields, models
from odoo.exceptions import AccessError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    payer_collector_id = fields.Many2one(related="company_id.payer_collector_id", readonly=False)
    receivable_pause_stale_days = fields.Integer(related="company_id.receivable_pause_stale_days", readonly=False)
    receivable_sight_days = fields.Integer(related="company_id.root_id.receivable_sight_days", readonly=False)
    receivable_other_engines = fields.Char(compute="_compute_receivable_other_engines")
    payer_score_wadl = fields.Float(related="company_id.root_id.payer_score_wadl", readonly=False)
    payer_score_late_ratio = fields.Float(related="company_id.root_id.payer_score_late_ratio", readonly=False)
    payer_score_dispersion = fields.Float(related="company_id.root_id.payer_score_dispersion", readonly=False)
    payer_score_max_overdue = fields.Float(related="company_id.root_id.payer_score_max_overdue", readonly=False)
    payer_score_trend = fields.Float(related="company_id.root_id.payer_score_trend", readonly=False)
    payer_score_promises = fields.Float(related="company_id.root_id.payer_score_promises", readonly=False)
    payer_score_rejects = fields.Float(related="company_id.root_id.payer_score_rejects", readonly=False)
    payer_score_window_days = fields.Integer(related="company_id.root_id.payer_score_window_days", readonly=False)
    payer_score_minimum_paid = fields.Integer(related="company_id.root_id.payer_score_minimum_paid", readonly=False)
    payer_score_grace_days = fields.Integer(related="company_id.root_id.payer_score_grace_days", readonly=False)
    payer_score_grade_a = fields.Float(related="company_id.root_id.payer_score_grade_a", readonly=False)
    payer_score_grade_b = fields.Float(related="company_id.root_id.payer_score_grade_b", readonly=False)
    payer_score_grade_c = fields.Float(related="company_id.root_id.payer_score_grade_c", readonly=False)
    payer_score_grade_d = fields.Float(related="company_id.root_id.payer_score_grade_d", readonly=False)

    def _compute_receivable_other_engines(self):
        """Names of other installed add-ons that chase the same people, empty when there is none."""
        names = ", ".join(self.env["res.company"]._other_reminder_engines().values())
        self.receivable_other_engines = names

    def action_score_as_delivered(self):
        """Weights and bounds of the score back to the delivered ones."""
        if not self.env.user.has_group("receivable.group_receivable_manager"):
            raise AccessError(self.env._("Only a credit manager may change how scores are computed."))
        self.env.company.root_id.sudo()._reset_score_parameters()  # sudo: a credit manager may not write companies in general
        return {"type": "ir.actions.client", "tag": "reload"}
