from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    receivable_logistics_id = fields.Many2one(
        "res.users", string="Logistics answers", domain="[('share', '=', False)]", help="Disputes about goods and deliveries go there."
    )
    receivable_accounts_id = fields.Many2one(
        "res.users", string="Accounts answers", domain="[('share', '=', False)]", help="Disputes about prices, taxes and entries go there."
    )
    receivable_answer_days = fields.Integer(
        string="Time to pay after an answer", default=8, help="Days without a reminder after a dispute was rejected, in whole or in part."
    )
    receivable_claim_days = fields.Integer(
        string="Time to look for a payment", default=10, help="Days without a reminder about an invoice that its customer says is paid."
    )
    receivable_promise_max_days = fields.Integer(string="Longest promise", default=30, help="Days from the day on which it is made.")
    receivable_promise_max_times = fields.Integer(string="Promises on the same items", default=2)
    receivable_promise_tolerance = fields.Integer(
        string="Tolerance", default=3, help="Days that a promised payment or an instalment may take to arrive."
    )
    receivable_plan_valid_days = fields.Integer(string="A plan may be accepted for", default=15, help="Days from its proposal.")
    receivable_plan_cure_days = fields.Integer(
        string="Time to make up for an instalment", default=8, help="Days from the warning until the whole balance is due."
    )
    receivable_access_days = fields.Integer(string="Private links last", default=45, help="Days.")

    _receivable_agreements = models.Constraint(
        """CHECK(receivable_answer_days >= 0 AND receivable_promise_max_days > 0 AND receivable_promise_max_times > 0
             AND receivable_promise_tolerance >= 0 AND receivable_plan_valid_days > 0 AND receivable_plan_cure_days >= 0
             AND receivable_access_days > 0 AND receivable_claim_days > 0)""",
        "Days and times cannot be negative, and a promise, a plan, a search and a link last one day at least.",
    )
