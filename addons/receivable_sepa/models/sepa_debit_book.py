from odoo import models


class SepaDebit(models.Model):
    """A debit becomes a payment that waits for the bank's statement."""

    _inherit = "sepa.debit"

    def _pay(self):
        """Payments of these debits, matched with what they collect."""
        payments = self.env["account.payment"].create([debit._payment_values() for debit in self])
        payments._sepa_post()
        for debit, payment in zip(self, payments, strict=True):
            debit.payment_id = payment
        plan = [lines for debit in self for lines in debit._to_match()]
        self.env["account.move.line"]._reconcile_plan(plan)

    def _payment_values(self):
        account = self.item_ids.move_line_id.account_id[:1] or self.partner_id.property_account_receivable_id
        return {
            "payment_type": "inbound", "partner_type": "customer", "partner_id": self.partner_id.id, "company_id": self.company_id.id,
            "amount": self.amount, "currency_id": self.currency_id.id, "date": self.date, "journal_id": self.journal_id.id,
            "payment_method_line_id": self.journal_id._sepa_method_line().id, "destination_account_id": account.id,
            "memo": f"{self.end_to_end} {self.numbers}", "payment_reference": self.end_to_end,
        }  # fmt: skip

    def _to_match(self):
        """What is matched with the payment, in this order: items that it pays whole, then the one that it pays in part.

        Where a customer has paid an item otherwise meanwhile, the rest of the payment is theirs: it pays no part that was held.
        """
        money = self.payment_id.move_id.line_ids.filtered(lambda line: line.account_id == self.payment_id.destination_account_id)
        rows = self.item_ids.filtered(lambda row: row.move_line_id.parent_state == "posted" and not row.move_line_id.reconciled)
        short = rows.filtered(lambda row: row._left() < row.amount)
        part = rows.filtered(lambda row: row._left() > row.amount)
        whole = rows - part
        found = [money + whole.move_line_id] if whole else []
        if part and not short and len(rows) == len(self.item_ids):
            found.append(money + part.move_line_id)
        return found
