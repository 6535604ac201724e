from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.receivable_dispute.logic.promise import Payment


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
    known_event = fields.Integer(readonly=True, help="Last event of the item known then: payments after it count.")

    @api.model
    def _copies_of(self, parts, day=None):
        """Values for each item and the part of it that is concerned: ``{line: amount}``, as things were on a day; None: now."""
        known = self._known_events([line.id for line in parts], day)
        return [
            {
                "move_line_id": line.id,
                "item": line.id,
                "number": line.name if line.move_id.move_type == "entry" and line.name else line.move_id.name,
                "due": line.date_maturity or line.date,
                "currency_id": line.currency_id.id,
                "amount": amount,
                "left": line.amount_residual_currency + float(known.get(line.id, (0, 0))[1]),
                "known_event": known.get(line.id, (0, 0))[0],
            }
            for line, amount in parts.items()
        ]

    @api.model
    def _known_events(self, items, day):
        """``{item: (last event dated by the day, what was paid after it)}``; without a day, everything known counts as known."""
        self.env["receivable.event"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT item, COALESCE(MAX(id) FILTER (WHERE amount <> 0 AND (%(all)s OR date <= %(day)s)), 0),
                      COALESCE(SUM(amount) FILTER (WHERE NOT (%(all)s OR date <= %(day)s)), 0)::text
                 FROM receivable_event WHERE item = ANY(%(items)s) GROUP BY item""",
            all=day is None, day=day, items=list(items),
        ))
        return {item: (last, Decimal(later)) for item, last, later in rows}

    def _payments(self, date):
        """What came in on these items since, known and dated by a day: ``{row: [Payment]}``; one query."""
        if not self:
            return {}
        self.env["receivable.event"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT i.id, e.date, e.amount::text, i.item, e.by_money
                 FROM %(table)s i JOIN receivable_event e ON e.item = i.item AND e.id > i.known_event
                WHERE i.id = ANY(%(ids)s) AND e.amount <> 0 AND e.date <= %(date)s AND e.known_on <= %(date)s
                ORDER BY e.date, e.id""",
            table=SQL.identifier(self._table), ids=self.ids, date=date,
        ))
        payments = {row: [] for row in self.ids}
        for row, on, amount, item, by_money in rows:
            payments[row].append(Payment(on, Decimal(amount), item, by_money))
        return payments
