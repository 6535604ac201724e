from odoo import api, models

GROWING = {"discount", "price_unit", "product_uom_qty", "tax_ids"}


class SaleOrderLine(models.Model):
    """An order that grows after somebody decided on its credit is decided on again."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._receivable_grown()
        return lines

    def write(self, vals):
        done = super().write(vals)
        if GROWING & set(vals):
            self.order_id._receivable_grown()
        return done
