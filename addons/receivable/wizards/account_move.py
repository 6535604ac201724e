from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    receivable_import_id = fields.Many2one(
        "receivable.import", "Imported with", readonly=True, copy=False, index="btree_not_null", ondelete="set null",
        help="The ledger file this entry comes from.",
    )
