from odoo import api, models

SEPA_DEBIT = "sepa_dd"


class AccountPaymentMethod(models.Model):
    _inherit = "account.payment.method"

    @api.model
    def _get_payment_method_information(self):
        """Direct debits come in on a bank account, in euros."""
        # sudo: which currency the euro is
        euro = self.env.ref("base.EUR").sudo()
        return super()._get_payment_method_information() | {
            SEPA_DEBIT: {"mode": "multi", "type": ("bank",), "currency_ids": euro.ids},
        }
