from odoo import models


class ResPartner(models.Model):
    """The score's factor of promises opens the promises that were not kept, not invoices."""

    _inherit = "res.partner"

    def _receivable_factor(self, factor, lost, weight):
        shown = super()._receivable_factor(factor, lost, weight)
        if factor.code != "promises":
            return shown
        count = len(factor.items)
        return shown | {
            "evidence": self._receivable_link(("receivable.promise", factor.items)),
            "evidence_label": self.env._("1 promise") if count == 1 else self.env._("%(count)s promises", count=count),
        }
