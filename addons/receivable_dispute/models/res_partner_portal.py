from odoo import fields, models

from odoo.addons.receivable_dispute.logic import balance


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _receivable_balance(self, company):
        """The account of this payer with a company, as the payer sees it: one block a currency."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        items = self.env["account.move.line"]._receivable_open_items(company, self.ids)
        lines = self.env["account.move.line"].browse(item.id for item in items if item.kind == "debt")
        under_way = self.env["payment.transaction"]._receivable_under_way(self, company)._receivable_items()
        return balance.blocks(company.id, items, lines._receivable_holds("remind", today), set(under_way.ids), today)
