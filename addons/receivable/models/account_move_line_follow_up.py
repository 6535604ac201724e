from odoo import api, fields, models
from odoo.tools import format_date

from .res_partner_follow_up import READER


class AccountMoveLine(models.Model):
    """What the list of open items shows beside core's figures."""

    _inherit = "account.move.line"

    receivable_expected_date = fields.Date(string="Expected", compute="_compute_receivable_expected", groups=READER)
    receivable_expected_basis = fields.Char(string="Basis", compute="_compute_receivable_expected", groups=READER)
    receivable_hold = fields.Char(string="Hold", compute="_compute_receivable_hold", groups=READER)

    @api.depends_context("lang", "tz")
    def _compute_receivable_expected(self):
        """One forecast per company for all the lines of the page."""
        self.receivable_expected_date = self.receivable_expected_basis = False
        today = fields.Date.context_today(self)
        for company, lines in self.grouped("company_id").items():
            forecasts = lines.partner_id.commercial_partner_id._receivable_expected_dates(company, today)
            for line in lines:
                forecast = forecasts.get(line.id)
                if forecast:
                    line.receivable_expected_date = forecast.expected_date
                    line.receivable_expected_basis = self.env["res.partner"]._receivable_basis(forecast)

    @api.depends_context("lang", "tz")
    def _compute_receivable_hold(self):
        """Why no reminder leaves for the item: the first reason, and until when."""
        today = fields.Date.context_today(self)
        held = self._receivable_holds("remind", today) if self.ids else {}
        for line in self:
            favour = line.amount_residual_currency < 0 and self.env._("In their favour")
            line.receivable_hold = favour or self._receivable_hold_words(held.get(line.id))

    def _receivable_hold_words(self, held):
        if not held:
            return False
        if not held[0].until:
            return held[0].why
        return self.env._("%(why)s (until %(day)s)", why=held[0].why, day=format_date(self.env, held[0].until))

    def action_receivable_invoice(self):
        """The invoice or entry of the item."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.move_id.id, "views": [(False, "form")]}
