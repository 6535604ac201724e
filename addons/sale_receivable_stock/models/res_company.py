from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    receivable_check_delivery = fields.Boolean(
        string="Credit is checked before delivery",
        help="Goods of a customer who pays late leave when somebody has released the order.",
    )
