from odoo import fields, models

SOURCES = [("portal", "Portal"), ("call", "Call"), ("reply", "Reply"), ("office", "Office")]
STATES = [("coming", "Coming"), ("kept", "Kept"), ("partly", "Partly kept"), ("broken", "Broken"), ("cancelled", "Replaced")]


class ReceivablePromise(models.Model):
    """A payer says when they will pay. Whether it was kept is decided by the payments and never typed."""

    _name = "receivable.promise"
    _description = "Promise to pay"
    _inherit = ["mail.thread"]
    _order = "promised_on desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    move_line_ids = fields.Many2many("account.move.line", string="Items", check_company=True)
    item_ids = fields.One2many("receivable.promise.item", "promise_id", string="What is promised", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(string="For", required=True)
    made_on = fields.Date(string="Made on", required=True, readonly=True)
    promised_on = fields.Date(string="Promised", required=True, tracking=True)
    source = fields.Selection(SOURCES, required=True, default="office")
    contact_id = fields.Many2one("res.partner", string="Promised by", help="The person of the customer's who said so.")
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    collector_id = fields.Many2one("res.users", string="Collector", readonly=True)
    note = fields.Char()
    times = fields.Integer(readonly=True, help="First, second … promise on these items.")
    state = fields.Selection(STATES, required=True, readonly=True, default="coming", index=True)
    received = fields.Monetary(readonly=True, help="Paid on these items since the promise, until its day and the tolerance.")
    decided_on = fields.Date(readonly=True, help="Day on which it was kept, or found not to be.")
    cancelled_on = fields.Date(readonly=True)
    replaced_by_id = fields.Many2one("receivable.promise", readonly=True, ondelete="set null")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Promise more than zero.")
    _payer_idx = models.Index("(partner_id, company_id, promised_on)")
