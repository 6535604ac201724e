from odoo import fields, models

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("accepted", "Accepted"),
    ("kept", "Kept"),
    ("broken", "Broken"),
    ("cancelled", "Cancelled"),
]
RHYTHMS = [("week", "Every week"), ("fortnight", "Every two weeks"), ("month", "Every month")]
INTERESTS = [("kept", "Penalties follow the original due dates"), ("waived", "Penalties are waived if the plan is kept")]


class ReceivablePaymentPlan(models.Model):
    """Open items to be paid in instalments, with the payer's acknowledgement that they are owed."""

    _name = "receivable.payment.plan"
    _description = "Payment plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, required=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    move_line_ids = fields.Many2many("account.move.line", string="Items", check_company=True)
    item_ids = fields.One2many("receivable.payment.plan.item", "plan_id", string="What is owed", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    total = fields.Monetary(readonly=True)
    first_date = fields.Date(string="First day")
    count = fields.Integer(string="Instalments", default=6)
    rhythm = fields.Selection(RHYTHMS, required=True, default="month")
    interest = fields.Selection(INTERESTS, required=True, default="kept")
    line_ids = fields.One2many("receivable.payment.plan.line", "plan_id", string="Schedule")
    user_id = fields.Many2one("res.users", string="Responsible", default=lambda self: self.env.user, domain="[('share', '=', False)]")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True, index=True)
    valid_until = fields.Date(help="Last day on which the payer may accept.")
    proposed_on = fields.Date(readonly=True, copy=False)
    accepted_on = fields.Date(readonly=True, copy=False)
    accepted_at = fields.Datetime(readonly=True, copy=False)
    accepted_name = fields.Char(readonly=True, copy=False)
    accepted_ip = fields.Char(string="From the address", readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.partner", string="Accepted by", readonly=True, copy=False)
    agreement = fields.Text(readonly=True, copy=False, help="The very text that was agreed on.")
    agreement_hash = fields.Char(readonly=True, copy=False, help="SHA-256 of that text.")
    signed_attachment_id = fields.Many2one("ir.attachment", string="Signed copy", readonly=True, copy=False, ondelete="set null")
    paid = fields.Monetary(readonly=True, copy=False, help="Paid on these items since the plan was accepted.")
    missed_line_id = fields.Many2one("receivable.payment.plan.line", string="Missed", readonly=True, copy=False, ondelete="set null")
    ended_on = fields.Date(readonly=True, copy=False, help="Day on which it was kept to the end, put back or cancelled.")
