from collections import defaultdict

from odoo import models
from odoo.fields import Command


class ReceivableDispute(models.Model):
    """An accepted dispute proposes a credit note: a draft, never posted by itself."""

    _inherit = "receivable.dispute"

    def _draft_credit_note(self, amount):
        """A draft credit note of the invoice for this amount; none for an entry that is no invoice."""
        self.ensure_one()
        invoice = self.move_id
        if invoice.move_type not in ("out_invoice", "out_receipt"):
            return self.env["account.move"]
        label = self.env._("%(dispute)s: %(reason)s", dispute=self.name, reason=self.reason_id.name)
        note = invoice._reverse_moves([{"invoice_date": False, "ref": label, "invoice_payment_term_id": False, "auto_post": "no"}])
        if invoice.currency_id.compare_amounts(float(amount), invoice.amount_total):
            self._reduce(note, float(amount), label)
        return note

    def _reduce(self, note, amount, label):
        """One line for each account and taxes of the invoice, in proportion; the rest of the rounding on the largest one."""
        shares = defaultdict(float)
        for line in note.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            shares[line.account_id, line.tax_ids] += line.price_total if self._price_included(line) else line.price_subtotal
        whole = note.amount_total
        note.invoice_line_ids = [Command.clear(), *(
            Command.create({
                "name": label, "quantity": 1, "price_unit": note.currency_id.round(share * amount / whole), "account_id": account.id,
                "tax_ids": [Command.set(taxes.ids)],
            })
            for (account, taxes), share in shares.items()
        )]  # fmt: skip
        gap = amount - note.amount_total
        largest = note.invoice_line_ids.sorted("price_total")[-1:]
        if gap and largest.price_total:
            largest.price_unit += note.currency_id.round(gap * largest.price_unit / largest.price_total)

    def _price_included(self, line):
        return any(tax.price_include for tax in line.tax_ids)
