from odoo import models

from odoo.addons.receivable.logic.holds import Hold


class SepaMandate(models.Model):
    """What will be debited is announced by the notice of the debit, and not before the due date as well."""

    _inherit = "sepa.mandate"

    def _hold(self, row, _purpose):
        return Hold(
            "mandate", "leave", since=row.since,
            why=self.env._(
                "Paid by direct debit (mandate %(reference)s): the debit is announced by its own notice.", reference=self.reference
            ),
            lifted_by=self.env._("whoever manages direct debits, by closing the mandate"), evidence=("sepa.mandate", (self.id,)),
        )
