from odoo import models

from odoo.addons.receivable.logic import printed_code


class ReceivableStatementReport(models.AbstractModel):
    _inherit = "report.receivable.report_statement"

    def _how_to_pay(self, payer, company, section):
        """Paying is done on the account page; behind a private link the bank account stays unsaid."""
        link = f"{payer.get_base_url()}/my/balance"
        told = super()._how_to_pay(payer, company, section)._replace(link=link, code=printed_code.data_uri(link))
        return told._replace(iban="", bic="") if self.env.context.get("receivable_without_bank") else told

    def _collector(self, payer, company):
        """A customer who prints their own statement is not the one to call."""
        told = super()._collector(payer, company)
        return company.sudo().partner_id if told.share else told
