from babel import Locale
from babel.dates import format_date

from odoo import models

from odoo.addons.receivable_sepa.logic import iban as ibans
from odoo.addons.receivable_sepa.logic.wording import WORDINGS


class SepaMandate(models.Model):
    """The text of a mandate: the sentences that the scheme prescribes, in the customer's language, and who signs for what."""

    _inherit = "sepa.mandate"

    def _wording(self):
        """The form in the language of this mandate."""
        self.ensure_one()
        return WORDINGS[self.lang]

    def _sentences(self):
        """What is prescribed for its scheme, with the creditor named: authorisation, rights."""
        scheme = self._wording().scheme(self.scheme)
        return [scheme.authorisation.format(creditor=self.creditor_name), scheme.rights]

    def _signing_text(self):
        """All that is signed, as plain text, so that it can be proved. It holds the whole account number: not for a screen of ours.

        Its fingerprint is shown: without the random number of the last line, all account numbers could be tried until one fits.
        """
        self.ensure_one()
        scheme, labels = self._wording().scheme(self.scheme), self._wording().labels
        kind = labels.one_off if self.recurrence == "one_off" else labels.recurrent
        return "\n".join([
            scheme.title,
            f"{labels.reference}: {self.reference}",
            f"{labels.creditor_identifier}: {self.creditor_identifier}",
            f"{labels.creditor}: {', '.join([self.creditor_name, *self._creditor_address()])}",
            *self._sentences(),
            f"{labels.debtor}: {', '.join([self._debtor_name(), *self._debtor_address()])}",
            f"{labels.account}: {ibans.spaced(self._iban())}",
            *([f"{labels.bic}: {self.bic}"] if self.bic else []),
            f"{labels.kind}: {kind}",
            labels.note,
            self.sudo().signing_salt,  # sudo: nobody reads it but with the text
        ])

    def _creditor_address(self):
        place = self.company_id.partner_id
        return self._address_lines(", ".join(filter(None, (place.street, place.street2))), place.zip, place.city, place.country_id)

    def _debtor_address(self):
        return self._address_lines(self.street, self.zip, self.city, self.country_id)

    def _address_lines(self, street, code, city, country):
        """Street, town and country, in the language of the mandate."""
        named = Locale(self.lang).territories.get(country.code, country.name) if country else ""
        return [line for line in (street, " ".join(filter(None, (code, city))), named) if line]

    def _long_day(self, day):
        """A day as the language of the mandate writes it, whether or not it is installed."""
        return format_date(day, "long", locale=self.lang) if day else ""
