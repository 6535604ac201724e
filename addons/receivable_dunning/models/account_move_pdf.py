from odoo import models


class AccountMove(models.Model):
    """Invoices that go with a message."""

    _inherit = "account.move"

    def _dunning_ensure_pdf(self):
        """The PDF of each invoice that has none yet, kept on the invoice as core would.

        One by one: Debian's wkhtmltopdf (unpatched Qt) cannot print several invoices in one call.
        """
        Send = self.env["account.move.send"].sudo()  # sudo: the engine renders what a collector may not write
        missing = self.sudo().filtered(lambda move: move.state == "posted" and not move.invoice_pdf_report_id)
        for move in missing:
            data = {move: {"pdf_report": Send._get_default_pdf_report_id(move)}}
            Send._prepare_invoice_pdf_report(data)
            Send._link_invoice_documents(data)
