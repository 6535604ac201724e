from odoo import api, fields, models


class PayerProfileWizard(models.TransientModel):
    """Fix a profile by hand, with a reason and an end, or let the rules decide again."""

    _name = "payer.profile.wizard"
    _description = "Change profile"

    partner_ids = fields.Many2many("res.partner", string="Payers", required=True)
    profile_id = fields.Many2one("payer.profile", required=True)
    reason = fields.Char(required=True)
    date_until = fields.Date(string="Until", help="From the day after on, the rules decide again.")
    may_be_endless = fields.Boolean(compute="_compute_may_be_endless")
    is_fixed = fields.Boolean(compute="_compute_is_fixed")

    @api.depends_context("uid")
    def _compute_may_be_endless(self):
        self.may_be_endless = self.env.user.has_group("receivable.group_receivable_manager")

    @api.depends("partner_ids")
    def _compute_is_fixed(self):
        root = self.env.company.root_id
        for wizard in self:
            wizard.is_fixed = any(wizard.partner_ids.with_company(root).mapped("payer_profile_fixed_reason"))

    def action_fix(self):
        self.partner_ids.action_fix_profile(self.profile_id.id, self.reason, self.date_until)
        return {"type": "ir.actions.act_window_close"}

    def action_release(self):
        self.partner_ids.action_release_profile()
        return {"type": "ir.actions.act_window_close"}
