from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class ReceivablePromise(models.Model):
    """What the calendar, the list and the form of promises show beside their fields."""

    _inherit = "receivable.promise"

    available_line_ids = fields.Many2many("account.move.line", compute="_compute_available_line_ids", help="What the payer has open.")
    items_text = fields.Char(compute="_compute_items_text", string="Invoices")
    times_text = fields.Char(compute="_compute_times_text", string="Which promise")
    holds_text = fields.Char(compute="_compute_holds_text", string="What the promise holds")
    broken_text = fields.Char(compute="_compute_broken_text")
    limit_text = fields.Char(compute="_compute_limit_text", help="The latest day that the company takes.")

    @api.depends("partner_id", "amount")
    def _compute_display_name(self):
        for promise in self:
            amount = format_amount(self.env, promise.amount, promise.currency_id)
            promise.display_name = f"{amount} · {promise.partner_id.name or ''}"

    @api.depends("partner_id", "company_id")
    def _compute_available_line_ids(self):
        for promise in self:
            promise.available_line_ids = promise.partner_id._receivable_debt_lines(promise.company_id)

    @api.depends("item_ids.number")
    def _compute_items_text(self):
        for promise in self:
            promise.items_text = ", ".join(filter(None, promise.item_ids.mapped("number")))

    @api.depends("times", "company_id")
    def _compute_times_text(self):
        for promise in self:
            most = promise.company_id.receivable_promise_max_times
            if not promise.times:
                promise.times_text = False
            elif promise.times >= most:
                promise.times_text = self.env._("Promise number %(number)s on these items: the last one", number=promise.times)
            else:
                promise.times_text = self.env._("Promise number %(number)s of %(most)s at most", number=promise.times, most=most)

    @api.depends("state", "promised_on")
    @api.depends_context("lang")
    def _compute_holds_text(self):
        for promise in self:
            day = format_date(self.env, promise.promised_on)
            holds = promise.state == "coming" and promise.promised_on
            promise.holds_text = self.env._("No reminder about these items until %(day)s.", day=day) if holds else False

    @api.depends("state", "received", "reduced", "amount")
    @api.depends_context("lang")
    def _compute_broken_text(self):
        for promise in self:
            missing = promise.amount - promise.reduced - promise.received
            promise.broken_text = promise.state in ("broken", "partly") and self.env._(
                "%(amount)s promised for %(day)s, %(received)s received: %(missing)s is missing.",
                amount=format_amount(self.env, promise.amount, promise.currency_id),
                received=format_amount(self.env, promise.received, promise.currency_id),
                missing=format_amount(self.env, missing, promise.currency_id),
                day=format_date(self.env, promise.promised_on),
            )

    @api.depends("company_id", "move_line_ids")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        today = fields.Date.context_today(self)
        for promise in self:
            company = promise.company_id or self.env.company
            day = format_date(self.env, self._longest_date(company, today))
            before, most = self._times_before(promise.move_line_ids._origin), company.receivable_promise_max_times
            promise.limit_text = (
                self.env._("Not later than %(day)s. It is the last promise taken on these items.", day=day)
                if before + 1 >= most
                else self.env._("Not later than %(day)s.", day=day)
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Everything overdue is proposed; without anything overdue, what is open, the oldest first."""
        if self._origin or not self.partner_id:
            return
        lines = self.partner_id._receivable_debt_lines(self.company_id)
        overdue = lines.filtered(lambda line: line.date_maturity and line.date_maturity < fields.Date.context_today(self))
        chosen = self.move_line_ids or overdue or lines[:1]
        self.move_line_ids = chosen.filtered(lambda line: line.currency_id == chosen[:1].currency_id)

    @api.onchange("move_line_ids")
    def _onchange_move_line_ids(self):
        self.currency_id = self.move_line_ids.currency_id[:1] or self.company_id.currency_id
        self.amount = sum(self.move_line_ids.mapped("amount_residual_currency"))

    def action_new_date(self):
        """They named another day: a new promise on the same items, which replaces this one."""
        self.ensure_one()
        lines = self.item_ids.move_line_id.filtered(lambda line: not line.reconciled)
        return self.partner_id._receivable_dialog(
            "receivable.promise", self.env._("New date"), company_id=self.company_id.id, move_line_ids=lines.ids
        )

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()
