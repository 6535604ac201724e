from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError


class CreditRelease(models.Model):
    """What somebody took upon themselves: this order goes although the rules hold it."""

    _name = "credit.release"
    _description = "Release of an order"
    _order = "id DESC"
    _rec_name = "order_id"
    _check_company_auto = True

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade", check_company=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("once", "This order as it is"), ("amount", "This order up to an amount"), ("until", "This order until a date")],
        required=True, readonly=True,
    )
    amount = fields.Monetary(readonly=True, help="The order may grow up to here, tax included, in the company's currency.")
    until = fields.Date(readonly=True, help="Last day on which the release holds.")
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Released by", required=True, readonly=True)
    state = fields.Selection(
        [("valid", "Valid"), ("used", "Used"), ("lapsed", "Lapsed"), ("withdrawn", "Withdrawn")],
        required=True, readonly=True, default="valid",
    )

    _numbers = models.Constraint("CHECK(amount >= 0)", "The amount of a release cannot be negative.")

    @api.model
    def _ceiling(self, company):
        """The largest order that the present user may release: an amount, None for any, 0 for none."""
        root, user = company.root_id.sudo(), self.env.user  # sudo: ceilings are settings
        if user.has_group("base.group_system"):
            return None
        if user.has_group("receivable.group_receivable_manager"):
            return Decimal(str(root.receivable_release_manager)) or None
        if user.has_group("receivable.group_receivable_user"):
            return Decimal(str(root.receivable_release_collector))
        return Decimal(0)

    @api.model
    def _check_ceiling(self, company, amount):
        ceiling = self._ceiling(company)
        if ceiling is not None and amount > ceiling:
            money = self.env["res.partner"]._receivable_money(company)
            raise AccessError(self.env._(
                "You may release orders of up to %(ceiling)s; this one needs %(amount)s.", ceiling=money(ceiling), amount=money(amount)
            ))  # fmt: skip

    def _covers(self, amount):
        """Does the release still hold for an order of this amount, company currency? What was used covers what it was used for."""
        today = fields.Date.context_today(self)
        return self.filtered(lambda one: (
            one.state == "used" or (one.state == "valid" and (not one.until or today <= one.until))
        ) and amount <= Decimal(str(one.amount)))  # fmt: skip

    def _use(self):
        self.filtered(lambda one: one.state == "valid").state = "used"

    @api.model
    def _lapse_ended(self):
        """Releases whose last day is over hold no longer; their orders wait again."""
        today = fields.Date.context_today(self)
        ended = self.search([("state", "=", "valid"), ("until", "<", today)])
        ended.state = "lapsed"
        ended.order_id._receivable_wait_again()
