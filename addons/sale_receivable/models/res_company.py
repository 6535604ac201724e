from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    receivable_release_collector = fields.Monetary(
        string="A collector releases up to", help="Largest order that a collector may release from a credit hold; 0: none."
    )
    receivable_release_manager = fields.Monetary(
        string="A credit manager releases up to",
        help="Largest order that a credit manager may release from a credit hold; 0: any. Administrators release any order.",
    )
    receivable_terms_from_profile = fields.Boolean(
        string="Payment terms proposed by profile", help="New quotations take the payment terms of the payer's profile, where it has some."
    )
