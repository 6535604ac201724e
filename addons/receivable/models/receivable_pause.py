from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

# what a person ticks -> the purposes of the gate that it stops
STOPS = {
    "stop_messages": ("announce", "remind", "thank"),
    "stop_debits": ("debit",),
    "stop_charges": ("charge",),
    "stop_order_blocks": ("order",),
}


class ReceivablePause(models.Model):
    _name = "receivable.pause"
    _description = "Pause of a payer or of some items"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    scope = fields.Selection([("payer", "The whole payer"), ("items", "Some items")], required=True, default="payer")
    move_line_ids = fields.Many2many("account.move.line", string="Items", check_company=True)
    reason = fields.Char(required=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_until = fields.Date(string="Until", help="Last day of the pause. Only a credit manager may leave it open.")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, default=lambda self: self.env.user)
    resumed_on = fields.Date(string="Resumed on", readonly=True, copy=False)
    resumed_by_id = fields.Many2one("res.users", string="Resumed by", readonly=True, copy=False)
    stop_messages = fields.Boolean(string="Messages", default=True, help="No prevenance, reminder or thank-you.")
    stop_debits = fields.Boolean(string="Direct debits")
    stop_charges = fields.Boolean(string="Interest and fees")
    stop_order_blocks = fields.Boolean(string="Order blocks", help="What is paused does not block an order either.")
    is_forgotten = fields.Boolean(
        string="Forgotten", compute="_compute_is_forgotten", search="_search_is_forgotten",
        help="In force without an end, or for longer than the number of days in the settings.",
    )

    _dates = models.Constraint("CHECK(date_until >= date_from)", "A pause ends on or after the day it begins.")
    _stops_something = models.Constraint(
        "CHECK(stop_messages OR stop_debits OR stop_charges OR stop_order_blocks)", "Tick at least one thing to pause."
    )
    _in_force_idx = models.Index("(partner_id, company_id) WHERE resumed_on IS NULL")

    @api.depends("partner_id", "date_until")
    def _compute_display_name(self):
        for pause in self:
            pause.display_name = pause.partner_id.display_name

    @api.depends("date_from", "date_until", "resumed_on")
    @api.depends_context("tz")
    def _compute_is_forgotten(self):
        forgotten = self.filtered_domain(self._forgotten_domain(self.env.companies, fields.Date.context_today(self)))
        forgotten.is_forgotten = True
        (self - forgotten).is_forgotten = False

    def _search_is_forgotten(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["res.company"].sudo().search([])  # sudo: a filter, no data; pylint: disable=no-search-all
        return self._forgotten_domain(companies, fields.Date.context_today(self))

    @api.constrains("date_until", "user_id")
    def _check_end(self):
        """An exclusion without end is a decision of the credit manager. Constraints run as superuser: the person is asked."""
        endless = self.filtered(lambda pause: not pause.date_until)
        if endless and not self.env.user.has_group("receivable.group_receivable_manager"):
            raise ValidationError(self.env._("Say until when. Only a credit manager may pause without an end."))

    @api.constrains("scope", "move_line_ids", "partner_id")
    def _check_items(self):
        for pause in self.filtered(lambda pause: pause.scope == "items"):
            if not pause.move_line_ids:
                raise ValidationError(self.env._("Choose the items to pause, or pause the whole payer."))
            payers = pause.move_line_ids.partner_id.commercial_partner_id
            if payers - pause.partner_id.commercial_partner_id:
                raise ValidationError(self.env._("The items to pause must be those of %(payer)s.", payer=pause.partner_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["user_id"] = self.env.uid  # who pauses is a fact, not a choice
        pauses = super().create(vals_list)
        for pause in pauses:
            pause._tell(pause._sentence())
        pauses._ask_again()
        return pauses

    def write(self, vals):
        if not self.env.su and {"resumed_on", "resumed_by_id", "user_id", "company_id"} & set(vals):
            raise UserError(self.env._("Who paused and who resumed is kept as it was. Use the button Resume."))
        written = super().write(vals)
        self._ask_again()
        return written

    def _ask_again(self):
        """What was decided about these payers is decided again, in the branches too."""
        for company, pauses in self.grouped("company_id").items():
            # sudo: the branches below are paused whether or not the person works for them
            for member in self.env["res.company"].sudo().search([("id", "child_of", company.id)]):
                pauses.partner_id.commercial_partner_id._receivable_ask_again(member)

    def action_resume(self):
        """End the pauses from today on; the days before stay paused, as they were."""
        self.check_access("write")
        self._resume(fields.Date.context_today(self))

    def _resume(self, date):
        running = self.filtered(lambda pause: not pause.resumed_on)
        # sudo: these two fields are written by this button only
        running.sudo().write({"resumed_on": date, "resumed_by_id": self.env.uid})
        for pause in running:
            pause._tell(self.env._("Resumed. It was paused because: %(reason)s", reason=pause.reason))

    @api.model
    def _in_force_domain(self, companies, date):
        return (
            Domain("company_id", "in", companies.ids)
            & Domain("date_from", "<=", date)
            & (Domain("date_until", "=", False) | Domain("date_until", ">=", date))
            & (Domain("resumed_on", "=", False) | Domain("resumed_on", ">", date))
        )

    @api.model
    def _forgotten_domain(self, companies, date):
        """In force that day without an end, or since longer ago than the company's number of days."""
        forgotten = Domain.FALSE
        for company in companies:
            old = Domain("date_from", "<=", date - timedelta(days=company.receivable_pause_stale_days))
            forgotten |= self._in_force_domain(company, date) & (Domain("date_until", "=", False) | old)
        return forgotten

    @api.model
    def _forgotten(self, company, date):
        """Exclusions that somebody should look at again."""
        return self.search(self._forgotten_domain(company, date))

    def _sentence(self):
        """Why the items are left alone, as the gate says it."""
        self.ensure_one()
        if self.date_until:
            return self.env._(
                "Paused until %(until)s by %(user)s: %(reason)s",
                until=format_date(self.env, self.date_until), user=self.user_id.name, reason=self.reason,
            )
        return self.env._(
            "Paused since %(since)s without an end by %(user)s: %(reason)s",
            since=format_date(self.env, self.date_from), user=self.user_id.name, reason=self.reason,
        )

    def _tell(self, sentence):
        # sudo: a line on the payer's timeline is ours to write even for those who may not edit contacts
        self.partner_id.sudo()._message_log(body=sentence)
