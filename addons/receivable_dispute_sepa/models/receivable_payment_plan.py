from odoo import fields, models
from odoo.exceptions import UserError


class ReceivablePaymentPlan(models.Model):
    """A plan may be agreed on the condition that a direct debit mandate is signed."""

    _inherit = "receivable.payment.plan"

    asks_mandate = fields.Boolean(string="Asks for a mandate", help="It can be accepted once the payer has signed a direct debit mandate.")

    def _accept(self, *args, **kwargs):
        if self.asks_mandate and not self._signed_mandate():
            raise UserError(self.env._("This plan asks for a direct debit mandate. Sign it first, then accept the plan."))
        return super()._accept(*args, **kwargs)

    def _signed_mandate(self):
        """The mandate by which the payer may be debited today."""
        return self.env["sepa.mandate"]._usable(self.company_id, self.partner_id.ids, self._today()).get(self.partner_id.id)

    def _agreement_rules(self):
        rules = super()._agreement_rules()
        if not self.asks_mandate:
            return rules
        return "\n".join([rules, self.env._("This plan begins once you have signed a direct debit mandate in our favour.")])
