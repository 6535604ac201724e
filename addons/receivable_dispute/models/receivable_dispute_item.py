from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models

KINDS = [
    ("contested", "Contested"),
    ("accepted", "Accepted, credit note to come"),
    ("answered", "Answered, to be paid by a day"),
]


class ReceivableDisputeItem(models.Model):
    """One part of one item that is left alone, from a day until another: what the gate reads, for any day past or present."""

    _name = "receivable.dispute.item"
    _inherit = "receivable.agreed.item"
    _description = "Contested part of an item"
    _order = "since, id"

    dispute_id = fields.Many2one("receivable.dispute", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dispute_id.company_id", store=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, default="contested")
    since = fields.Date(required=True, readonly=True)
    ended_on = fields.Date(readonly=True, help="First day on which this part is no longer left alone. Empty: it still is.")

    _days = models.Constraint("CHECK(ended_on >= since)", "A part ends on or after the day it begins.")
    _running_idx = models.Index("(item) WHERE ended_on IS NULL")

    @api.model
    def _running(self, items):
        """What is contested or accepted on these items and not ended: ``{item: amount}``."""
        rows = self.search_fetch([("item", "in", list(items)), ("ended_on", "=", False)], ["item", "amount"])
        amounts = defaultdict(Decimal)
        for row in rows:
            amounts[row.item] += Decimal(str(row.amount))
        return amounts

    def _end(self, date):
        """From this day on these parts are no longer left alone; what has ended before stays as it was."""
        for part in self.filtered(lambda part: not part.ended_on or part.ended_on > date):
            part.ended_on = max(date, part.since)
