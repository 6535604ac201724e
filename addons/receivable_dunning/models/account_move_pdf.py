from odoo import models


class AccountMove(models.Model):
    """Invoices that go with a message."""

    _inherit = "account.move"

    def _dunning_ensure_pdf(self):
        """The PDF of each invoice that has none yet: one rendering for the whole batch, kept on the invoice as core would."""
        Send = self.env["account.move.send"].sudo()  # sudo: the engine renders what a collector may not write
        missing = self.sudo().filtered(lambda move: move.state == "posted" and not move.invoice_pdf_report_id)
        for moves in missing.grouped("company_id").values():
            data = {move: {"pdf_report": Send._get_default_pdf_report_id(move)} for move in moves}
            Send._prepare_invoice_pdf_report(data)
            Send._link_invoice_documents(data)
