from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.receivable.logic.holds import Hold

from .sepa_return_reason import MANDATE_EFFECTS, MESSAGES

MATCHES = [("end_to_end", "Reference"), ("mandate", "Mandate, amount"), ("hand", "By hand"), ("none", "Not found")]
STATES = [("to_apply", "To apply"), ("applied", "Applied"), ("ignored", "Left aside"), ("duplicate", "Recorded already")]


class SepaReturn(models.Model):
    """One debit that the bank sent back: which one, why, and what followed from it.

    Read from a bank file, matched with our debit, looked at, applied. Never written by hand: the buttons do.
    """

    _name = "sepa.return"
    _description = "Returned debit"
    _inherit = ["sepa.record", "mail.thread"]
    _order = "booked_on desc, id desc"
    _rec_name = "reference"
    _mail_post_access = "read"

    file_id = fields.Many2one("sepa.return.file", readonly=True, index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    message_id = fields.Char(readonly=True, help="How the bank names the file.")
    reference = fields.Char(string="Debit's reference", readonly=True, help="Ours, as the bank repeats it.")
    mandate_reference = fields.Char(string="Mandate at the bank", readonly=True)
    amount = fields.Monetary(readonly=True, help="Of the debit, without the bank's fee.")
    fee = fields.Monetary(string="Bank fee", readonly=True)
    reason_code = fields.Char(string="Code", readonly=True)
    reason_id = fields.Many2one("sepa.return.reason", readonly=True, ondelete="restrict")
    text = fields.Char(string="Bank's words", readonly=True)
    booked_on = fields.Date(string="Returned on", required=True, readonly=True, index=True)
    settled = fields.Boolean(string="After it was credited", readonly=True, help="Rejected beforehand otherwise: no money has moved.")
    fingerprint = fields.Char(required=True, readonly=True, help="Message, reference, reason and day: the same return is recorded once.")

    match = fields.Selection(MATCHES, string="Found by", required=True, readonly=True, default="none")
    debit_id = fields.Many2one("sepa.debit", readonly=True, index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(related="debit_id.partner_id", string="Payer", store=True, index="btree_not_null")
    sepa_mandate_id = fields.Many2one(related="debit_id.sepa_mandate_id", string="Mandate", store=True)

    state = fields.Selection(STATES, required=True, readonly=True, default="to_apply", index=True, tracking=True)
    mandate_effect = fields.Selection(MANDATE_EFFECTS, string="The mandate", readonly=True)
    represent_on = fields.Date(string="Presented again", readonly=True, tracking=True, help="Day of the new debit.")
    why_not = fields.Char(string="Why not", readonly=True, help="Why it is not presented again by itself: a code.")
    message = fields.Selection(MESSAGES, string="Message to the customer", readonly=True)
    dispute = fields.Boolean(readonly=True)
    fault = fields.Float(string="Customer's fault", digits=(2, 1), readonly=True, help="What it costs in the score of the payer.")
    announced_on = fields.Date(
        string="Announced on", readonly=True, help="The customer was told that day of the new debit: that is its notice."
    )
    applied_on = fields.Date(string="Applied on", readonly=True)
    applied_by_id = fields.Many2one("res.users", string="Applied by", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True, index="btree_not_null", ondelete="restrict")
    handled_on = fields.Date(string="Dealt with on", readonly=True, tracking=True)
    handled_by_id = fields.Many2one("res.users", string="Dealt with by", readonly=True)

    _once = models.UniqueIndex("(company_id, fingerprint) WHERE state != 'duplicate'", "This return is recorded already.")
    _debit_once = models.UniqueIndex("(debit_id) WHERE state IN ('to_apply', 'applied')", "A debit comes back once.")

    @api.depends("reference", "reason_code", "partner_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = " · ".join(part for part in (one.partner_id.name, one.reference, one.reason_code) if part)

    # -- buttons --------------------------------------------------------------------------------------------------------------

    def action_apply(self):
        """Those found by hand after their file was applied."""
        self._check_manager()
        self.sudo()._apply()  # sudo: the engine books; who may apply was checked

    def action_ask_debit(self):
        """The window in which a person says which debit came back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sepa.return.match", "view_mode": "form", "target": "new",
            "name": self.env._("Which debit came back?"), "context": {"default_return_id": self.id},
        }  # fmt: skip

    def action_ignore(self):
        """Not a debit of ours, or dealt with elsewhere: nothing follows from it."""
        self._check_manager()
        waiting = self.filtered(lambda one: one.state == "to_apply")
        if not waiting:
            raise UserError(self.env._("Only what is not applied yet can be left aside. Nothing was changed."))
        waiting.sudo().write({"state": "ignored"})  # sudo: returns are written by their buttons only

    def action_handled(self):
        """A person did what the reason asks for."""
        self._check_collector()
        if any(one.state != "applied" for one in self):
            raise UserError(self.env._("Apply the return first. Nothing was changed."))
        # sudo: returns are written by their buttons only
        self.sudo().write({"handled_on": self._today(), "handled_by_id": self.env.uid})

    def action_present_again(self):
        """The cause is removed: the next proposal takes the invoices again."""
        self._check_manager()
        for one in self:
            one._check_may_present_again()
        # sudo: returns are written by their buttons only
        self.sudo().write({
            "represent_on": self._today(), "why_not": False, "handled_on": self._today(), "handled_by_id": self.env.uid,
        })  # fmt: skip

    def _check_may_present_again(self):
        if self.state != "applied" or self.reason_id.kind == "stop":
            raise UserError(self.env._("%(debit)s cannot be presented again. Nothing was changed.", debit=self.display_name))
        if self.sepa_mandate_id.state != "active":
            raise UserError(self.env._(
                "The mandate %(mandate)s is not active. Resume it, or have a new one signed first.", mandate=self.sepa_mandate_id.reference
            ))  # fmt: skip

    def action_open_payer(self):
        self.ensure_one()
        return self.partner_id.action_receivable_form()

    def action_open_debit(self):
        """The collection in which the debit left."""
        self.ensure_one()
        return self.debit_id.collection_id._get_records_action()

    def action_open_entry(self):
        self.ensure_one()
        return self.move_id._get_records_action()

    # -- the gate -------------------------------------------------------------------------------------------------------------

    def _hold(self, row, purpose):
        """Not debited again by itself, as the gate says it."""
        why = self.env._(
            "Debit of %(day)s returned (%(code)s: %(meaning)s); not presented again by itself.",
            day=self._day(self.debit_id.date), code=self.reason_code or "?", meaning=self._meaning(),
        )  # fmt: skip
        return Hold(
            "returned", "leave", row.amount, row.since, None, why, self.env._("The last direct debit came back."),
            lifted_by=self.env._("whoever manages direct debits"), evidence=(self._name, (self.id,)),
        )  # fmt: skip
