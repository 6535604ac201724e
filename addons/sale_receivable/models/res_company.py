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
    receivable_decider_id = fields.Many2one(
        "res.users", string="Decides on held orders", domain="[('share', '=', False)]",
        help="Named to salespeople and told of each held order. Empty: the default collector.",
    )
    receivable_weekly_mail = fields.Boolean(
        string="Salesperson's weekly mail",
        help="Monday morning: their customers who are late, what is under way, where a word of theirs helps.",
    )
