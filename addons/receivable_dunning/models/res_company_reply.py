from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dunning_reply_days = fields.Integer(
        string="Wait after a reply", default=7, required=True, help="How many days reminders wait once a payer has answered one."
    )

    _dunning_reply_days_positive = models.Constraint(
        "CHECK(dunning_reply_days BETWEEN 1 AND 90)", "Reminders wait between 1 and 90 days after a reply."
    )
