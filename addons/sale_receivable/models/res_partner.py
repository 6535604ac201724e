from odoo import models
from odoo.tools import SQL

# What is left to invoice of an order ``o``, tax included, in its own currency: the quantities not on an invoice or a draft,
# less the down payments already invoiced.
LEFT_TO_INVOICE = SQL("""
    COALESCE((SELECT SUM(l.price_total * GREATEST(0, 1 - l.qty_invoiced / l.product_uom_qty)) FROM sale_order_line l
               WHERE l.order_id = o.id AND l.is_downpayment IS NOT TRUE AND l.product_uom_qty <> 0), 0)
    - COALESCE((SELECT SUM(CASE WHEN m.move_type = 'out_refund' THEN -i.price_total ELSE i.price_total END)
                  FROM sale_order_line l
                  JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
                  JOIN account_move_line i ON i.id = r.invoice_line_id
                  JOIN account_move m ON m.id = i.move_id
                 WHERE l.order_id = o.id AND l.is_downpayment AND m.state <> 'cancel'), 0)""")


class ResPartner(models.Model):
    """Confirmed orders that are not invoiced yet are a part of what a payer is about to owe."""

    _inherit = "res.partner"

    def _receivable_exposure_selects(self, members, payers):
        self.env["sale.order"].flush_model(["company_id", "currency_id", "invoice_status", "partner_invoice_id", "state"])
        self.env["sale.order.line"].flush_model(["is_downpayment", "order_id", "price_total", "product_uom_qty", "qty_invoiced"])
        self.env["account.move.line"].flush_model(["move_id", "price_total"])
        orders = SQL(
            """SELECT p.commercial_partner_id, 'orders', o.currency_id, SUM(GREATEST(0, %s))
                 FROM sale_order o JOIN res_partner p ON p.id = o.partner_invoice_id
                WHERE o.state = 'sale' AND o.invoice_status <> 'invoiced' AND o.company_id = ANY(%s)
                  AND o.partner_invoice_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))
                GROUP BY 1, 3""",
            LEFT_TO_INVOICE, members, payers,
        )  # fmt: skip
        return [*super()._receivable_exposure_selects(members, payers), orders]

    def _receivable_exposure_records(self, code, payer, company):
        if code != "orders":
            return super()._receivable_exposure_records(code, payer, company)
        return "sale.order", (
            ("partner_invoice_id.commercial_partner_id", "=", payer), ("state", "=", "sale"), ("invoice_status", "!=", "invoiced"),
            ("company_id", "child_of", company.root_id.id),
        )  # fmt: skip

    def _receivable_exposure_labels(self):
        return super()._receivable_exposure_labels() | {"orders": self.env._("Orders to invoice")}
