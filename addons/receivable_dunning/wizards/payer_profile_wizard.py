from odoo import models


class PayerProfileWizard(models.TransientModel):
    """A profile brings its scenario: what would leave because of it is shown first."""

    _inherit = "payer.profile.wizard"

    def action_fix(self):
        return super().action_fix() if self.env.context.get("dunning_told") else self._dunning_first("action_fix")

    def action_release(self):
        return super().action_release() if self.env.context.get("dunning_told") else self._dunning_first("action_release")

    def _dunning_first(self, method):
        return self.env["dunning.consequence"]._first(self, method, self.partner_ids.commercial_partner_id.ids)
