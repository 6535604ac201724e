from odoo import models

from odoo.addons.receivable_dunning_sepa.logic.texts import RETURNED


class SepaReturn(models.Model):
    """Whoever is debited in vain hears of it the same day; what a customer refuses, a person looks at first."""

    _inherit = "sepa.return"

    def _applied(self):
        result = super()._applied()
        for message, returns in self.filtered(lambda one: one.message in RETURNED).grouped("message").items():
            returns.debit_id._tell_returned(message)
        return result

    def _effect_sentences(self):
        sentences = super()._effect_sentences()
        if self.debit_id and self.state in ("to_apply", "applied") and self.message in RETURNED:
            sentences.append(self._message_sentence())
        return sentences

    def _message_sentence(self):
        if self.message == "refused":
            return self.env._("Message “debit unpaid”, to approve.")
        return self.env._("Message “debit unpaid”.")
