from odoo import fields, models


class SepaDebit(models.Model):
    """A debit tells the customer's bank what changed on the mandate since the one before."""

    _inherit = "sepa.debit"

    amendment_id = fields.Many2one("sepa.mandate.amendment", readonly=True, index="btree_not_null", ondelete="restrict", copy=False)
