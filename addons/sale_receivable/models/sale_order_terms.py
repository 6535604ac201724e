from odoo import models


class SaleOrder(models.Model):
    """Payment terms proposed by the payer's profile, where the company wants it."""

    _inherit = "sale.order"

    def _compute_payment_term_id(self):
        result = super()._compute_payment_term_id()
        for order in self.filtered("partner_invoice_id"):
            root = order.company_id.root_id.sudo()  # sudo: settings and profiles are not everybody's to read
            if root.receivable_terms_from_profile and order.state in ("draft", "sent"):
                payer = order._receivable_payer().sudo().with_company(root)
                order.payment_term_id = payer.payer_profile_id.payment_term_id or order.payment_term_id
        return result
