from odoo import fields, models


class DunningCallOutcome(models.TransientModel):
    """What came of a call, when the outcome needs a day, an amount or a word."""

    _name = "dunning.call.outcome"
    _description = "Outcome of a call"

    action_id = fields.Many2one("dunning.action", required=True, ondelete="cascade")
    outcome = fields.Selection([("promised", "Promised"), ("disputed", "Disputed"), ("call_back", "Will call back")], required=True)
    date = fields.Date(string="Day")
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="action_id.company_currency_id")
    note = fields.Char(help="Facts, in words one would show to the payer.")

    def action_confirm(self):
        """Record it: the dialog closes, the next thing to do slides in."""
        self.ensure_one()
        self.action_id.action_call_outcome(self.outcome, self.date, self.amount, self.note or "")
        return {"type": "ir.actions.act_window_close"}
