from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    receivable_expected_date = fields.Date(
        string="Expected payment", compute="_compute_receivable_expected_date",
        groups="receivable.group_receivable_reader,account.group_account_invoice",
        help="When this payer's habits let us expect the last of the money.",
    )
    receivable_expected_basis = fields.Char(
        string="Basis of the expected date", compute="_compute_receivable_expected_date",
        groups="receivable.group_receivable_reader,account.group_account_invoice",
    )

    @api.depends("state", "payment_state", "invoice_date_due")
    @api.depends_context("tz")
    def _compute_receivable_expected_date(self):
        """One forecast per company for the whole page; paid and draft invoices expect nothing."""
        self.receivable_expected_date = self.receivable_expected_basis = False
        today = fields.Date.context_today(self)
        posted = self.filtered(lambda move: move.state == "posted" and move.amount_residual)
        open_moves = posted.filtered(lambda move: move.is_sale_document(include_receipts=True))
        for company, moves in open_moves.grouped("company_id").items():
            forecasts = moves.commercial_partner_id._receivable_expected_dates(company, today)
            for move in moves:
                found = [forecasts[line.id] for line in move.line_ids if line.id in forecasts]
                if found:
                    last = max(found, key=lambda forecast: forecast.expected_date)
                    move.receivable_expected_date = last.expected_date
                    move.receivable_expected_basis = self.env["res.partner"]._receivable_basis(last)

    def _inverse_no_followup(self):
        """Whoever excludes an invoice from follow-up, or takes it back in, changes what was decided about its payer."""
        result = super()._inverse_no_followup()
        for company, moves in self.filtered(lambda move: move.state == "posted").grouped("company_id").items():
            moves.commercial_partner_id._receivable_ask_again(company)
        return result
