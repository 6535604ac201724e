from odoo import models


class SepaCollection(models.Model):
    """What a bank means when it rejects a whole file, or a whole group of it."""

    _inherit = "sepa.collection"

    def _debits_of_group(self, reference):
        """The debits of one group of the file; without a reference, all of them."""
        debits = self._live_debits()
        if not reference:
            return debits
        told = {debit.end_to_end for group in self._as_groups() if group.id == reference for debit in group.debits}
        return debits.filtered(lambda debit: debit.end_to_end in told)
