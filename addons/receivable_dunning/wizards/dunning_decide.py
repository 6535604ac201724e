from odoo import fields, models


class DunningDecide(models.TransientModel):
    """Hand a file over, or try once more: a decision with its reason."""

    _name = "dunning.decide"
    _description = "Decide on a hand-over"

    action_id = fields.Many2one("dunning.action", required=True, ondelete="cascade")
    hand_over = fields.Boolean()
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Take the decision; the next thing to do slides in."""
        self.ensure_one()
        self.action_id.action_decide(self.hand_over, self.reason)
        return {"type": "ir.actions.act_window_close"}
