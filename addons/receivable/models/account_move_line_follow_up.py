from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.receivable.logic.items import OpenItem

from .receivable_event import DEBT_CONDITION, DEBT_TABLES
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

    @api.model
    def _receivable_items_on(self, company, date, payer_ids):
        """What was open on a day, today or past: ``[OpenItem]``. Reconciliations later than that day are not counted yet."""
        if date >= fields.Date.context_today(self):
            return self._receivable_open_items(company, payer_ids)
        self._receivable_flush()
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT l.id, p.commercial_partner_id, COALESCE(m.partner_id, l.partner_id), l.move_id,
                      COALESCE(CASE WHEN m.move_type = 'entry' THEN NULLIF(l.name, '') END, m.name, ''), COALESCE(m.ref, ''),
                      CASE WHEN left_on.currency < 0 THEN 'credit' WHEN %(debts)s THEN 'debt' ELSE 'review' END,
                      COALESCE(m.invoice_date, l.date), COALESCE(l.date_maturity, l.date), l.currency_id,
                      l.amount_currency::text, left_on.currency::text, left_on.company::text, l.account_id,
                      COALESCE(m.reversed_entry_id, 0), concat_ws(' ', l.name, m.ref, m.payment_reference), COALESCE(m.invoice_user_id, 0)
                 FROM %(tables)s
                 JOIN res_currency c ON c.id = l.currency_id
                 JOIN LATERAL (
                      SELECT l.amount_currency - COALESCE(SUM(
                                 CASE WHEN r.debit_move_id = l.id THEN r.debit_amount_currency ELSE -r.credit_amount_currency END), 0),
                             l.balance - COALESCE(SUM(CASE WHEN r.debit_move_id = l.id THEN r.amount ELSE -r.amount END), 0)
                        FROM account_partial_reconcile r
                       WHERE l.id IN (r.debit_move_id, r.credit_move_id) AND r.max_date <= %(date)s
                 ) left_on(currency, company) ON TRUE
                WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE
                  AND l.company_id = %(company)s AND p.commercial_partner_id = ANY(%(payers)s) AND l.date <= %(date)s
                  AND abs(left_on.currency) >= c.rounding / 2
                ORDER BY 2, 9, 1""",
            debts=DEBT_CONDITION, tables=DEBT_TABLES, company=company.id, payers=list(payer_ids), date=date,
        ))
        return [OpenItem(*row[:10], Decimal(row[10]), Decimal(row[11]), Decimal(row[12]), *row[13:]) for row in rows]
