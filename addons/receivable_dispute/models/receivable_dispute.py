from odoo import fields, models

STATES = [
    ("new", "New"),
    ("progress", "In progress"),
    ("waiting_customer", "Waiting for customer"),
    ("accepted", "Accepted"),
    ("partly", "Accepted in part"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("closed", "Closed"),
]
OPEN = ("new", "progress", "waiting_customer")
OUTCOMES = [("answer", "An answer"), ("credit_note", "A credit note")]
SOURCES = [("portal", "Portal"), ("call", "Call"), ("reply", "Reply"), ("office", "Office")]


class ReceivableDispute(models.Model):
    """A customer contests an invoice or a part of it: that part is left alone until somebody answers, the rest goes on."""

    _name = "receivable.dispute"
    _description = "Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, required=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    contact_id = fields.Many2one("res.partner", string="Opened by", help="The person of the customer's who contests.")
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    source = fields.Selection(SOURCES, required=True, default="office", readonly=True)
    move_line_ids = fields.Many2many("account.move.line", string="Items", check_company=True)
    item_ids = fields.One2many("receivable.dispute.item", "dispute_id", string="What is left alone", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, index="btree_not_null", ondelete="set null")
    salesperson_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="Amount contested", required=True)
    amount_item = fields.Monetary(string="Of", readonly=True, help="What was left of the items when the dispute was opened.")
    reason_id = fields.Many2one("receivable.dispute.reason", required=True, ondelete="restrict", tracking=True)
    outcome_wanted = fields.Selection(OUTCOMES, string="Asked for", required=True, default="answer")
    text = fields.Text(string="What the customer says")
    owner_id = fields.Many2one("res.users", string="Owner", tracking=True, domain="[('share', '=', False)]", index="btree_not_null")
    opened_on = fields.Date(required=True, readonly=True)
    deadline = fields.Date(string="Answer due", tracking=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="new", tracking=True, index=True, group_expand=True)
    resolved_on = fields.Date(readonly=True, copy=False)
    resolved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    days_to_answer = fields.Integer(readonly=True, copy=False, aggregator="avg")
    resolution = fields.Text(string="Our answer", readonly=True, copy=False, help="The customer reads this.")
    accepted_amount = fields.Monetary(readonly=True, copy=False)
    payable_by = fields.Date(string="To be paid by", readonly=True, copy=False, help="No reminder about the rest before that day.")
    credit_note_id = fields.Many2one("account.move", string="Credit note", readonly=True, copy=False, ondelete="set null")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Contest more than zero.")
