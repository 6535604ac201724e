from odoo import fields, models


class CreditRelease(models.Model):
    """What somebody took upon themselves: this order goes out although the rules hold it."""

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
