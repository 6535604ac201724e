from odoo import fields, models


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
    allowed_until = fields.Date(readonly=True, help="A later day on which we agreed; the plan is not missed before.")
    paid = fields.Monetary(readonly=True)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "An instalment is more than zero.")
