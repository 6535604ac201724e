from odoo import api, fields, models

from .receivable_agreement import COLLECTOR
from .receivable_payment_claim import RUNNING


class ReceivablePaymentClaim(models.Model):
    """What the screen shows beside what the customer says: the invoice, and what was seen that may pay it."""

    _inherit = "receivable.payment.claim"

    may_answer = fields.Boolean(compute="_compute_may_answer")
    left_now = fields.Monetary(compute="_compute_left_now", string="Left to pay")
    stops_text = fields.Char(compute="_compute_stops_text", string="What it stops")
    seen_text = fields.Text(compute="_compute_seen_text", string="Seen so far", help="Money not matched yet that may pay this invoice.")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_answer(self):
        collector = self.env.user.has_group(COLLECTOR)
        for claim in self:
            claim.may_answer = collector and claim.state in RUNNING

    @api.depends("move_line_id.amount_residual_currency")
    def _compute_left_now(self):
        for claim in self:
            claim.left_now = claim.sudo().move_line_id.amount_residual_currency  # sudo: an amount of the item that is shown

    @api.depends("state", "held_until", "found_until")
    @api.depends_context("lang")
    def _compute_stops_text(self):
        today = fields.Date.context_today(self)
        for claim in self:
            until = claim._left_alone_until(today)
            claim.stops_text = (
                self.env._("Reminders and debits of this invoice, until %(day)s.", day=self._day(until)) if until
                else self.env._("Nothing any more: reminders go on.")
            )  # fmt: skip

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_seen_text(self):
        today = fields.Date.context_today(self)
        for claim in self:
            line = claim.sudo().move_line_id  # sudo: told as sentences
            seen = line._receivable_sight(today).get(line.id, []) if claim.state in RUNNING else []
            sentences = [line._receivable_sight_sentence(covered.match) for covered in seen]
            claim.seen_text = "\n".join(sentences) or self.env._("Nothing that is not matched fits this invoice so far.")

    # -- buttons --------------------------------------------------------------------------------------------------------------

    def action_ask_not_found(self):
        """It is not there: what the customer will read."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Not found"), "res_model": "receivable.payment.claim.refuse",
            "views": [(False, "form")], "target": "new", "context": {"default_claim_id": self.id},
        }  # fmt: skip

    def action_open_invoice(self):
        """The invoice that is said to be paid."""
        return self.move_id._get_records_action(name=self.env._("Invoice"))

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()
