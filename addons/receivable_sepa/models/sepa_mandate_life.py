from odoo import api, models
from odoo.exceptions import UserError


class SepaMandate(models.Model):
    """From the signature to the end: active, suspended, closed, lapsed."""

    _inherit = "sepa.mandate"

    # -- begins ---------------------------------------------------------------------------------------------------------------

    def _activate(self, signed_on):
        """The customer has signed: the account may be debited from that day on."""
        for mandate in self.sudo():  # sudo: written by buttons and by the customer's signature only
            mandate._check_state("draft", "sent")
            if not mandate.iban:
                raise UserError(self.env._("Enter the account number of %(payer)s first.", payer=mandate._debtor_name()))
            mandate.write({"state": "active", "signed_on": signed_on, "sign_hash": False, "sign_until": False})
            if mandate.signed_on > self._today():
                raise UserError(self.env._("A mandate cannot be signed on a day to come. Check the date."))
        self._ask_again()

    # -- stops and goes on ----------------------------------------------------------------------------------------------------

    def _suspend(self, why):
        """No debit by this mandate until a person resumes it."""
        for mandate in self.sudo():  # sudo: written by buttons and by bank returns only
            mandate._check_state("active")
            mandate.write({"state": "suspended", "suspended_why": why})
            mandate._message_log(body=self.env._("Suspended: %(why)s", why=why))
        self._ask_again()

    def action_resume(self):
        """The reason is settled: the account may be debited again."""
        self._check_manager()
        self._resume()

    def _resume(self):
        for mandate in self.sudo():  # sudo: written by buttons and by a new account only
            mandate._check_state("suspended")
            mandate.write({"state": "active", "suspended_why": False})
            mandate._message_log(body=self.env._("Resumed by %(user)s.", user=self.env.user.name))
        self._ask_again()

    # -- ends -----------------------------------------------------------------------------------------------------------------

    def _close(self, why):
        """For good: the reference is never used again; what was debited stays."""
        for mandate in self.sudo():  # sudo: written by buttons, by the customer and by bank returns only
            mandate._check_state("sent", "active", "suspended")
            mandate.write({
                "state": "closed", "closed_on": self._today(), "closed_why": why, "sign_hash": False, "sign_until": False,
            })  # fmt: skip
            mandate._message_log(body=self.env._("Closed: %(why)s", why=why))
        self._ask_again()

    def _ask_again(self):
        """What was decided about these payers is decided again."""
        for company, mandates in self.grouped("company_id").items():
            mandates.partner_id._receivable_ask_again(company)

    # -- the night ------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_lapse(self):
        """Mandates without a debit for 36 months are no mandates any more."""
        lapsed = self.search([("state", "in", ("active", "suspended")), ("expires_on", "<", self._today())])
        for mandate in lapsed:
            mandate.write({"state": "expired", "closed_on": self._today()})
            mandate._message_log(body=self.env._("Lapsed: no debit for 36 months. A new mandate must be signed."))
        lapsed._ask_again()
