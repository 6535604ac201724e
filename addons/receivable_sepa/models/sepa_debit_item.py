from odoo import fields, models


class SepaDebitItem(models.Model):
    """The part of one open item that a debit collects; a copy that stays when the accountant deletes the entry."""

    _name = "sepa.debit.item"
    _description = "Item of a direct debit"
    _order = "due, id"

    debit_id = fields.Many2one("sepa.debit", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="debit_id.company_id", store=True)
    currency_id = fields.Many2one(related="debit_id.currency_id", store=True)
    move_line_id = fields.Many2one("account.move.line", string="Item", readonly=True, index="btree_not_null", ondelete="set null")
    item = fields.Integer(string="Item number", required=True, readonly=True, index=True, help="Kept when the journal item is deleted.")
    number = fields.Char(readonly=True)
    due = fields.Date(readonly=True)
    amount = fields.Monetary(required=True, readonly=True)

    _positive = models.Constraint("CHECK(amount > 0)", "A part is of one cent at least.")
