from odoo import fields, models


class SepaLeftOut(models.Model):
    """An item, or a part of it, that a collection does not debit, and why."""

    _name = "sepa.left.out"
    _description = "Item left out of a collection"
    _order = "code, id"

    collection_id = fields.Many2one("sepa.collection", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="collection_id.company_id", store=True)
    currency_id = fields.Many2one(related="collection_id.currency_id")
    move_line_id = fields.Many2one("account.move.line", string="Item", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True, ondelete="cascade")
    number = fields.Char(readonly=True)
    due = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True)
    code = fields.Char(readonly=True)
    why = fields.Char(readonly=True)
