from odoo import models

from odoo.addons.receivable_dunning.logic import wording


class SepaDebit(models.Model):
    """A debit, as its payer is told about it: announced before its date, and written about when it comes back. One conversation."""

    _name = "sepa.debit"
    _inherit = ["sepa.debit", "dunning.event"]

    def _event_values(self, code, lang, date):
        return self.sepa_mandate_id._event_names() | {
            "debit date": wording.in_sentence(self.date, lang),
            "debit amount": self._event_amount(self.amount, lang),
        }
