from odoo import fields, models


class PayerProfile(models.Model):
    _inherit = "payer.profile"

    sepa_debit = fields.Boolean(
        string="Debit when there is a mandate", default=True,
        help="Invoices without another means of payment are collected by direct debit once the payer has signed.",
    )
