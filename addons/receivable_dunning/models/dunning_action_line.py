from decimal import Decimal

from odoo import fields, models

from odoo.addons.receivable_dunning.logic.escalation import money
from odoo.addons.receivable_dunning.logic.message import Item


class DunningActionLine(models.Model):
    """One item in one message, at its own level, with its own copies of what the invoice said that day.

    The database forbids the same item, level and occurrence twice among living lines. ``alive`` follows the state of the action:
    cancelled frees the level, skipped does not. The accountant can always reset or delete the invoice: evidence is a copy.
    """

    _name = "dunning.action.line"
    _description = "Dunning action line"
    _order = "date_due, id"
    _log_access = False  # written with its action, which says by whom and when

    action_id = fields.Many2one("dunning.action", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    move_line_id = fields.Many2one("account.move.line", string="Item", index="btree_not_null", ondelete="set null")
    level_id = fields.Many2one("dunning.level", string="Step", index="btree_not_null", ondelete="restrict")
    severity = fields.Integer(required=True, default=0)
    occurrence = fields.Integer(required=True, default=0, help="0 for a step triggered by a date; n for the n-th settlement or return.")
    role = fields.Selection(
        [("asked", "Asked for"), ("listed", "Listed"), ("coming", "Coming"), ("credit", "Credit"), ("paid", "Paid")],
        required=True,
        default="asked",
        help="Asked for: this message is the item's step. Listed: overdue too, between two steps. "
        "Coming: due soon. Credit: in their favour.",
    )
    alive = fields.Boolean(required=True, default=True)
    left_reason = fields.Selection(
        [("paid", "Paid"), ("held", "Held"), ("credits", "Covered by credits")],
        string="Left the message",
        help="Why the item is no longer in the message: seen when everything was asked again before it left.",
    )
    amount = fields.Monetary(help="What the message asks for on this item, in the item's currency.")
    amount_remaining = fields.Monetary(
        string="Left",
        help="What is left on the item, the disputed part taken off. The credits that the message deducts are rows of their own.",
    )
    amount_original = fields.Monetary(string="Amount of the item")
    currency_id = fields.Many2one("res.currency", required=True)
    date = fields.Date(related="action_id.date")
    level_name = fields.Char(related="action_id.level_name")
    channel = fields.Selection(related="action_id.channel")
    state = fields.Selection(related="action_id.state")
    number = fields.Char()
    reference = fields.Char(string="Their reference")
    date_issued = fields.Date()
    date_due = fields.Date()

    _once = models.UniqueIndex(
        "(move_line_id, level_id, occurrence) WHERE alive AND role IN ('asked', 'coming', 'paid')",
        "This item already received this step.",
    )

    def action_open_message(self):
        """The message that named this item, exactly as sent."""
        return self.action_id._get_records_action(name=self.env._("Message"))

    def _as_item(self, date, link):
        """The row that a reader gets: in the item's own currency, a credit with negative amounts."""
        move = self.move_line_id.move_id
        original = money(self.amount_original)
        due = self.date_due or date
        return Item(
            number=self.number or "",
            reference=self.reference or "",
            issued=self.date_issued or due,
            due=due,
            amount=original,
            paid=max(original - money(self.move_line_id.amount_residual_currency), Decimal(0)) if self.move_line_id else Decimal(0),
            remaining=money(self.amount_remaining),
            days_late=max((date - due).days, 0),
            currency=self.currency_id.name,
            kind="credit" if self.role == "credit" else "coming" if self.role == "coming" else "debt",
            link=link % move.id if move else "",
            order=move.invoice_origin or "",
        )
