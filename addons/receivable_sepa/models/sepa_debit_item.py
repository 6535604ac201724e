from odoo import api, fields, models

from .sepa_debit import WAITING


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
    waits = fields.Boolean(
        string="Waits for its debit", compute="_compute_waits", store=True,
        help="In a collection and not paid yet: no second debit may ask for it.",
    )

    _positive = models.Constraint("CHECK(amount > 0)", "A part is of one cent at least.")
    _once = models.UniqueIndex("(item) WHERE waits", "An item is in one collection at a time.")

    @api.depends("debit_id.state")
    def _compute_waits(self):
        for row in self:
            row.waits = row.debit_id.state in WAITING

    def _lower(self, part, holds):
        """At most this part may be debited now; what leaves is told with its reason."""
        self.ensure_one()
        less = float(part)
        if self.currency_id.compare_amounts(less, self.amount) >= 0:
            return
        code, why = (holds[0].code, holds[0].why) if holds else ("paid", self.env._("Paid, or covered by credits, meanwhile."))
        self._leave(self.amount - less, code, why)

    def _leave(self, amount, code, why):
        """So much of this item is not debited; nothing left of it, and the row goes."""
        self.env["sepa.left.out"].create({
            "collection_id": self.debit_id.collection_id.id, "partner_id": self.debit_id.partner_id.id, "amount": amount,
            "move_line_id": self.move_line_id.id, "number": self.number, "due": self.due, "code": code, "why": why,
        })  # fmt: skip
        rest = self.currency_id.round(self.amount - amount)
        if rest > 0:
            self.amount = rest
        else:
            self.unlink()

    def _left(self):
        """What is still owed on the item."""
        return self.currency_id.round(self.move_line_id.amount_residual_currency)
