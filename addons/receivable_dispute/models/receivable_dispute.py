from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.receivable.logic.calendar import next_business_day
from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_dispute.logic.parts import ZERO, spread, total

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
    _inherit = ["receivable.agreement", "receivable.agreement.photos", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"

    name = fields.Char(string="Number", readonly=True, required=True, copy=False, default="/")
    contact_id = fields.Many2one("res.partner", string="Opened by", help="The person of the customer's who contests.")
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    source = fields.Selection(SOURCES, required=True, default="office")
    item_ids = fields.One2many("receivable.dispute.item", "dispute_id", string="What is left alone", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, index="btree_not_null", ondelete="set null")
    salesperson_id = fields.Many2one("res.users", readonly=True)
    amount = fields.Monetary(string="Amount contested", required=True)
    amount_item = fields.Monetary(string="Of", readonly=True, help="What was left of the items when the dispute was opened.")
    reason_id = fields.Many2one("receivable.dispute.reason", required=True, ondelete="restrict", tracking=True)
    outcome_wanted = fields.Selection(OUTCOMES, string="Asked for", required=True, default="answer")
    text = fields.Text(string="What the customer says")
    owner_id = fields.Many2one("res.users", tracking=True, domain="[('share', '=', False)]", index="btree_not_null")
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

    _by_engine = frozenset({
        "name", "company_id", "partner_id", "move_line_ids", "currency_id", "item_ids", "user_id", "move_id", "amount", "amount_item",
        "opened_on", "state", "resolved_on", "resolved_by_id", "days_to_answer", "resolution", "accepted_amount", "payable_by",
        "credit_note_id",
    })  # fmt: skip

    # -- opening --------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        values = [self._contested(vals) for vals in vals_list]
        # sudo: nobody writes what is left alone by hand; the items were checked with the rights of who opens it
        disputes = super(ReceivableDispute, self.sudo()).create(values).sudo(self.env.su)
        for dispute in disputes:
            if dispute.contact_id:
                dispute.message_subscribe(dispute.contact_id.ids)
            dispute._ask_owner()
        disputes._ask_again()
        return disputes

    def write(self, vals):
        written = super().write(vals)
        if "owner_id" in vals or "deadline" in vals:
            for dispute in self.filtered(lambda dispute: dispute.state in OPEN):
                dispute._ask_owner()
        return written

    def _contested(self, vals):
        """The values of a new dispute, completed; a sentence when it cannot be opened."""
        lines = self._lines_of(vals)
        if len(lines.move_id) > 1:
            raise UserError(self.env._("A dispute is about one invoice. Open one for each invoice."))
        opened_on = fields.Date.to_date(vals.get("opened_on")) or self._today()
        left, free = self._left_of(lines), self._free_of(lines)
        amount = Decimal(str(vals.get("amount") or total(free.values())))
        self._check_amount(lines, amount, left, free)
        reason = self.env["receivable.dispute.reason"].browse(vals.get("reason_id"))
        return {
            "deadline": self._deadline(lines.company_id, opened_on, reason),
            "owner_id": self._owner(lines, reason).id,
        } | vals | self._common(lines) | {
            "name": self.env["ir.sequence"].sudo().next_by_code("receivable.dispute", sequence_date=opened_on),  # sudo: a number
            "user_id": self.env.uid,
            "move_id": lines.move_id.id,
            "salesperson_id": lines.move_id.invoice_user_id.id,
            "amount": float(amount),
            "amount_item": float(total(left.values())),
            "opened_on": opened_on,
            "item_ids": self._parts(lines, amount, free, {"kind": "contested", "since": opened_on}),
        }

    def _parts(self, lines, amount, rooms, values):
        """Commands that leave an amount alone, item by item in their order."""
        by_id = {line.id: line for line in lines}
        parts = {by_id[item]: float(part) for item, part in spread(amount, rooms).items()}
        Item = self.env["receivable.dispute.item"].sudo()  # sudo: the parts are written by this model only
        return [Command.create(copy | values) for copy in Item._copies_of(parts)]

    def _free_of(self, lines):
        """What may still be contested of each item: what is left, less what is contested already."""
        # sudo: the answer is an amount; whoever asks may read the items
        running = self.env["receivable.dispute.item"].sudo()._running(lines.ids)
        return {item: max(ZERO, left - running.get(item, ZERO)) for item, left in self._left_of(lines).items()}

    def _check_amount(self, lines, amount, left, free):
        money = lines.currency_id.format
        if amount > total(left.values()):
            raise UserError(self.env._(
                "%(amount)s contested on an invoice of which %(left)s is left. Nothing was recorded.",
                amount=money(float(amount)), left=money(float(total(left.values()))),
            ))
        if amount > total(free.values()) or not amount:
            # sudo: whose dispute it is may be told to those who see the invoice
            other = self.sudo().search([("item_ids.item", "in", lines.ids), ("state", "in", OPEN)], limit=1)
            raise UserError(self.env._(
                "Already contested by %(who)s on %(day)s (%(dispute)s). Write in that dispute to add to it.",
                who=(other.contact_id or other.user_id.partner_id).name, day=self._day(other.opened_on), dispute=other.name,
            ))

    def _deadline(self, company, opened_on, reason):
        return next_business_day(opened_on + timedelta(days=reason.days), company.root_id._bank_holidays(opened_on))

    def _owner(self, lines, reason):
        """Who answers: as the reason says, else the payer's collector."""
        company = lines.company_id.sudo()  # sudo: who answers is decided by the settings, whoever opens the dispute
        named = {
            "salesperson": lines.move_id.invoice_user_id,
            "logistics": company.receivable_logistics_id,
            "accounts": company.receivable_accounts_id,
            "user": reason.owner_id,
        }
        return named.get(reason.owner_role) or self._collector(lines.partner_id.commercial_partner_id, company)

    def _ask_owner(self):
        """An activity tells the owner until when to answer."""
        self.ensure_one()
        dispute = self.sudo()  # sudo: an activity for somebody else
        dispute.activity_unlink(["mail.mail_activity_data_todo"])
        if dispute.owner_id:
            dispute.activity_schedule(
                "mail.mail_activity_data_todo", dispute.deadline, user_id=dispute.owner_id.id,
                summary=self.env._("Answer %(dispute)s, %(payer)s", dispute=dispute.name, payer=dispute.partner_id.name),
            )  # fmt: skip

    # -- closing --------------------------------------------------------------------------------------------------------------

    def _resolve(self, state, date, **values):
        """Nothing is contested any more from this day on."""
        for dispute in self:
            dispute.item_ids._end(date)
            dispute.write({
                "state": state, "resolved_on": date, "resolved_by_id": self.env.uid, "days_to_answer": (date - dispute.opened_on).days,
            } | values)  # fmt: skip
            dispute.activity_unlink(["mail.mail_activity_data_todo"])

    def _close_settled(self, items, date):
        """Disputes of which nothing is left to pay close by themselves."""
        # sudo: whoever registers the payment; only what is paid decides
        disputes = self.sudo().search([("item_ids.item", "in", items), ("state", "in", OPEN)])
        for dispute in disputes:
            if not any(self._is_open_debt(line) for line in dispute.item_ids.move_line_id):
                dispute._resolve("closed", date)
                dispute._message_log(body=self.env._("Paid: nothing is left to contest."))

    # -- what is told of it ---------------------------------------------------------------------------------------------------

    def _hold(self, row, purpose):
        """The part that is left alone, as the gate says it."""
        until = row.ended_on and row.ended_on - timedelta(days=1)
        why, public = {
            "contested": (self._sentence(), self._public_sentence()),
            "accepted": (self._accepted_sentence(), self._accepted_sentence()),
            "answered": (self._answered_sentence(), self._answered_sentence()),
        }[row.kind]
        return Hold(
            "answered" if row.kind == "answered" else "dispute", "leave", row.amount, row.since, until or None, why, public,
            lifted_by=self.owner_id.name or self.env._("whoever answers the dispute"), evidence=("receivable.dispute", (self.id,)),
        )  # fmt: skip

    def _public_sentence(self):
        days = {"since": self._day(self.opened_on), "deadline": self._day(self.deadline)}
        return self.env._("Disputed since %(since)s; answer by %(deadline)s.", **days)

    def _accepted_sentence(self):
        return self.env._("Dispute %(dispute)s accepted: a credit note is on its way.", dispute=self.name)

    def _answered_sentence(self):
        return self.env._("Dispute %(dispute)s answered: to be paid by %(day)s.", dispute=self.name, day=self._day(self.payable_by))

    def _sentence(self):
        """Why the part is left alone, as the gate says it."""
        self.ensure_one()
        return self.env._(
            "Disputed since %(since)s (%(reason)s); %(owner)s answers by %(deadline)s.",
            since=self._day(self.opened_on), reason=self.reason_id.name, owner=self.owner_id.name or self.env._("somebody"),
            deadline=self._day(self.deadline),
        )
