import textwrap
from decimal import Decimal

from odoo import models

from odoo.addons.receivable_sepa.logic import pain008

LINE = 70  # characters of a line of an address
TEXT = 140  # characters that a customer reads on the bank statement


class SepaDebit(models.Model):
    """A debit as the file of its collection tells it."""

    _inherit = "sepa.debit"

    def _as_debit(self):
        """This debit as the file tells it."""
        mandate = self.sepa_mandate_id
        return pain008.Debit(
            self.end_to_end, Decimal(str(self.amount)), pain008.Mandate(mandate.reference, mandate.signed_on, self._as_amendment()),
            pain008.Party(mandate._debtor_name(), self._as_address()), mandate._iban(), mandate.bic or "",
            self.partner_id.name if mandate.holder else "", self._remittance(),
        )

    def _as_address(self):
        """Town and country apart, the street as lines: what banks take since November 2026."""
        mandate = self.sepa_mandate_id
        if not (mandate.street or mandate.zip or mandate.city):
            return None
        lines = tuple(textwrap.wrap(mandate.street or "", LINE))
        return pain008.Address(zip=mandate.zip or "", city=mandate.city or "", country=mandate.country_id.code or "", lines=lines)

    def _as_amendment(self):
        return self.amendment_id._for_file() if self.amendment_id else None

    def _remittance(self):
        """What the customer reads on the bank statement: the invoices, as many as the line holds."""
        numbers = [number for number in self.item_ids.mapped("number") if number]
        shown = list(numbers)
        while len(self._listed(shown, numbers)) > TEXT:
            shown.pop()
        return self._listed(shown, numbers)

    @staticmethod
    def _listed(shown, numbers):
        more = len(numbers) - len(shown)
        return " ".join(shown) + (f" +{more}" if more else "")
