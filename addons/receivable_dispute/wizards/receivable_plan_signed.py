from odoo import fields, models


class ReceivablePlanSigned(models.TransientModel):
    """The payer signed the printed proposal."""

    _name = "receivable.plan.signed"
    _description = "Plan signed on paper"

    plan_id = fields.Many2one("receivable.payment.plan", required=True, ondelete="cascade")
    name = fields.Char(string="Signed by", required=True, help="First and last name, as on the paper.")

    def action_confirm(self):
        """The plan begins."""
        self.ensure_one()
        self.plan_id.action_accept(self.name)
        return {"type": "ir.actions.act_window_close"}
