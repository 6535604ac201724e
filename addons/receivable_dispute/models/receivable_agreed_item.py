from odoo import api, fields, models


class ReceivableAgreedItem(models.AbstractModel):
    """What a dispute, a promise or a plan says of one open item; copies that stay when the accountant deletes the item."""

    _name = "receivable.agreed.item"
    _description = "Item of an agreement"

    move_line_id = fields.Many2one("account.move.line", string="Item", readonly=True, index="btree_not_null", ondelete="set null")
    item = fields.Integer(string="Item number", required=True, readonly=True, index=True, help="Kept when the journal item is deleted.")
    number = fields.Char(readonly=True)
    due = fields.Date(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="The part of the item that is concerned, in its currency.")
    left = fields.Monetary(string="Left then", readonly=True, help="What was still owed on the item at that moment.")

    @api.model
    def _copies_of(self, parts):
        """Values for each item and the part of it that is concerned: ``{line: amount}``."""
        return [
            {
                "move_line_id": line.id,
                "item": line.id,
                "number": line.move_id.name if line.move_id.move_type != "entry" else line.name or line.move_id.name,
                "due": line.date_maturity or line.date,
                "currency_id": line.currency_id.id,
                "amount": amount,
                "left": line.amount_residual_currency,
            }
            for line, amount in parts.items()
        ]
