from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.receivable.logic import printed_code


class HowToPay(NamedTuple):
    """Where the money goes: our account as printed on the invoices, and the customer's space as a QR code."""

    iban: str  # grouped by four; "" when we have no account
    bic: str
    link: str
    code: str  # image in a data URI


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
        contacts = payers._receivable_statement_contacts(company)
        return {
            "doc_ids": docids,
            "doc_model": "res.partner",
            "docs": payers,
            "company": company,
            "day": day,
            "statements": self._statements(payers, contacts, company, day),
            "payers_contact": contacts,
            "bank_read_until": self._bank_read_until(company),
            "how_to_pay": self._how_to_pay,
            "collector": self._collector,
            "ageing_labels": self._ageing_labels,
            "figure": self._figure,
        }

    def _statements(self, payers, contacts, company, day):
        """Each in the language of its reader, the notes beside the items included; one query more a language, not a payer."""
        found = {}
        for lang, readers in payers.grouped(lambda payer: contacts[payer.id].lang or payer.lang).items():
            found |= readers.with_context(lang=lang)._receivable_statements(company, day)
        return found

    def _how_to_pay(self, payer, company, section):
        """Our account is the one on the invoices of the section, else the company's first."""
        moves = self.env["account.move"].sudo().browse(row.move for row in section.rows)
        bank = moves.partner_bank_id[:1] or company.sudo().partner_id.bank_ids[:1]
        link = f"{payer.get_base_url()}/my/invoices"
        return HowToPay(self._grouped(bank.sanitized_acc_number or ""), bank.bank_bic or "", link, printed_code.data_uri(link))

    def _grouped(self, account):
        return "\N{NO-BREAK SPACE}".join(account[start : start + 4] for start in range(0, len(account), 4))

    def _bank_read_until(self, company):
        """Day of the last bank line read: later payments cannot be here yet."""
        # sudo: a date only, for those who may read the statement
        found = self.env["account.bank.statement.line"].sudo()._read_group([("company_id", "=", company.id)], [], ["date:max"])
        return found[0][0]

    def _collector(self, payer, company):
        """The person in charge, whose name and phone are printed."""
        return payer.with_company(company.root_id).payer_collector_id or self.env.user

    def _figure(self, payer, amount, currency):
        """A number of the table, in the reader's own writing, with a real minus."""
        return formatLang(payer.env, float(amount), digits=currency.decimal_places).replace("-", "\N{MINUS SIGN}")

    def _ageing_labels(self, payer):
        _ = payer.env._
        return [_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days")]
