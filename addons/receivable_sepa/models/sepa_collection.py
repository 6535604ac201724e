from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

from odoo.addons.receivable_sepa.logic import target

from .sepa_record import SEPA_MANAGER

STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("notified", "Pre-notified"),
    ("released", "Released"),
    ("sent", "Sent to bank"),
    ("booked", "Booked"),
    ("cancelled", "Cancelled"),
]
PREPARED = ("draft", "checked", "notified")  # nothing has left yet: debits may still be taken out


class SepaCollection(models.Model):
    """The direct debits of one day on one bank account: prepared, told to the customers, released, handed to the bank, booked."""

    _name = "sepa.collection"
    _description = "Collection of direct debits"
    _inherit = ["sepa.record", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, default=lambda self: self.env.ref("base.EUR"))
    journal_id = fields.Many2one("account.journal", string="Bank", required=True, readonly=True, check_company=True, ondelete="restrict")
    date = fields.Date(string="Debit date", required=True, readonly=True)
    hand_over_by = fields.Date(string="The bank wants it by", compute="_compute_hand_over_by")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True, index=True, copy=False)
    is_prepared = fields.Boolean(string="Not released yet", compute="_compute_is_prepared")
    two_people = fields.Boolean(related="company_id.sepa_two_people")
    debit_ids = fields.One2many("sepa.debit", "collection_id", string="Debits", readonly=True)
    left_ids = fields.One2many("sepa.left.out", "collection_id", string="Left out", readonly=True)
    debit_count = fields.Integer(string="Number of debits", compute="_compute_totals", store=True)
    left_count = fields.Integer(string="Number left out", compute="_compute_left_count")
    summary = fields.Char(string="In short", compute="_compute_summary")
    amount = fields.Monetary(compute="_compute_totals", store=True)
    prepared_by_id = fields.Many2one("res.users", string="Prepared by", readonly=True, copy=False, default=lambda self: self.env.user)
    released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    released_on = fields.Datetime(string="Released on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent to bank by", readonly=True, copy=False)
    sent_on = fields.Datetime(string="Sent to bank on", readonly=True, copy=False, help="First download of the file.")
    booked_on = fields.Date(string="Booked on", readonly=True, copy=False)
    cancelled_why = fields.Char(string="Why cancelled", readonly=True, copy=False)
    message_id = fields.Char(string="Message number", readonly=True, copy=False, help="The number that the bank quotes in its answers.")
    file = fields.Binary(attachment=True, copy=False, groups=NO_ACCESS)  # whole account numbers: it leaves by the button only
    file_hash = fields.Char(  # of a file with one debit, an account number could be tried until it fits
        string="Fingerprint", readonly=True, copy=False, groups=SEPA_MANAGER, help="SHA-256 of the file that was released.",
    )

    _message_uniq = models.UniqueIndex("(message_id)", "A message number is used once.")

    # -- compute --------------------------------------------------------------------------------------------------------------

    @api.depends("state")
    def _compute_is_prepared(self):
        for collection in self:
            collection.is_prepared = collection.state in PREPARED

    @api.depends("date", "journal_id.sepa_cutoff_days")
    def _compute_hand_over_by(self):
        for collection in self:
            collection.hand_over_by = target.shift(collection.date, -collection.journal_id.sepa_cutoff_days)

    @api.depends("debit_ids.amount", "debit_ids.state")
    def _compute_totals(self):
        for collection in self:
            debits = collection.debit_ids.filtered(lambda debit: debit.state != "cancelled")
            collection.debit_count = len(debits)
            collection.amount = sum(debits.mapped("amount"))

    @api.depends("date", "journal_id", "debit_count", "amount")
    @api.depends_context("lang")
    def _compute_summary(self):
        for collection in self:
            values = {
                "day": format_date(self.env, collection.date, date_format="EEEE d MMMM"), "bank": collection.journal_id.name,
                "count": collection.debit_count, "amount": collection._money(collection.amount),
            }  # fmt: skip
            if collection.debit_count == 1:
                collection.summary = self.env._("%(day)s · %(bank)s · one debit · %(amount)s", **values)
            else:
                collection.summary = self.env._("%(day)s · %(bank)s · %(count)s debits · %(amount)s", **values)

    @api.depends("left_ids")
    def _compute_left_count(self):
        for collection in self:
            collection.left_count = len(collection.left_ids)

    def action_open_payments(self):
        """The payments that this collection has booked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Payments"), "res_model": "account.payment",
            "views": [(False, "list"), (False, "form")], "domain": [("id", "in", self.debit_ids.payment_id.ids)],
        }  # fmt: skip

    # -- when, where, words ---------------------------------------------------------------------------------------------------

    def _check_state(self, *states):
        for collection in self:
            if collection.state not in states:
                values = {"name": collection.name, "state": collection._state_in_words()}
                raise UserError(self.env._("The collection %(name)s is: %(state)s. Nothing was changed.", **values))

    @api.model
    def _horizon(self, company):
        """How far ahead debits are prepared."""
        return timedelta(days=company.sepa_horizon_days)

    @api.model
    def _debit_journals(self, company):
        """The banks in euros into which this company debits, the first one for whatever names none."""
        euro = self.env.ref("base.EUR")
        journals = self.env["account.journal"].search([*self.env["account.journal"]._check_company_domain(company), ("type", "=", "bank")])
        return journals.filtered(
            lambda journal: journal._sepa_method_line().payment_account_id and (journal.currency_id or company.currency_id) == euro
        )

    def _live_debits(self):
        """Those that were not taken out or cancelled."""
        return self.debit_ids.filtered(lambda debit: debit.state != "cancelled")
