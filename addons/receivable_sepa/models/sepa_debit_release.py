from odoo import models

from .sepa_collection import PREPARED
from .sepa_debit import WAITING


class SepaDebit(models.Model):
    """What happens to a debit while its collection is checked again and released."""

    _inherit = "sepa.debit"

    def _follow_items(self, date):
        """A debit is what its items add up to; without items it is none."""
        for debit in self:
            if debit.item_ids:
                debit.amount = sum(debit.item_ids.mapped("amount"))
        empty = self.filtered(lambda debit: not debit.item_ids)
        empty._end("cancelled", date)
        for company, debits in empty.grouped("company_id").items():
            debits.partner_id._receivable_ask_again(company)

    def action_take_out(self):
        """This debit leaves the collection; its items stay owed."""
        self.collection_id._check_manager()
        self.collection_id._check_state(*PREPARED)
        for debit in self.sudo().filtered(lambda debit: debit.state in WAITING):  # sudo: the button checks who pressed it
            why = self.env._("Taken out by %(user)s.", user=self.env.user.name)
            for row in debit.item_ids:
                row._leave(row.amount, "by_hand", why)
            debit._follow_items(self.collection_id._today())

    def _set_sequences(self):
        """What each debit is to the bank."""
        for mandate, debits in self.sorted("id").grouped("sepa_mandate_id").items():
            sequences = mandate._next_sequences(len(debits), debits.journal_id.sepa_first_sequence == "frst")
            for debit, sequence in zip(debits, sequences, strict=True):
                debit.sequence = sequence

    def _tell_changes(self):
        """The first debit of each mandate tells its bank what has changed since the one before."""
        for mandate, debits in self.sorted("id").grouped("sepa_mandate_id").items():
            debits[0].amendment_id = mandate._pending_amendment()
