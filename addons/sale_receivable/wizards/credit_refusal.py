from odoo import api, fields, models


class CreditRefusal(models.TransientModel):
    """A refusal that helps: why the order cannot be confirmed yet, what would let it pass, and whom to ask."""

    _name = "credit.refusal"
    _description = "Order that cannot be confirmed yet"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    receivable_reasons = fields.Json(related="order_id.receivable_reasons")
    receivable_offers = fields.Json(related="order_id.receivable_offers")
    has_offers = fields.Boolean(compute="_compute_has_offers")
    note = fields.Char(string="A word for the person who decides")

    @api.depends("order_id")
    def _compute_has_offers(self):
        for wizard in self:
            wizard.has_offers = bool(wizard.receivable_offers and wizard.receivable_offers["offers"])

    def action_ask(self):
        """The order waits among the credit holds; the salesperson is told where."""
        self.order_id.action_receivable_ask_release(self.note or "")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(order)s waits for a decision. You will be told.", order=self.order_id.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
