from odoo import api, fields, models

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_sepa.logic import target

from .sepa_mandate import SCHEMES

STATES = [
    ("planned", "Planned"),
    ("notified", "Announced"),
    ("presented", "At the bank"),
    ("booked", "Debited"),
    ("rejected", "Rejected before the debit"),
    ("returned", "Returned"),
    ("cancelled", "Taken out"),
]
WAITING = ("planned", "notified", "presented")  # their items are in a collection and not paid yet
CARRIED = ("booked", "returned")  # money moved
UNCARRIED = ("rejected", "cancelled")  # the customer's bank has carried nothing out, and was told nothing by it
PRESENTED = ("presented", "booked", "rejected", "returned")  # the bank has got them: the mandate was used
SEQUENCES = [("FRST", "First"), ("RCUR", "Recurrent"), ("FNAL", "Last"), ("OOFF", "One-off")]
NOTICES = [("email", "By e-mail"), ("letter", "By letter"), ("invoice", "On the invoice"), ("schedule", "By a schedule")]


class SepaDebit(models.Model):
    """One debit of one account on one day: of which payer, by which mandate, for which items."""

    _name = "sepa.debit"
    _description = "Direct debit"
    _inherit = ["sepa.record"]
    _order = "date desc, id"
    _rec_name = "end_to_end"
    _check_company_auto = True

    collection_id = fields.Many2one("sepa.collection", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="collection_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="collection_id.currency_id", store=True)
    journal_id = fields.Many2one(related="collection_id.journal_id")
    sepa_mandate_id = fields.Many2one("sepa.mandate", string="Mandate", required=True, readonly=True, index=True, ondelete="restrict")
    iban_masked = fields.Char(related="sepa_mandate_id.iban_masked", string="Account")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, readonly=True, index=True, ondelete="restrict")
    date = fields.Date(string="Debit date", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    sequence = fields.Selection(SEQUENCES, required=True, readonly=True, default="RCUR")
    scheme = fields.Selection(SCHEMES, required=True, readonly=True, default="CORE")
    end_to_end = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, help="The reference that the banks carry to the end."
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="planned", index=True, copy=False)
    amendment_id = fields.Many2one("sepa.mandate.amendment", readonly=True, index="btree_not_null", ondelete="restrict", copy=False)
    item_ids = fields.One2many("sepa.debit.item", "debit_id", string="Items", readonly=True)
    numbers = fields.Char(string="Invoices", compute="_compute_numbers")
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null", ondelete="set null", copy=False)
    notified_on = fields.Date(string="Told on", readonly=True, copy=False)
    notified_by = fields.Selection(NOTICES, string="Told", readonly=True, copy=False)
    short_notice_why = fields.Char(string="Why on short notice", readonly=True, copy=False)
    planned_on = fields.Date(string="Prepared on", required=True, readonly=True, copy=False, default=fields.Date.context_today)
    ended_on = fields.Date(
        string="No longer waits from", readonly=True, copy=False, help="First day on which its items no longer wait for it."
    )
    final_on = fields.Date(
        string="Safe on", compute="_compute_final_on", store=True, help="Last day on which the payer's bank may send it back by itself."
    )
    again_of_id = fields.Many2one(
        "sepa.debit", string="Presented again", readonly=True, index="btree_not_null", ondelete="set null", copy=False,
        help="The debit that came back, and that this one presents again.",
    )

    _end_to_end_uniq = models.UniqueIndex("(end_to_end)", "A reference is used once.")
    _positive = models.Constraint("CHECK(amount > 0)", "A debit is of one cent at least.")
    _waiting_idx = models.Index("(company_id, partner_id) WHERE state IN ('planned', 'notified', 'presented')")

    # -- compute --------------------------------------------------------------------------------------------------------------

    @api.depends("item_ids.number")
    def _compute_numbers(self):
        for debit in self:
            debit.numbers = ", ".join(number for number in debit.item_ids.mapped("number") if number)

    @api.depends("date", "company_id.sepa_final_days")
    def _compute_final_on(self):
        """Kept as it was decided: what is thanked for does not move with the settings."""
        for debit in self:
            debit.final_on = debit.final_on or target.shift(debit.date, debit.company_id.sepa_final_days)

    # -- its life -------------------------------------------------------------------------------------------------------------

    def _end(self, state, day):
        """Booked, rejected, returned or cancelled: from that day on its items no longer wait for it."""
        for ended_on, debits in self.grouped(lambda debit: debit.ended_on or max(day, debit.planned_on)).items():
            debits.write({"state": state, "ended_on": ended_on})

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _hold(self, row, _purpose):
        """A debit under way says when the money comes; one that is booked may still come back."""
        if row.kind == "window":
            return Hold(
                "debit_window", "leave", since=row.since, until=self.final_on,
                why=self.env._("Debited on %(day)s: the bank may still send the debit back.", day=self._day(self.date)),
                lifted_by=self.env._("nobody: it ends by itself"), evidence=("sepa.debit", (self.id,)),
            )
        why = self.env._("Direct debit of %(amount)s on %(day)s.", amount=self._money(row.amount), day=self._day(self.date))
        return Hold(
            "debit", "leave", row.amount, row.since, self.date, why=why, why_public=why,
            lifted_by=self.env._("whoever manages direct debits, by cancelling the collection"), evidence=("sepa.debit", (self.id,)),
        )
