from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceivablePaymentPlanLine(models.Model):
    """One instalment of a payment plan; what is paid on it follows the payments."""

    _name = "receivable.payment.plan.line"
    _description = "Instalment of a payment plan"
    _order = "date, id"

    plan_id = fields.Many2one("receivable.payment.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Date(string="Day", required=True)
    amount = fields.Monetary(required=True)
    allowed_until = fields.Date(readonly=True, copy=False, help="A later day on which we agreed; the instalment is not missed before.")
    paid = fields.Monetary(readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "An instalment is more than zero.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        self._check_draft()

    def _check_draft(self):
        """What was proposed is what will be signed: only drafts change."""
        if not self.env.su and any(line.plan_id.state != "draft" for line in self):
            raise UserError(self.env._("What was proposed is not changed. Put the plan back to draft first."))
