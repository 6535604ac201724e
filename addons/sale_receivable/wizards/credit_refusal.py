from odoo import api, fields, models


class CreditRefusal(models.TransientModel):
    """A refusal that helps: why the order cannot be confirmed yet, what would let it pass, and whom to ask."""

    _name = "credit.refusal"
    _description = "Order that cannot be confirmed yet"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    receivable_reasons = fields.Json(compute="_compute_refusal")
    receivable_offers = fields.Json(compute="_compute_refusal")
    has_offers = fields.Boolean(compute="_compute_refusal")
    note = fields.Char(string="A word for the person who decides")

    @api.depends("order_id")
    @api.depends_context("lang", "uid")
    def _compute_refusal(self):
        """As on the order; those of somebody else's order are not read through here."""
        for wizard in self:
            order = wizard.order_id
            order.check_access("read")
            wizard.receivable_reasons, wizard.receivable_offers = order.receivable_reasons, order.receivable_offers
            wizard.has_offers = bool(order.receivable_offers["offers"])

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
