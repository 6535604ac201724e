from odoo import api, fields, models

from .sepa_record import SEPA_MANAGER


class SepaMandate(models.Model):
    """What lists and the form of mandates show beside their fields, and the windows that they open."""

    _inherit = "sepa.mandate"

    expiry_near = fields.Boolean(compute="_compute_expiry", help="Three months are left before the mandate lapses.")
    warning_text = fields.Char(compute="_compute_warning_text")
    may_manage = fields.Boolean(compute="_compute_may_manage")
    has_document = fields.Boolean(compute="_compute_has_document", compute_sudo=True)

    @api.depends("warn_on", "state")
    def _compute_expiry(self):
        today = self._today()
        for mandate in self:
            mandate.expiry_near = bool(mandate.warn_on) and mandate.state in ("active", "suspended") and mandate.warn_on <= today

    @api.depends("state", "suspended_why", "scheme", "b2b_registered", "expires_on", "expiry_near")
    @api.depends_context("lang")
    def _compute_warning_text(self):
        for mandate in self:
            mandate.warning_text = mandate._warning_sentence() or False

    def _warning_sentence(self):
        """The one thing that a person should know first about this mandate."""
        _ = self.env._
        if self.state == "suspended":
            return _("Suspended (%(why)s): nothing is debited until it is resumed.", why=(self.suspended_why or "").rstrip("."))
        if self.state != "active":
            return ""
        if self.expiry_near:
            return _("It lapses on %(day)s: 36 months without a debit. Ask for a new one.", day=self._day(self.expires_on))
        if self.scheme == "B2B" and not self.b2b_registered:
            return _("Not debited yet: the customer has to register it with their bank. Tick it below once they have.")
        return ""

    @api.depends_context("uid")
    def _compute_may_manage(self):
        self.may_manage = self.env.user.has_group(SEPA_MANAGER)

    @api.depends("document_name")
    def _compute_has_document(self):
        for mandate in self:
            mandate.has_document = bool(mandate.document_name)

    # -- asking for a signature -----------------------------------------------------------------------------------------------

    def action_send(self):
        """Ask the payer to sign: a personal link; one asked for again replaces the one before."""
        self.ensure_one()
        self._check_collector()
        self._check_state("draft", "sent")
        url = self._sign_link()
        # sudo: written by this button only
        self.sudo().state = "sent"
        self._message_log(body=self.env._("Sent to be signed, valid until %(day)s.", day=self._day(self.sign_until)))
        self._requested(url)
        return self._ask("sepa.mandate.link", self.env._("Link to sign"), sign_url=url)

    def action_draft(self):
        """Change it before it is signed: the link sent opens nothing any more."""
        self._check_collector()
        for mandate in self.sudo():  # sudo: written by this button only
            mandate._check_state("sent")
            mandate.write({"state": "draft", "sign_hash": False, "sign_until": False})

    # -- windows --------------------------------------------------------------------------------------------------------------

    def action_ask_paper(self):
        """The customer signed the printed form."""
        return self._ask("sepa.mandate.paper", self.env._("Signed on paper"))

    def action_ask_amend(self):
        """The account, the reference or the creditor changed."""
        return self._ask("sepa.mandate.amend", self.env._("Amend the mandate"))

    def action_ask_suspend(self):
        """No debit for a while."""
        return self._ask("sepa.mandate.stop", self.env._("Suspend the mandate"), default_what="suspend")

    def action_ask_close(self):
        """No debit any more."""
        return self._ask("sepa.mandate.stop", self.env._("Close the mandate"), default_what="close")

    def _ask(self, model, name, **context):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "views": [(False, "form")], "target": "new",
            "context": {"default_sepa_mandate_id": self.id} | context,
        }  # fmt: skip

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()
