from odoo import fields, models

OWNERS = [("salesperson", "Salesperson of the invoice"), ("logistics", "Logistics"), ("accounts", "Accounts"), ("user", "A person")]


class ReceivableDisputeReason(models.Model):
    """Why a customer contests: who answers, and within how many days. The codes are those of electronic invoicing (MDT-113)."""

    _name = "receivable.dispute.reason"
    _description = "Reason of a dispute"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Code of the reason in the life cycle of electronic invoices (MDT-113).", index=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    on_portal = fields.Boolean(string="Offered to customers")
    customer_words = fields.Char(translate=True, help="How customers say it. Empty: the name.")
    owner_role = fields.Selection(OWNERS, string="Answered by", required=True, default="accounts")
    owner_id = fields.Many2one("res.users", string="Person", domain="[('share', '=', False)]")
    days = fields.Integer(string="Days to answer", required=True, default=10)

    _code_uniq = models.UniqueIndex("(code) WHERE code IS NOT NULL", "There is one reason a code.")
    _days_positive = models.Constraint("CHECK(days > 0)", "At least one day is needed to answer.")
    _owner_named = models.Constraint("CHECK(owner_role <> 'user' OR owner_id IS NOT NULL)", "Say which person answers.")
