from odoo import models


class PaymentTransaction(models.Model):
    """A payment confirms its order whatever the verdict: refusing here would lose the payment."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # sudo: also when an employee captures the payment by hand
        return super(PaymentTransaction, self.sudo().with_context(receivable_paid=True))._check_amount_and_confirm_order()
