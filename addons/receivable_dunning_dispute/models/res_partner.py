from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _dunning_chased(self, company):
        """An answer under way is no chasing."""
        under_way = super()._dunning_chased(company)
        actions = self.env["dunning.action"].browse(id_ for one in under_way for id_ in one.evidence[1])
        events = set(actions._events().ids)
        return [one for one in under_way if not events & set(one.evidence[1])]
