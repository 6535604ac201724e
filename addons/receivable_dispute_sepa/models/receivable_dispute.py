from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.receivable_dispute.logic.parts import total


class ReceivableDispute(models.Model):
    """A customer who has a debit sent back contests its invoices: somebody has to ask why, and to answer."""

    _inherit = "receivable.dispute"

    source = fields.Selection(selection_add=[("debit", "Returned debit")], ondelete={"debit": "set default"})
    sepa_return_id = fields.Many2one("sepa.return", string="Came of", readonly=True, index="btree_not_null", ondelete="set null")

    @api.model
    def _contestable(self, debit):
        """The items of a debit that are owed, and not contested as a whole already."""
        lines = debit.item_ids.move_line_id.filtered(self._is_open_debt)
        free = self._free_of(lines)
        return lines.filtered(lambda line: free[line.id] > 0)

    @api.model
    def _open_of_return(self, one):
        """One dispute for each invoice of a debit that came back as contested: what the debit took of it."""
        lines, reason = self._contestable(one.debit_id), self.env.ref("receivable_dispute_sepa.reason_debit_contested")
        free, taken = self._free_of(lines), {item.item: Decimal(str(item.amount)) for item in one.debit_id.item_ids}
        return self.create([
            {
                "move_line_ids": [Command.set(items.ids)],
                "amount": float(total(min(free[item.id], taken[item.id]) for item in items)),
                "reason_id": reason.id,
                "source": "debit",
                "sepa_return_id": one.id,
                "text": one._contested_sentence(),
            }
            for items in lines.grouped("move_id").values()
        ])  # fmt: skip
