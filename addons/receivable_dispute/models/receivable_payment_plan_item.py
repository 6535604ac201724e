from odoo import fields, models


class ReceivablePaymentPlanItem(models.Model):
    """An item that a payment plan covers, with what was owed on it when the plan was made."""

    _name = "receivable.payment.plan.item"
    _inherit = "receivable.agreed.item"
    _description = "Item of a payment plan"
    _order = "due, id"

    plan_id = fields.Many2one("receivable.payment.plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
