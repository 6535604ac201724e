from odoo import fields, models


class ReceivablePaymentClaimRefuse(models.TransientModel):
    """The payment was not found: what the customer reads on their page and by e-mail."""

    _name = "receivable.payment.claim.refuse"
    _description = "Answer: payment not found"

    claim_id = fields.Many2one("receivable.payment.claim", required=True, ondelete="cascade")
    text = fields.Text(string="Our answer", required=True, help="The customer reads these words.")

    def action_confirm(self):
        """Tell them; reminders go on from the next night."""
        self.ensure_one()
        self.claim_id.action_not_found(self.text)
        return {"type": "ir.actions.act_window_close"}
