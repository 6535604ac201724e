from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.receivable_sepa.logic import bic as bics
from odoo.addons.receivable_sepa.logic import iban as ibans

from .sepa_record import SEPA_MANAGER


class SepaMandate(models.Model):
    """The account of a mandate: entered once, shown masked, read whole by the engine alone."""

    _inherit = "sepa.mandate"

    iban_entry = fields.Char(
        string="Enter the IBAN", compute="_compute_iban_entry", inverse="_inverse_iban_entry",
        help="Checked at once; afterwards the screen shows its ends only.",
    )
    look_ids = fields.One2many("sepa.iban.look", "sepa_mandate_id", string="Looks at the account", readonly=True, groups=SEPA_MANAGER)

    @api.depends("iban")
    def _compute_iban_masked(self):
        for mandate in self:
            mandate.iban_masked = ibans.masked(mandate.iban) if mandate.iban else False

    def _compute_iban_entry(self):
        """What was entered is never given back."""
        self.iban_entry = False

    def _inverse_iban_entry(self):
        self.flush_recordset()  # the number is written alone: what the database refuses is logged with all that was written at once
        for mandate in self.filtered("iban_entry"):
            # sudo: nobody may write the number but through this check
            mandate.sudo().iban = mandate._checked_iban(mandate.iban_entry)

    @api.onchange("iban_entry")
    def _onchange_iban_entry(self):
        """A fault is told while leaving the field, not when saving."""
        if self.iban_entry:
            self.iban_entry = ibans.normalise(self.iban_entry)
            sentence = self._iban_sentence(self.iban_entry)
            return {"warning": {"title": self.env._("Account number"), "message": sentence}} if sentence else None
        return None

    @api.constrains("bic")
    def _check_bic(self):
        for mandate in self.filtered("bic"):
            if bics.fault(mandate.bic):
                raise UserError(self.env._("%(bic)s is no BIC: 8 or 11 letters and digits, as AGRIFRPPXXX.", bic=mandate.bic))

    def _iban(self):
        """The whole account number, for files and comparisons; never for a screen."""
        self.ensure_one()
        return self.sudo().iban or ""  # sudo: nobody but the engine reads it

    @api.model
    def _checked_iban(self, text):
        """An account number in its plain form; a sentence for what is none."""
        sentence = self._iban_sentence(text)
        if sentence:
            raise UserError(sentence)
        return ibans.normalise(text)

    @api.model
    def _iban_sentence(self, text):
        """What is wrong with an account number, in words; '' when nothing is."""
        _ = self.env._
        return {
            "empty": _("Enter the account number (IBAN)."),
            "characters": _("An IBAN is made of letters and digits only."),
            "country": _("An IBAN begins with the two letters of a country and two digits, as FR76."),
            "length": _("This IBAN has not the length of its country: digits are missing, or too many."),
            "structure": _("This IBAN is not built as those of its country."),
            "check": _("This IBAN has a wrong digit: its check digits do not match."),
            "rib_key": _("This IBAN has a wrong digit: the key of the French account number does not match."),
            "not_sepa": _("Accounts of this country take no part in SEPA direct debits."),
            "": "",
        }[ibans.fault(text, self._sepa_countries())]

    @api.model
    def _sepa_countries(self):
        """Codes of the countries whose banks take part: the group of countries, which data may complete."""
        return frozenset(self.env.ref("base.sepa_zone").sudo().country_ids.mapped("code"))  # sudo: a list of countries

    def action_show_iban(self):
        """The whole number, once, for somebody who says so; it is written down."""
        self.ensure_one()
        self._check_manager()
        number = self._looked_at(self.env._("on the screen"))
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "title": self.env._("Account of %(payer)s", payer=self._debtor_name()), "sticky": True, "type": "info",
                "message": self.env._("%(iban)s. This look was written down.", iban=ibans.spaced(number)),
            },
        }  # fmt: skip

    def _looked_at(self, where):
        """The whole number, after who saw it was written down."""
        self.ensure_one()
        if not self._iban():
            raise UserError(self.env._("No account is known yet for this mandate."))
        # sudo: looks are written by this method only
        self.env["sepa.iban.look"].sudo().create({"sepa_mandate_id": self.id, "user_id": self.env.uid, "where": where})
        return self._iban()
