from odoo import fields, models


class CreditRule(models.Model):
    """Who is debited pays by our initiative: a rule may leave them alone."""

    _inherit = "credit.rule"

    except_debited = fields.Boolean(
        string="Not for payers who are debited", help="A mandate may be used, and the profile of the payer allows debits."
    )

    def _as_rule(self):
        return super()._as_rule()._replace(except_debited=self.except_debited)
