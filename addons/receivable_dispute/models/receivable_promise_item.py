from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.receivable_dispute.logic.promise import Payment, still_owed


class ReceivablePromiseItem(models.Model):
    """What is promised on one item."""

    _name = "receivable.promise.item"
    _inherit = "receivable.agreed.item"
    _description = "Promised part of an item"
    _order = "due, id"

    promise_id = fields.Many2one("receivable.promise", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="promise_id.company_id", store=True)

    def _payments(self, date):
        """Of an invoice that was cancelled since, nothing is owed any more: as if it had been credited that day."""
        payments = super()._payments(date)
        if not self:
            return payments
        rows = self.env.execute_query(SQL(
            """SELECT i.id, last.date, i."left"::text, i.item
                 FROM receivable_promise_item i
                 JOIN LATERAL (SELECT e.id, e.kind, e.date FROM receivable_event e
                                WHERE e.item = i.item AND e.kind IN ('opened', 'withdrawn')
                                  AND e.date <= %(date)s AND e.known_on <= %(date)s
                                ORDER BY e.id DESC LIMIT 1) last ON last.kind = 'withdrawn' AND last.id > i.known_event
                WHERE i.id = ANY(%(ids)s)""",
            ids=self.ids, date=date,
        ))
        for row, on, left, item in rows:
            payments[row].append(Payment(on, Decimal(left), item, by_money=False))
        return payments

    def _no_longer_owed(self, payments):
        """Of the promised part, what credit notes, write-offs or a cancelled invoice took off."""
        self.ensure_one()
        share, left = Decimal(str(self.amount)), Decimal(str(self.left))
        return share - still_owed(share, left, payments)
