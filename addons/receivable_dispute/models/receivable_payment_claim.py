from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_dispute.logic.claim import MOST_TIMES, last_day, to_find

MEANS = [("transfer", "Bank transfer"), ("card", "Card"), ("cheque", "Cheque"), ("other", "Otherwise")]
STATES = [
    ("open", "To look for"),
    ("found", "Found, being booked"),
    ("not_found", "Not found"),
    ("settled", "Settled"),
    ("withdrawn", "Withdrawn"),
]
RUNNING = ("open", "found")


class ReceivablePaymentClaim(models.Model):
    """A payer says that an item is paid, and we do not see it: it is left alone for some days, and a person looks for the money.

    It ends by itself: by the payment, by an answer, or by its last day, after which reminders go on and the question stays.
    """

    _name = "receivable.payment.claim"
    _description = "Payment that a customer says was made"
    _inherit = ["receivable.agreement", "receivable.agreed.item", "receivable.agreement.photos", "mail.thread"]
    _order = "opened_on desc, id desc"

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, index="btree_not_null", ondelete="set null")
    paid_on = fields.Date(string="Paid on", required=True, readonly=True)
    means = fields.Selection(MEANS, string="Paid by", required=True, readonly=True, default="transfer")
    reference = fields.Char(readonly=True, help="Of the transfer or the cheque, as the customer gives it.")
    text = fields.Text(string="What the customer says", readonly=True)
    contact_id = fields.Many2one("res.partner", string="Said by", readonly=True, help="The person of the customer's who says so.")
    collector_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    opened_on = fields.Date(string="Said on", required=True, readonly=True)
    held_until = fields.Date(string="No reminder until", required=True, readonly=True, help="While nobody has answered.")
    state = fields.Selection(STATES, required=True, readonly=True, default="open", tracking=True, index=True)
    answered_on = fields.Date(string="Answered on", readonly=True)
    answered_by_id = fields.Many2one("res.users", string="By", readonly=True)
    found_until = fields.Date(string="Booked until", readonly=True, help="Last day without a reminder once it is found.")
    answer = fields.Text(string="Our answer", readonly=True, help="The customer reads this.")
    ended_on = fields.Date(readonly=True, help="First day on which the item is no longer left alone for it.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Say more than zero.")
    _open_idx = models.Index("(item) WHERE ended_on IS NULL")

    @api.depends("number", "paid_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = self.env._("%(number)s, paid on %(day)s?", number=claim.number or "", day=self._day(claim.paid_on))

    # -- saying it ------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        values = [self._claimed(vals) for vals in vals_list]
        # sudo: nobody writes a claim by hand; the items were checked with the rights of who says it
        claims = super(ReceivablePaymentClaim, self.sudo()).create(values).sudo(self.env.su)
        for claim in claims.filtered("contact_id"):
            claim.message_subscribe(claim.contact_id.ids)
        claims._ask_again()
        return claims

    def _claimed(self, vals):
        """The values of a new claim, completed; a sentence when it cannot be taken."""
        line = self._lines_of(vals)
        if len(line) > 1:
            raise UserError(self.env._("Say it of one invoice at a time."))
        opened_on = fields.Date.to_date(vals.get("opened_on")) or self._today()
        self._check_times(line)
        self._check_payment(line, fields.Date.to_date(vals.get("paid_on")), vals.get("amount"), opened_on)
        (copy,) = self._copies_of({line: vals.get("amount") or line.amount_residual_currency})
        return vals | self._common(line) | copy | {
            "move_id": line.move_id.id,
            "collector_id": self._collector(line.partner_id.commercial_partner_id, line.company_id).id,
            "opened_on": opened_on,
            "held_until": last_day(opened_on, line.company_id.receivable_claim_days),
            "state": "open",
        }

    def _check_times(self, line):
        """One question at a time about an item, and not for ever the same one."""
        # sudo: the customer and the collector are told the same
        earlier = self.sudo().search([("item", "=", line.id)])
        running = earlier.filtered(lambda claim: claim.state == "open")[:1]
        if running:
            raise UserError(self.env._(
                "Said to be paid on %(day)s already: we are looking. Nothing was recorded.", day=self._day(running.paid_on)
            ))
        if len(earlier) >= MOST_TIMES:
            raise UserError(self.env._(
                "This invoice was said to be paid %(count)s times already. Please call us: nothing was recorded.", count=len(earlier)
            ))

    def _check_payment(self, line, paid_on, amount, today):
        if not paid_on or paid_on > today:
            raise UserError(self.env._("Choose a day that has passed. Nothing was recorded."))
        if amount and not 0 < amount <= line.amount_residual_currency:
            raise UserError(self.env._(
                "At most %(amount)s is left here. Nothing was recorded.", amount=line.currency_id.format(line.amount_residual_currency)
            ))

    # -- what a person answers ------------------------------------------------------------------------------------------------

    def action_found(self):
        """The money is there and will be booked: the item is left alone until then, for as many days once more."""
        self._check_answerable()
        today = self._today()
        for claim in self.sudo():  # sudo: written by the buttons only
            until = last_day(today, claim.company_id.receivable_claim_days)
            claim.write({"state": "found", "answered_on": today, "answered_by_id": self.env.uid, "found_until": until})
        self._ask_again()

    def action_not_found(self, text):
        """The money is not there: the customer reads why, and reminders go on."""
        self._check_answerable()
        if not (text or "").strip():
            raise UserError(self.env._("Write to the customer what is missing: they read it."))
        today = self._today()
        for claim in self.sudo():  # sudo: as above
            claim.write({
                "state": "not_found", "answered_on": today, "answered_by_id": self.env.uid, "answer": text, "ended_on": today,
            })  # fmt: skip
            claim.message_post(body=plaintext2html(text), message_type="comment", subtype_xmlid="mail.mt_comment")
        self._ask_again()

    def _check_answerable(self):
        self._check_collector()
        for claim in self:
            if claim.state not in RUNNING:
                raise UserError(self.env._("%(invoice)s: this was answered already.", invoice=claim.number or ""))

    # -- how it ends without one ----------------------------------------------------------------------------------------------

    def _withdraw(self, date):
        """The customer takes it back: the invoice is to be paid."""
        for claim in self.filtered(lambda claim: claim.state in RUNNING):
            claim.write({"state": "withdrawn", "ended_on": max(date, claim.opened_on)})
        self._ask_again()

    @api.model
    def _close_settled(self, items, date):
        """What they said came in: nothing is left to look for."""
        # sudo: whoever registers the payment; only what is paid decides
        claims = self.sudo().search([("item", "in", items), ("state", "in", RUNNING)])
        payments = claims._payments(date)
        for claim in claims:
            left = to_find(Decimal(str(claim.amount)), payments[claim.id])
            if not left or not self._is_open_debt(claim.move_line_id):
                claim.write({"state": "settled", "ended_on": max(date, claim.opened_on)})

    # -- what is told of it ---------------------------------------------------------------------------------------------------

    def _hold(self, row, purpose):
        """What is left alone while somebody looks, or books, as the gate says it."""
        found = row.kind == "found"
        return Hold(
            "found_paid" if found else "said_paid", "leave", row.amount, self.opened_on, self.found_until if found else self.held_until,
            self._found_sentence() if found else self._sentence(), self._public_sentence(found),
            lifted_by=self.collector_id.name or self.env._("whoever looks for the payment"), evidence=(self._name, (self.id,)),
        )  # fmt: skip

    def _left_alone_until(self, date):
        """The last day without a reminder for it; nothing once reminders go on."""
        until = {"open": self.held_until, "found": self.found_until}.get(self.state)
        return until if until and until >= date else False

    def _sentence(self):
        """Why the item is left alone, for those who follow payers up."""
        return self.env._("They say that they paid on %(day)s; somebody looks for it.", day=self._day(self.paid_on))

    def _found_sentence(self):
        return self.env._(
            "Paid on %(day)s, they say: found by %(user)s, being booked.", day=self._day(self.paid_on), user=self.answered_by_id.name
        )

    def _public_sentence(self, found):
        if found:
            return self.env._("We have found your payment; it is being booked.")
        return self.env._("You told us that you paid on %(day)s; we are looking.", day=self._day(self.paid_on))
