from odoo import models
from odoo.tools import format_amount

from odoo.addons.receivable.logic.holds import Hold


class SepaMandate(models.Model):
    """What will be debited is announced by the notice of the debit, and not before the due date as well."""

    _inherit = "sepa.mandate"

    def _hold(self, row, _purpose):
        return Hold(
            "mandate", "leave", since=row.since,
            why=self.env._("Paid by direct debit (mandate %(reference)s): the notice of the debit tells the date.", reference=self.reference),
            lifted_by=self.env._("whoever manages direct debits, by closing the mandate"), evidence=("sepa.mandate", (self.id,)),
        )

    def _money(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)
