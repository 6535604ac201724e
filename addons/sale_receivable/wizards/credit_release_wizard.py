from odoo import api, fields, models


class CreditReleaseWizard(models.TransientModel):
    """Let an order pass in spite of the verdict: once, up to an amount, or until a day; never without a reason."""

    _name = "credit.release.wizard"
    _description = "Release an order"

    order_id = fields.Many2one("sale.order", required=True, default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one(related="order_id.company_id.currency_id")
    receivable_reason = fields.Char(compute="_compute_texts")
    kind = fields.Selection(
        [("once", "This order, once"), ("amount", "Up to an amount"), ("until", "Until a date")], required=True, default="once"
    )
    amount = fields.Monetary()
    until = fields.Date()
    reason = fields.Char(required=True)
    ceiling_text = fields.Char(compute="_compute_texts")
    consequence = fields.Char(compute="_compute_texts")

    @api.depends("order_id", "kind", "amount", "until")
    @api.depends_context("uid", "lang")
    def _compute_texts(self):
        for wizard in self:
            wizard.order_id.check_access("read")
            wizard.receivable_reason = wizard.order_id.receivable_reason
            wizard.ceiling_text = wizard._ceiling_sentence()
            wizard.consequence = wizard._consequence_sentence()

    def _ceiling_sentence(self):
        ceiling = self.env["credit.release"]._ceiling(self.order_id.company_id)
        if ceiling is None:
            return self.env._("You may release any amount.")
        return self.env._(
            "You may release up to %(amount)s.", amount=self.env["res.partner"]._receivable_money(self.order_id.company_id)(ceiling)
        )

    def _consequence_sentence(self):
        if self.kind == "once":
            return self.env._("This order passes as it is. If it grows, it needs a new decision.")
        if self.kind == "amount":
            return self.env._("This order passes as long as it stays within the amount.")
        return self.env._("This order may be confirmed until that day, as it is; afterwards it needs a new decision.")

    def action_release(self):
        self.ensure_one()
        amount = self.amount if self.kind == "amount" else 0
        until = self.until if self.kind == "until" else False
        self.order_id.action_receivable_release(self.kind, amount, until, self.reason)
        return {"type": "ir.actions.act_window_close"}
