from odoo import models


class DunningLedger(models.AbstractModel):
    _inherit = "dunning.ledger"

    def _waiting(self, company, payer_ids, outdated):
        """An answer that has not left yet keeps no reminder from leaving."""
        waiting = super()._waiting(company, payer_ids, outdated)
        events = self.env["dunning.action"].browse(one.action for one in waiting)._events()
        return [one for one in waiting if one.action not in events._ids]
