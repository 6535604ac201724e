from odoo import api, fields, models
from odoo.tools import format_amount

DECISIONS = [("accept", "Accept"), ("partly", "Accept in part"), ("reject", "Reject"), ("ask", "Ask the customer")]


class ReceivableDisputeDecide(models.TransientModel):
    """What we answer to a dispute, in the words that the customer reads."""

    _name = "receivable.dispute.decide"
    _description = "Answer to a dispute"

    dispute_id = fields.Many2one("receivable.dispute", required=True, ondelete="cascade")
    decision = fields.Selection(DECISIONS, required=True)
    currency_id = fields.Many2one(related="dispute_id.currency_id")
    contested = fields.Monetary(related="dispute_id.amount", related_sudo=False, string="They contest")
    amount = fields.Monetary(
        string="We accept", compute="_compute_amount", store=True, readonly=False, help="A draft credit note is prepared for this amount."
    )
    text = fields.Text(string="Our answer", help="The customer reads these words.")
    effect = fields.Char(compute="_compute_effect", string="What happens next")

    @api.depends("dispute_id", "decision")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.dispute_id.amount if wizard.decision == "accept" else 0

    @api.depends("decision", "amount")
    @api.depends_context("lang")
    def _compute_effect(self):
        for wizard in self:
            wizard.effect = wizard._effect()

    def _effect(self):
        days = self.dispute_id.company_id.receivable_answer_days
        if self.decision == "ask":
            return self.env._("The dispute waits for the customer; what they contest is left alone meanwhile.")
        if self.decision == "reject":
            return self.env._("No reminder about this amount for %(days)s days, then the scenario goes on.", days=days)
        if not self.amount:
            return self.env._("Say how much we accept.")
        amount = format_amount(self.env, self.amount, self.currency_id)
        text = self.env._("A credit note of %(amount)s is prepared as a draft: you check it and post it.", amount=amount)
        if self.decision == "partly":
            rest = self.env._("No reminder about the rest for %(days)s days, then the scenario goes on.", days=days)
            return f"{text} {rest}"
        return text

    def action_confirm(self):
        """Answer; the credit note, where there is one, opens from the dispute."""
        self.ensure_one()
        if self.decision == "ask":
            self.dispute_id.action_ask_customer(self.text)
        elif self.decision == "reject":
            self.dispute_id.action_reject(self.text)
        else:
            self.dispute_id.action_accept(self.amount, self.text)
        return {"type": "ir.actions.act_window_close"}
