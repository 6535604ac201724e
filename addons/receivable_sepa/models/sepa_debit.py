from odoo import fields, models

STATES = [
    ("planned", "Planned"),
    ("notified", "Pre-notified"),
    ("presented", "At the bank"),
    ("booked", "Booked"),
    ("rejected", "Rejected"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
]
WAITING = ("planned", "notified", "presented")  # their items are in a collection and not paid yet
PRESENTED = ("presented", "booked", "rejected", "returned")  # the bank has got them: the mandate was used
SEQUENCES = [("FRST", "First"), ("RCUR", "Recurrent"), ("FNAL", "Last"), ("OOFF", "One-off")]
SCHEMES = [("CORE", "CORE"), ("B2B", "B2B")]
NOTICES = [("email", "By e-mail"), ("letter", "By letter"), ("invoice", "On the invoice"), ("schedule", "By a schedule")]


class SepaDebit(models.Model):
    """One debit of one account on one day: of which payer, by which mandate, for which items."""

    _name = "sepa.debit"
    _description = "Direct debit"
    _order = "date desc, id"
    _rec_name = "end_to_end"
    _check_company_auto = True

    collection_id = fields.Many2one("sepa.collection", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="collection_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="collection_id.currency_id", store=True)
    journal_id = fields.Many2one(related="collection_id.journal_id")
    sepa_mandate_id = fields.Many2one("sepa.mandate", string="Mandate", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True, ondelete="restrict")
    date = fields.Date(string="Debit date", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    sequence = fields.Selection(SEQUENCES, required=True, readonly=True, default="RCUR")
    scheme = fields.Selection(SCHEMES, required=True, readonly=True, default="CORE")
    end_to_end = fields.Char(string="Reference", required=True, readonly=True, copy=False, help="The reference that the bank carries to the end.")
    state = fields.Selection(STATES, required=True, readonly=True, default="planned", index=True, copy=False)
    item_ids = fields.One2many("sepa.debit.item", "debit_id", string="Items", readonly=True)
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null", ondelete="set null", copy=False)
    notified_on = fields.Date(string="Pre-notified on", readonly=True, copy=False)
    notified_by = fields.Selection(NOTICES, string="Pre-notified", readonly=True, copy=False)
    short_notice_why = fields.Char(string="Why on short notice", readonly=True, copy=False)
    again_of_id = fields.Many2one(
        "sepa.debit", string="Presented again", readonly=True, index="btree_not_null", ondelete="set null", copy=False,
        help="The debit that came back, and that this one presents again.",
    )

    _end_to_end_uniq = models.UniqueIndex("(end_to_end)", "A reference is used once.")
    _positive = models.Constraint("CHECK(amount > 0)", "A debit is of one cent at least.")
    _waiting_idx = models.Index("(company_id, partner_id) WHERE state IN ('planned', 'notified', 'presented')")
