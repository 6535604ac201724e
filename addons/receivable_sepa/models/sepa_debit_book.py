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
        notes = self._credit_notes()
        plan = [lines for debit in self for lines in debit._to_match(notes)]
        self.env["account.move.line"]._reconcile_plan(plan)

    def _payment_values(self):
        account = self.item_ids.move_line_id.account_id[:1] or self.partner_id.property_account_receivable_id
        return {
            "payment_type": "inbound", "partner_type": "customer", "partner_id": self.partner_id.id, "company_id": self.company_id.id,
            "amount": self.amount, "currency_id": self.currency_id.id, "date": self.date, "journal_id": self.journal_id.id,
            "payment_method_line_id": self.journal_id._sepa_method_line().id, "destination_account_id": account.id,
            "memo": f"{self.end_to_end} {self.numbers}", "payment_reference": self.end_to_end,
        }  # fmt: skip

    def _credit_notes(self):
        """Open credit notes of these payers, by payer and account: ``{(payer, account): journal items}``. One query."""
        lines = self.env["account.move.line"].search([
            ("company_id", "in", self.company_id.ids), ("partner_id", "in", self.partner_id.ids), ("parent_state", "=", "posted"),
            ("move_id.move_type", "=", "out_refund"), ("reconciled", "=", False), ("account_id.account_type", "=", "asset_receivable"),
            ("currency_id", "in", self.currency_id.ids),
        ])  # fmt: skip
        return lines.grouped(lambda line: (line.partner_id, line.account_id))

    def _to_match(self, notes):
        """What is matched with the payment, in this order: items that it pays whole, then the one that it pays in part, together with the
        credit notes that were deducted from it when they are exactly what is missing.

        Where a customer has paid an item otherwise meanwhile, the rest of the payment is theirs: it pays no part that was held.

        :param notes: see ``_credit_notes``
        """
        money = self.payment_id.move_id.line_ids.filtered(lambda line: line.account_id == self.payment_id.destination_account_id)
        rows = self.item_ids.filtered(lambda row: row.move_line_id.parent_state == "posted" and not row.move_line_id.reconciled)
        short = rows.filtered(lambda row: row._left() < row.amount)
        part = rows.filtered(lambda row: row._left() > row.amount)
        whole = rows - part
        found = [money + whole.move_line_id] if whole else []
        if part and not short and len(rows) == len(self.item_ids):
            found.append(money + part.move_line_id + self._deducted(part, notes.get((self.partner_id, money.account_id))))
        return found

    def _deducted(self, part, notes):
        """The payer's open credit notes if they add up to what the debit leaves of these items; else an accountant matches them."""
        missing = sum(row._left() - row.amount for row in part)
        exact = notes and self.currency_id.compare_amounts(-sum(notes.mapped("amount_residual_currency")), missing) == 0
        return notes if exact else self.env["account.move.line"]
