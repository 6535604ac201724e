from odoo import fields, models


class CreditAnswer(models.TransientModel):
    """The two answers that are not a release: no, or show me first. Both need words, which the salesperson reads at once."""

    _name = "credit.answer"
    _description = "Answer to an order in credit hold"

    order_id = fields.Many2one("sale.order", required=True, default=lambda self: self.env.context.get("active_id"))
    answer = fields.Selection([("refuse", "Refuse"), ("documents", "Ask for documents")], required=True, default="refuse")
    words = fields.Text(required=True)

    def action_answer(self):
        self.ensure_one()
        if self.answer == "refuse":
            self.order_id.action_receivable_refuse(self.words)
        else:
            self.order_id.action_receivable_ask_documents(self.words)
        return {"type": "ir.actions.act_window_close"}
