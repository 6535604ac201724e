from odoo import fields, models


class ReceivablePlanAllow(models.TransientModel):
    """A missed instalment may come some days later."""

    _name = "receivable.plan.allow"
    _description = "More days for an instalment"

    plan_id = fields.Many2one("receivable.payment.plan", required=True, ondelete="cascade")
    days = fields.Integer(required=True, default=5, help="From today.")

    def action_confirm(self):
        """The plan goes on; it is missed when these days have passed."""
        self.ensure_one()
        self.plan_id.action_allow(self.days)
        return {"type": "ir.actions.act_window_close"}
