from odoo import fields, models


class ReceivablePromiseItem(models.Model):
    """What is promised on one item."""

    _name = "receivable.promise.item"
    _inherit = "receivable.agreed.item"
    _description = "Promised part of an item"
    _order = "due, id"

    promise_id = fields.Many2one("receivable.promise", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="promise_id.company_id", store=True)
