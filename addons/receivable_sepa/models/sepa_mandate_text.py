from odoo import models


class SepaMandate(models.Model):
    """The text of a mandate: the sentences that the scheme prescribes, in the customer's language."""

    _inherit = "sepa.mandate"

    def _signing_text(self):
        """All that is signed, as plain text, so that it can be proved."""
        self.ensure_one()
        return "\n".join([self.reference, self.creditor_identifier, self.creditor_name, self._debtor_name(), self._iban()])

    def _keep_document(self):
        """The mandate as it was signed, as a PDF."""
