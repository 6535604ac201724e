from odoo import fields, models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    receivable_line_ids = fields.Many2many(
        "account.move.line", "receivable_transaction_line_rel", "transaction_id", "line_id", string="Items paid", readonly=True, copy=False,
        help="The items that the customer chose on the portal: the payment is matched with these.",
    )  # fmt: skip

    def _create_payment(self, **extra_create_values):
        """A payment of chosen items is matched with them, and not with the other instalments of their invoices."""
        if not self.receivable_line_ids:
            return super()._create_payment(**extra_create_values)
        chosen = self.with_context(receivable_chosen_line_ids=self.receivable_line_ids.ids)
        return super(PaymentTransaction, chosen)._create_payment(**extra_create_values)

    def _receivable_under_way(self, payer, company):
        """Payments of this payer that the provider has received or promised and that are not booked yet."""
        # a transfer that the customer still has to make (provider "custom") is no payment
        return self.search([
            ("company_id", "=", company.id), ("partner_id", "child_of", payer.id), ("provider_code", "!=", "custom"),
            ("operation", "!=", "validation"),
            "|", ("state", "in", ("pending", "authorized")), "&", ("state", "=", "done"), ("is_post_processed", "=", False),
        ])  # fmt: skip

    def _receivable_items(self):
        """The items that these payments are for."""
        whole = self.filtered(lambda transaction: not transaction.receivable_line_ids)
        return self.receivable_line_ids | whole.invoice_ids.line_ids.filtered(lambda line: line.display_type == "payment_term")
