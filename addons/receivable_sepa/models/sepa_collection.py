from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("notified", "Pre-notified"),
    ("released", "Released"),
    ("sent", "Sent to bank"),
    ("booked", "Booked"),
    ("cancelled", "Cancelled"),
]
READER = "receivable.group_receivable_reader"
MANAGER = "receivable_sepa.group_sepa_manager"


class SepaCollection(models.Model):
    """The direct debits of one day on one bank account: prepared, told to the customers, released, handed to the bank, booked."""

    _name = "sepa.collection"
    _description = "Collection of direct debits"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    journal_id = fields.Many2one("account.journal", string="Bank", required=True, readonly=True, check_company=True, ondelete="restrict")
    date = fields.Date(string="Debit date", required=True, readonly=True, tracking=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True, index=True, copy=False)
    debit_ids = fields.One2many("sepa.debit", "collection_id", string="Debits", readonly=True)
    left_ids = fields.One2many("sepa.left.out", "collection_id", string="Left out", readonly=True)
    debit_count = fields.Integer(string="Number of debits", compute="_compute_totals", store=True)
    amount = fields.Monetary(compute="_compute_totals", store=True)
    prepared_by_id = fields.Many2one("res.users", string="Prepared by", readonly=True, copy=False, default=lambda self: self.env.user)
    released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False, tracking=True)
    released_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Handed over by", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False, help="First download of the file.")
    booked_on = fields.Date(readonly=True, copy=False)
    cancelled_why = fields.Char(string="Why cancelled", readonly=True, copy=False)
    message_id = fields.Char(string="Message", readonly=True, copy=False, help="The number that the bank quotes in its answers.")
    file_id = fields.Many2one("ir.attachment", string="File", readonly=True, copy=False, ondelete="restrict")
    file_hash = fields.Char(string="Fingerprint", readonly=True, copy=False, help="SHA-256 of the file that was released.")

    _message_uniq = models.UniqueIndex("(message_id)", "A message number is used once.")

    @api.depends("debit_ids.amount", "debit_ids.state")
    def _compute_totals(self):
        for collection in self:
            debits = collection.debit_ids.filtered(lambda debit: debit.state != "cancelled")
            collection.debit_count = len(debits)
            collection.amount = sum(debits.mapped("amount"))
