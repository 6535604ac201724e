from odoo import fields, models
from odoo.tools import SQL

from .res_partner import LEFT_TO_INVOICE


class PayerAccount(models.Model):
    """Orders to invoice, beside the open items, in the lists of payers; at the rate of each order."""

    _inherit = "payer.account"
    _depends = {
        "sale.order": ["company_id", "currency_rate", "invoice_status", "partner_invoice_id", "state"],
        "sale.order.line": ["is_downpayment", "price_total", "product_uom_qty", "qty_invoiced"],
    }

    orders = fields.Monetary(string="Orders to invoice", readonly=True, help="Confirmed and not invoiced yet, tax included.")

    def _account_columns(self):
        return super()._account_columns() | {"orders": self._account_orders()}

    def _account_exposure(self):
        return SQL("%s + %s", super()._account_exposure(), self._account_orders())

    def _account_orders(self):
        return SQL(
            """COALESCE((
                SELECT SUM(GREATEST(0, %s) / NULLIF(o.currency_rate, 0))
                  FROM sale_order o JOIN res_company c ON c.id = o.company_id
                 WHERE o.state = 'sale' AND o.invoice_status <> 'invoiced' AND split_part(c.parent_path, '/', 1)::int = root.id
                   AND o.partner_invoice_id IN (SELECT b.id FROM res_partner b WHERE b.commercial_partner_id = p.id)), 0)""",
            LEFT_TO_INVOICE,
        )
