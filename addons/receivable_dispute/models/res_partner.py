from odoo import fields, models

READER = "receivable.group_receivable_reader"


class ResPartner(models.Model):
    """What a payer contests, promised and agreed to."""

    _inherit = "res.partner"

    receivable_dispute_ids = fields.One2many("receivable.dispute", "partner_id", string="Disputes", groups=READER)
    receivable_promise_ids = fields.One2many("receivable.promise", "partner_id", string="Promises", groups=READER)
    receivable_plan_ids = fields.One2many("receivable.payment.plan", "partner_id", string="Payment plans", groups=READER)
