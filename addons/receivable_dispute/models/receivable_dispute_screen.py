from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from .receivable_agreement import COLLECTOR
from .receivable_dispute import OPEN

FOLDED = ("withdrawn", "closed")


class ReceivableDispute(models.Model):
    """What the screen of a dispute shows beside its fields, and the questions that its buttons ask."""

    _inherit = "receivable.dispute"

    is_open = fields.Boolean(compute="_compute_is_open")
    may_decide = fields.Boolean(compute="_compute_may_decide", help="Its owner, and those who follow payers up.")
    available_line_ids = fields.Many2many("account.move.line", compute="_compute_available_line_ids", help="What the payer has open.")
    credit_note_state = fields.Selection(related="credit_note_id.state", string="State of the credit note")
    stops_text = fields.Char(compute="_compute_stops_text", string="What it stops")
    product_id = fields.Many2one(
        "product.product", compute="_compute_product_id", store=True, index="btree_not_null",
        help="The product that weighs most in the invoice.",
    )  # fmt: skip

    @api.depends("state")
    def _compute_is_open(self):
        for dispute in self:
            dispute.is_open = dispute.state in OPEN

    @api.depends("owner_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        collector = self.env.user.has_group(COLLECTOR)
        for dispute in self:
            dispute.may_decide = collector or dispute.owner_id == self.env.user

    @api.depends("partner_id", "company_id")
    def _compute_available_line_ids(self):
        for dispute in self:
            dispute.available_line_ids = dispute.partner_id._receivable_debt_lines(dispute.company_id)

    @api.depends("amount", "state", "payable_by")
    @api.depends_context("lang")
    def _compute_stops_text(self):
        for dispute in self:
            dispute.stops_text = dispute._stops()

    def _stops(self):
        if self.is_open:
            amount = format_amount(self.env, self.amount, self.currency_id)
            return self.env._("Reminders, debits, interest and the block of orders, for %(amount)s only. The rest goes on.", amount=amount)
        if self.state in ("rejected", "partly") and self.payable_by and self.payable_by >= fields.Date.context_today(self):
            return self.env._("Reminders, until %(day)s: the day we gave them to pay.", day=format_date(self.env, self.payable_by))
        return self.env._("Nothing any more.")

    @api.depends("move_id")
    def _compute_product_id(self):
        for dispute in self:
            lines = dispute.move_id.invoice_line_ids.filtered("product_id").sorted("price_subtotal")
            dispute.product_id = lines[-1:].product_id

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """The one invoice that is open, or the one that is late, needs no choosing."""
        if self._origin or not self.partner_id or self.move_line_ids:
            return
        lines = self.available_line_ids._origin
        late = lines.filtered(lambda line: line.date_maturity and line.date_maturity < fields.Date.context_today(self))
        self.move_line_ids = lines if len(lines) == 1 else late if len(late) == 1 else self.move_line_ids

    @api.onchange("move_line_ids")
    def _onchange_move_line_ids(self):
        """The whole of what is left, unless they say less."""
        self.currency_id = self.move_line_ids.currency_id[:1]
        self.amount = sum(self.move_line_ids.mapped("amount_residual_currency"))

    @api.model
    def action_disputes(self):
        """The disputes as their reader needs them: their own and nobody's first; a credit manager sees everybody's."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_dispute.receivable_dispute_action")
        if self.env.user.has_group("receivable.group_receivable_manager"):
            action["context"] = {"search_default_open": 1}
        return action

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """Nobody works on what was withdrawn or is settled: these columns are folded until somebody opens them."""
        groups = super().formatted_read_group(domain, groupby, aggregates, having, offset, limit, order)
        if tuple(groupby) == ("state",) and self._web_read_group_field_expand(groupby):
            for group in groups:
                group["__fold"] = group["state"] in FOLDED
        return groups

    # -- buttons --------------------------------------------------------------------------------------------------------------

    def _ask(self, decision, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "receivable.dispute.decide", "views": [(False, "form")],
            "target": "new", "context": {"default_dispute_id": self.id, "default_decision": decision},
        }  # fmt: skip

    def action_ask_accept(self):
        """They are right: how much, and what they will read."""
        return self._ask("accept", self.env._("Accept"))

    def action_ask_accept_partly(self):
        """They are partly right: how much."""
        return self._ask("partly", self.env._("Accept in part"))

    def action_ask_reject(self):
        """They are not right: why, in words that they will read."""
        return self._ask("reject", self.env._("Reject"))

    def action_ask_customer_dialog(self):
        """Something is missing: what."""
        return self._ask("ask", self.env._("Ask the customer"))

    def action_open_invoice(self):
        """The invoice that is contested."""
        return self.move_id._get_records_action(name=self.env._("Invoice"))

    def action_open_credit_note(self):
        """The credit note that answers the dispute."""
        return self.credit_note_id._get_records_action(name=self.env._("Credit note"))

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()
