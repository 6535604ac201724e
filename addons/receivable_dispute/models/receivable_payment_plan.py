from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_dispute.logic import plan as rules
from odoo.addons.receivable_dispute.logic.parts import total

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("accepted", "Accepted"),
    ("kept", "Fulfilled"),
    ("broken", "Defaulted"),
    ("cancelled", "Cancelled"),
]
RHYTHMS = [("week", "Every week"), ("fortnight", "Every two weeks"), ("month", "Every month")]
INTERESTS = [("kept", "Penalties follow the original due dates"), ("waived", "Penalties are waived if the plan is kept")]
MOST_INSTALMENTS = 60


class ReceivablePaymentPlan(models.Model):
    """Open items to be paid in instalments, with the payer's acknowledgement that they are owed."""

    _name = "receivable.payment.plan"
    _description = "Payment plan"
    _inherit = ["receivable.agreement", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(string="Number", readonly=True, required=True, copy=False, default="/")
    item_ids = fields.One2many("receivable.payment.plan.item", "plan_id", string="What is owed", readonly=True)
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

    _by_engine = frozenset({
        "name", "company_id", "partner_id", "currency_id", "item_ids", "total", "state", "proposed_on", "accepted_on", "accepted_at",
        "accepted_name", "accepted_ip", "accepted_by_id", "agreement", "agreement_hash", "signed_attachment_id", "paid", "missed_line_id",
        "ended_on",
    })  # fmt: skip

    # -- drafting -------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        completed = []
        for vals in vals_list:
            lines = self._lines_of(vals)
            self._check_free(lines, self.browse())
            number = self.env["ir.sequence"].sudo().next_by_code("receivable.payment.plan")  # sudo: a number
            owed = float(total(self._left_of(lines).values()))
            completed.append(vals | self._common(lines) | {"name": number, "state": "draft", "total": owed})
        return super().create(completed)

    def write(self, vals):
        terms = {"move_line_ids", "line_ids", "first_date", "count", "rhythm", "interest"} & set(vals)
        if terms and not self.env.su and any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("What was proposed is not changed. Put the plan back to draft first."))
        written = super().write(vals)
        if "move_line_ids" in vals:
            for plan in self:
                lines = self._lines_of({"move_line_ids": plan.move_line_ids.ids})
                self._check_free(lines, plan)
                # sudo: the total is never typed
                plan.sudo().write(self._common(lines) | {"total": float(total(self._left_of(lines).values()))})
        return written

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(plan.state not in ("draft", "cancelled") or plan.proposed_on for plan in self):
            raise UserError(self.env._("A plan that was proposed is kept. Cancel it instead."))

    def _check_free(self, lines, plan):
        """An item is in one plan at a time."""
        # sudo: the answer is the number of the other plan
        others = self.sudo().search([("move_line_ids", "in", lines.ids), ("state", "in", ("proposed", "accepted"))])
        other = (others - plan)[:1]
        if other:
            raise UserError(self.env._("One of these invoices is in the payment plan %(plan)s already.", plan=other.name))

    def action_compute_schedule(self):
        """Equal instalments from the first day on, in the rhythm chosen; the last one takes what does not divide."""
        self._check_collector()
        for plan in self:
            if not plan.first_date or not 1 <= plan.count <= MOST_INSTALMENTS:
                raise UserError(self.env._("Say the first day, and 1 to %(most)s instalments.", most=MOST_INSTALMENTS))
            rounding, owed = Decimal(str(plan.currency_id.rounding)), total(self._left_of(plan._open_lines()).values())
            # sudo: the total is never typed
            plan.sudo().total = float(owed)
            found = rules.schedule(owed, plan.count, plan.first_date, plan.rhythm, rounding)
            if not found[0][1]:
                raise UserError(self.env._("The instalments would be empty: choose fewer."))
            plan.line_ids = [Command.clear(), *(Command.create({"date": day, "amount": float(amount)}) for day, amount in found)]

    # -- proposing and accepting ----------------------------------------------------------------------------------------------

    def action_propose(self):
        """The payer may accept it from now on; its text is fixed."""
        self._check_collector()
        today = self._today()
        for plan in self:
            plan._check_state("draft")
            plan._check_sum()
            valid = plan.valid_until or today + timedelta(days=plan.company_id.receivable_plan_valid_days)
            # sudo: the total is never typed
            plan.sudo().total = sum(plan.line_ids.mapped("amount"))
            text = plan._agreement_text()
            # sudo: written by this button only
            plan.sudo().write({
                "state": "proposed", "proposed_on": today, "valid_until": valid, "agreement": text,
                "agreement_hash": plan._fingerprint(text),
            })  # fmt: skip

    def action_draft(self):
        """Other dates: the proposal is taken back."""
        self._check_collector()
        for plan in self:
            plan._check_state("proposed")
            # sudo: written by this button only
            plan.sudo().write({"state": "draft", "agreement": False, "agreement_hash": False, "valid_until": False})

    def action_accept(self, name, accepted_on=None):
        """They signed on paper: who."""
        self._check_collector()
        self.ensure_one()
        self.sudo()._accept(name, day=fields.Date.to_date(accepted_on))  # sudo: written by this button only

    def _accept(self, name, ip="", contact=None, agreement_hash=None, day=None):
        """The payer agrees to the text that they have read; the plan begins.

        :param agreement_hash: of the text they read; another one is refused
        """
        self.ensure_one()
        today = self._today()
        self._check_state("proposed")
        if not (name or "").strip():
            raise UserError(self.env._("Write the first and last name of the person who accepts."))
        if self.valid_until < today:
            raise UserError(self.env._("This proposal was valid until %(day)s. Ask for a new one.", day=self._day(self.valid_until)))
        if agreement_hash not in (None, self.agreement_hash):
            raise UserError(self.env._("The proposal has changed meanwhile. Read it again."))
        self._check_sum()
        Item = self.env["receivable.payment.plan.item"]
        lines = self.move_line_ids
        self.write({
            "state": "accepted",
            "accepted_on": day or today,
            "accepted_at": fields.Datetime.now(),
            "accepted_name": name.strip(),
            "accepted_ip": ip,
            "accepted_by_id": contact.id if contact else False,
            "item_ids": [Command.create(copy) for copy in Item._copies_of({line: line.amount_residual_currency for line in lines})],
        })
        self._keep_signed_copy()
        self._message_log(body=self.env._("Accepted by %(name)s: %(total)s.", name=self.accepted_name, total=self._money(self.total)))
        self._ask_again()

    def _open_lines(self):
        return self.move_line_ids.filtered(self._is_open_debt)

    def _check_state(self, state):
        if self.state != state:
            words = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("%(plan)s is: %(state)s. Nothing was changed.", plan=self.name, state=words[self.state]))

    def _check_sum(self):
        """The instalments are those of what is owed now: no more, no less."""
        owed = sum(self._open_lines().mapped("amount_residual_currency"))
        planned = sum(self.line_ids.mapped("amount"))
        gap = self.currency_id.compare_amounts(planned, owed)
        if gap < 0:
            raise UserError(self.env._("%(amount)s missing in the instalments.", amount=self._money(owed - planned)))
        if gap > 0:
            raise UserError(self.env._("The instalments are %(amount)s more than what is owed.", amount=self._money(planned - owed)))

    # -- ending ---------------------------------------------------------------------------------------------------------------

    def action_put_back(self):
        """An instalment was missed: the whole balance is due, and the follow-up of these items goes on."""
        self._check_collector()
        for plan in self:
            plan._check_state("accepted")
            if not plan.missed_line_id:
                raise UserError(self.env._("No instalment of %(plan)s was missed.", plan=plan.name))
            plan._finish("broken", self._today())
            plan._message_log(body=self.env._("The whole balance is due again, by %(user)s.", user=self.env.user.name))

    def action_allow(self, days):
        """The missed instalment may come some days later; the plan goes on."""
        self._check_collector()
        if not 0 < days <= 90:
            raise UserError(self.env._("Allow between 1 and 90 days."))
        until = self._today() + timedelta(days=days)
        for plan in self.sudo():  # sudo: written by this button only
            plan._check_state("accepted")
            if not plan.missed_line_id:
                raise UserError(self.env._("No instalment of %(plan)s was missed.", plan=plan.name))
            plan.missed_line_id.allowed_until = until
            plan._message_log(body=self.env._(
                "Instalment of %(date)s allowed until %(day)s, by %(user)s.",
                date=self._day(plan.missed_line_id.date), day=self._day(until), user=self.env.user.name,
            ))
            plan._refresh(self._today())

    def action_cancel(self):
        """No plan any more; nothing is called back, the follow-up goes on where it stopped."""
        self._check_collector()
        for plan in self:
            if plan.state not in ("draft", "proposed", "accepted"):
                plan._check_state("accepted")
            plan._finish("cancelled", self._today())

    def _finish(self, state, date):
        # sudo: written by buttons and by payments only
        self.sudo().write({"state": state, "ended_on": date, "missed_line_id": False})
        self._ask_again()

    # -- judged by the payments -----------------------------------------------------------------------------------------------

    def _paid_until(self, date):
        """What came in on the items since the plan was accepted: ``{plan: amount}``."""
        payments = self.item_ids._payments(date)
        return {
            plan: max(Decimal(0), total(payment.amount for row in plan.item_ids for payment in payments[row.id])) for plan in self
        }

    def _instalments(self):
        self.ensure_one()
        return [
            rules.Instalment(line.id, line.date, Decimal(str(line.amount)), line.allowed_until or None) for line in self.line_ids
        ]

    def _progress(self, date):
        """``{plan: Progress}`` on a day; a constant number of queries."""
        return {
            plan: rules.progress(plan._instalments(), paid, date, plan.company_id.receivable_promise_tolerance)
            for plan, paid in self._paid_until(date).items()
        }

    def _refresh(self, date):
        """Write down what the payments say today: what is paid of each instalment, the first one missed, kept to the end."""
        # sudo: nobody types what is paid
        for plan, progress in self.sudo().filtered(lambda plan: plan.state == "accepted")._progress(date).items():
            for line in plan.line_ids:
                line.paid = float(progress.paid[line.id])
            before, missed = plan.missed_line_id, progress.missed
            plan.write({"paid": float(total(progress.paid.values())), "missed_line_id": missed.id if missed else False})
            if progress.done:
                plan._finish("kept", date)
                plan._found_kept()
            elif missed and before != plan.missed_line_id:
                plan._found_missed()

    def _found_missed(self):
        """An instalment was just found missed: it waits in the list of things to do. Bridges write to the payer."""

    def _found_kept(self):
        """The plan was just kept to its end. Bridges write to the payer."""

    @api.model
    def _follow(self, company, date):
        """Every morning: plans of a company whose instalments may have been missed."""
        self.search([("company_id", "=", company.id), ("state", "=", "accepted")])._refresh(date)

    @api.model
    def _called_back_lines(self, company, date):
        """Open items whose plan was put back by that day: ``{line id: day}``. Their follow-up goes on at the last step before court."""
        domain = Domain("plan_id.state", "=", "broken") & Domain("company_id", "=", company.id) & Domain("plan_id.ended_on", "<=", date)
        # sudo: the engine decides with its own rights
        items = self.env["receivable.payment.plan.item"].sudo().search(domain & Domain("move_line_id.reconciled", "=", False))
        return {row.move_line_id.id: row.plan_id.ended_on for row in items.sorted("id")}

    def _hold(self, _row, _purpose):
        """The whole item is left alone, as the gate says it."""
        return Hold(
            "plan", "leave", since=self.accepted_on, until=self.ended_on or None, why=self._sentence(), why_public=self._sentence(),
            lifted_by=self.user_id.name or "", evidence=("receivable.payment.plan", (self.id,)),
        )  # fmt: skip

    def _sentence(self):
        """Why the items are left alone, as the gate says it."""
        self.ensure_one()
        done = len(self.line_ids.filtered(lambda line: self.currency_id.compare_amounts(line.paid, line.amount) >= 0))
        coming = self.line_ids.sorted("date")[done:done + 1]
        if self.missed_line_id:
            return self.env._(
                "Payment plan %(plan)s: the instalment of %(day)s was missed.", plan=self.name, day=self._day(self.missed_line_id.date)
            )
        return self.env._(
            "Payment plan %(plan)s: %(done)s of %(count)s instalments paid, next on %(day)s.",
            plan=self.name, done=done, count=len(self.line_ids), day=self._day(coming.date),
        )  # fmt: skip
