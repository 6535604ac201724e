import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError


class ReceivableAccess(models.Model):
    """A private link to the account of one payer: whoever holds it sees, pays, contests and promises for that payer only.

    The secret is told once, in the link; the database keeps its fingerprint.
    """

    _name = "receivable.access"
    _description = "Private link to a customer's account"
    _order = "id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True, ondelete="cascade")
    scope = fields.Selection([("account", "Their account")], required=True, readonly=True, default="account")
    secret_hash = fields.Char(required=True, readonly=True, groups="base.group_system")
    expires_on = fields.Date(string="Valid until", required=True, readonly=True, help="Last day of the link.")
    revoked_on = fields.Date(readonly=True)
    used_on = fields.Date(string="Last used", readonly=True)

    _secret_uniq = models.UniqueIndex("(secret_hash)", "A secret opens one account.")

    @api.model
    def _issue(self, payer, company, days=None):
        """A new link to the payer's account in that company."""
        (url,) = self._issue_each([(payer, company)], days)
        return url

    @api.model
    def _issue_each(self, accounts, days=None):
        """New links for ``[(payer, company)]``, in that order; this is the only time that their secrets are known."""
        today = fields.Date.context_today(self)
        secrets_ = [secrets.token_urlsafe(32) for _account in accounts]
        # sudo: links are made by the engine and by forms; nobody writes them by hand
        self.sudo().create([
            {
                "company_id": company.id,
                "partner_id": payer.commercial_partner_id.id,
                "secret_hash": self._fingerprint(secret),
                "expires_on": today + timedelta(days=days or company.receivable_access_days),
            }
            for (payer, company), secret in zip(accounts, secrets_, strict=True)
        ])  # fmt: skip
        return [f"{company.get_base_url()}/my/balance/{secret}" for (_payer, company), secret in zip(accounts, secrets_, strict=True)]

    @api.model
    def _find(self, secret):
        """The access that a secret opens, whatever its state; empty for a secret that was never given.

        Ask ``_is_open()`` before showing anything.
        """
        # sudo: visitors have no right on links; the secret is what they show
        return self.sudo().search([("secret_hash", "=", self._fingerprint(secret))], limit=1)

    def _is_open(self):
        """Neither expired nor revoked, and the payer still exists for us."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return not self.revoked_on and self.expires_on >= today and self.partner_id.active

    def _used(self):
        """Written down once a day, so that opening a page does not write each time."""
        today = fields.Date.context_today(self)
        self.filtered(lambda access: access.used_on != today).used_on = today

    def action_revoke(self):
        """The link opens nothing any more."""
        self.check_access("read")
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may revoke a link."))
        # sudo: nobody writes links by hand
        self.sudo().filtered(lambda access: not access.revoked_on).revoked_on = fields.Date.context_today(self)

    @staticmethod
    def _fingerprint(secret):
        return hashlib.sha256(secret.encode()).hexdigest()
