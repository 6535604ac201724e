import base64
from typing import NamedTuple


from odoo import api, fields, models


class HowToPay(NamedTuple):
    """Where the money goes: our account as printed on the invoices, and the customer's space as a QR code."""

    bank: object  # res.partner.bank, may be empty
    link: str
    qr: str  # PNG in base64


class ReceivableStatementReport(models.AbstractModel):
    """Gives the statement its figures; whoever prints needs the follow-up group, reading partners is not enough."""

    _name = "report.receivable.report_statement"
    _description = "Statement of account"

    @api.model
    def _get_report_values(self, docids, data=None):
        company = self.env.company
        day = fields.Date.to_date((data or {}).get("date")) or fields.Date.context_today(self)
        payers = self.env["res.partner"].browse(docids)
        payers._check_receivable_reader()
        return {
            "doc_ids": docids,
            "doc_model": "res.partner",
            "docs": payers,
            "company": company,
            "day": day,
            "statements": payers._receivable_statements(company, day),
            "payers_contact": payers._receivable_statement_contacts(company),
            "bank_read_until": self._bank_read_until(company),
            "how_to_pay": self._how_to_pay,
            "collector": self._collector,
            "ageing_labels": self._ageing_labels,
        }

    def _how_to_pay(self, payer, company, section):
        """Our account is the one on the invoices of the section, else the company's first."""
        moves = self.env["account.move"].sudo().browse(row.move for row in section.rows)
        bank = moves.partner_bank_id[:1] or company.sudo().partner_id.bank_ids[:1]
        link = f"{payer.get_base_url()}/my/invoices"
        png = self.env["ir.actions.report"].barcode("QR", link, width=220, height=220, quiet=False)
        return HowToPay(bank, link, base64.b64encode(png).decode())

    def _bank_read_until(self, company):
        """Day of the last bank line read: later payments cannot be here yet."""
        # sudo: a date only, for those who may read the statement
        found = self.env["account.bank.statement.line"].sudo()._read_group([("company_id", "=", company.id)], [], ["date:max"])
        return found[0][0]

    def _collector(self, payer, company):
        """The person in charge, whose name and phone are printed."""
        return payer.with_company(company.root_id).payer_collector_id or self.env.user

    def _ageing_labels(self):
        _ = self.env._
        return [_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days")]
