from odoo import models


class ReceivablePause(models.Model):
    """Before a pause ends: what would leave because of it."""

    _inherit = "receivable.pause"

    def action_resume(self):
        if self.env.context.get("dunning_told"):
            return super().action_resume()
        self.check_access("write")
        return self.env["dunning.consequence"]._first(self, "action_resume", self.partner_id.commercial_partner_id.ids)
