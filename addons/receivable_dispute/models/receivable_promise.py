from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.receivable.logic.holds import Hold
from odoo.addons.receivable_dispute.logic.parts import spread, total
from odoo.addons.receivable_dispute.logic.promise import NOT_KEPT, deadline, judge

SOURCES = [("portal", "Portal"), ("call", "Call"), ("reply", "Reply"), ("office", "Office")]
STATES = [
    ("coming", "Coming"), ("kept", "Kept"), ("partly", "Partly kept"), ("broken", "Broken"), ("moot", "No longer owed"),
    ("cancelled", "Replaced"),
]  # fmt: skip


class ReceivablePromise(models.Model):
    """A payer says when they will pay. Whether it was kept is decided by the payments and never typed."""

    _name = "receivable.promise"
    _description = "Promise to pay"
    _inherit = ["receivable.agreement", "mail.thread"]
    _order = "promised_on desc, id desc"

    item_ids = fields.One2many("receivable.promise.item", "promise_id", string="What is promised", readonly=True)
    amount = fields.Monetary(string="For", required=True)
    made_on = fields.Date(string="Made on", required=True, readonly=True)
    promised_on = fields.Date(string="Promised", required=True, tracking=True)
    source = fields.Selection(SOURCES, required=True, default="office")
    contact_id = fields.Many2one("res.partner", string="Promised by", help="The person of the customer's who said so.")
    user_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    note = fields.Char()
    times = fields.Integer(readonly=True, help="First, second … promise on these items.")
    state = fields.Selection(STATES, required=True, readonly=True, default="coming", index=True)
    received = fields.Monetary(readonly=True, help="Paid on these items since the promise, until its day and the tolerance.")
    reduced = fields.Monetary(
        string="Owed no longer", readonly=True,
        help="Of the promised amount: credited, written off or cancelled since. It is not asked for.",
    )  # fmt: skip
    decided_on = fields.Date(readonly=True, help="Day on which it was kept, or found not to be.")
    cancelled_on = fields.Date(readonly=True)
    replaced_by_id = fields.Many2one("receivable.promise", readonly=True, ondelete="set null")
    handled_on = fields.Date(readonly=True, copy=False, help="Somebody saw that it was not kept, and let the scenario go on.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Promise more than zero.")
    _payer_idx = models.Index("(partner_id, company_id, promised_on)")

    _by_engine = frozenset({
        "company_id", "partner_id", "move_line_ids", "currency_id", "item_ids", "amount", "made_on", "promised_on", "user_id", "times",
        "state", "received", "reduced", "decided_on", "cancelled_on", "replaced_by_id", "handled_on",
    })  # fmt: skip

    # -- making one -----------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        values = [self._promised(vals) for vals in vals_list]
        # sudo: nobody writes the promised parts by hand; the items were checked with the rights of who records it
        promises = super(ReceivablePromise, self.sudo()).create(values).sudo(self.env.su)
        for promise in promises:
            promise._replace_others()
        promises._refresh(self._today())
        promises._ask_again()
        return promises

    def _promised(self, vals):
        """The values of a new promise, completed; a sentence when it cannot be made."""
        lines = self._lines_of(vals)
        made_on = fields.Date.to_date(vals.get("made_on")) or self._today()
        promised_on = fields.Date.to_date(vals.get("promised_on"))
        self._check_day(lines.company_id, made_on, promised_on)
        Item = self.env["receivable.promise.item"].sudo()  # sudo: the copies are written by this model only
        copies = Item._copies_of(dict.fromkeys(lines, 0), made_on if made_on < self._today() else None)
        rooms = {copy["item"]: Decimal(str(lines.currency_id.round(copy["left"]))) for copy in copies}
        amount = Decimal(str(vals.get("amount") or total(rooms.values())))
        if amount > total(rooms.values()):
            raise UserError(self.env._(
                "%(amount)s promised, %(left)s left to pay on these invoices. Nothing was recorded.",
                amount=lines.currency_id.format(float(amount)), left=lines.currency_id.format(float(total(rooms.values()))),
            ))
        parts = spread(amount, rooms)
        return vals | self._common(lines) | {
            "amount": float(amount),
            "made_on": made_on,
            "user_id": self.env.uid,
            "collector_id": self._collector(lines.partner_id.commercial_partner_id, lines.company_id).id,
            "times": self._check_times(lines) + 1,
            "state": "coming",
            "item_ids": [Command.create(copy | {"amount": float(parts.get(copy["item"], 0))}) for copy in copies],
        }

    def _check_day(self, company, made_on, promised_on):
        longest = self._longest_date(company, made_on)
        if not promised_on or promised_on < made_on:
            raise UserError(self.env._("Say a day to come. Nothing was recorded."))
        if promised_on > longest:
            raise UserError(self.env._("Not later than %(day)s. Nothing was recorded.", day=self._day(longest)))

    def _check_times(self, lines):
        """How many promises were made on these items before; one more than the company takes is refused."""
        before, most = self._times_before(lines), lines.company_id.receivable_promise_max_times
        if before >= most:
            raise UserError(self.env._(
                "%(count)s promises were made on these invoices already, and no further one is taken. Nothing was recorded.", count=before
            ))
        return before

    @api.model
    def _longest_date(self, company, date):
        """The latest day that may be promised on a day."""
        return date + timedelta(days=company.receivable_promise_max_days)

    @api.model
    def _times_before(self, lines):
        """How many promises were made on these items: that of the item with most of them. Those withdrawn do not count."""
        domain = (
            Domain("item", "in", lines.ids)
            & (Domain("promise_id.cancelled_on", "=", False) | Domain("promise_id.replaced_by_id", "!=", False))
        )
        # sudo: the customer and the collector are told the same number
        counts = self.env["receivable.promise.item"].sudo()._read_group(domain, ["item"], ["promise_id:count_distinct"])
        return max((count for _item, count in counts), default=0)

    def _replace_others(self):
        """A newer promise on an item takes the place of the one that was still to come, and of a broken one in the list of things to do."""
        self.ensure_one()
        # sudo: promises are written by their own rules only
        others = self.sudo().search([
            ("id", "!=", self.id), ("item_ids.item", "in", self.item_ids.mapped("item")), ("replaced_by_id", "=", False),
            ("state", "in", ("coming", *NOT_KEPT)),
        ])  # fmt: skip
        others.replaced_by_id = self.id
        others.filtered(lambda promise: promise.state == "coming")._cancel(self.made_on)

    def _cancel(self, date):
        # sudo: as above
        self.sudo().write({"state": "cancelled", "cancelled_on": date})

    # -- buttons --------------------------------------------------------------------------------------------------------------

    def action_withdraw(self):
        """They did not promise that: the scenario goes on, and it counts for nothing."""
        self._check_collector()
        self.filtered(lambda promise: promise.state == "coming")._cancel(self._today())
        self._ask_again()

    def action_handled(self):
        """It was not kept, somebody has seen it: it leaves the list of things to do, the scenario goes on."""
        self._check_collector()
        # sudo: written by this button only
        self.sudo().filtered(lambda promise: promise.state in NOT_KEPT).handled_on = self._today()

    # -- judged by the payments -----------------------------------------------------------------------------------------------

    def _payments_until(self, date):
        """``{promise: {row of an item: [Payment]}}``."""
        by_row = self.item_ids._payments(date)
        found = defaultdict(dict)
        for row in self.item_ids:
            found[row.promise_id][row] = by_row[row.id]
        return found

    def _judged(self, date):
        """What these promises are worth on a day, past or present: ``{promise: Judgement}``; a constant number of queries."""
        payments = self._payments_until(date)
        return {
            promise: judge(
                Decimal(str(promise.amount)), promise.promised_on, promise.company_id.receivable_promise_tolerance,
                [payment for one in payments[promise].values() for payment in one], date,
                total(row._no_longer_owed(payments[promise][row]) for row in promise.item_ids),
            )
            for promise in self
        }  # fmt: skip

    def _refresh(self, date):
        """Write down what the payments say today, and tell it when one was found not to be kept."""
        # sudo: nobody types the state
        promises = self.sudo().filtered(lambda promise: not promise.cancelled_on)
        found = promises.browse()
        for promise, judgement in promises._judged(date).items():
            if judgement.state in NOT_KEPT and promise.state == "coming":
                found |= promise
            values = {
                "state": judgement.state, "received": float(judgement.received), "reduced": float(judgement.reduced),
                "decided_on": judgement.decided_on or False,
            }  # fmt: skip
            changed = {name: value for name, value in values.items() if promise[name] != value}
            if changed:
                promise.write(changed)
        if found:
            found._found_broken()

    def _found_broken(self):
        """These promises were just found not to be kept: the engine decides again. Bridges write to the payer."""
        self._ask_again()

    @api.model
    def _cron_follow(self):
        """Every morning: promises whose day has passed, instalments missed."""
        commit = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search([])  # every company has its morning; pylint: disable=no-search-all
        commit(remaining=len(companies))
        for company in companies:
            date = fields.Date.context_today(self.with_context(tz=company.partner_id.tz or "Europe/Paris"))
            self._follow(company, date)
            self.env["receivable.payment.plan"]._follow(company, date)
            if not commit(1):
                break

    @api.model
    def _follow(self, company, date):
        """Promises of a company whose last day has passed by now, and those about invoices that were cancelled."""
        last = date - timedelta(days=company.receivable_promise_tolerance)
        gone = Domain("move_line_id", "=", False) | Domain("move_line_id.parent_state", "!=", "posted")
        due = Domain("state", "=", "coming") & Domain("promised_on", "<", last)
        void = Domain("state", "in", ("coming", *NOT_KEPT)) & Domain("item_ids", "any", gone)
        self.search(Domain("company_id", "=", company.id) & (due | void))._refresh(date)

    def _last_day(self):
        """The last day on which a payment keeps it, and on which its items are left alone."""
        self.ensure_one()
        return deadline(self.promised_on, self.company_id.receivable_promise_tolerance)

    # -- what is told of it ---------------------------------------------------------------------------------------------------

    @api.model
    def _coming_on(self, items, date):
        """The promises about these items that were to come on a day; paid or not is not looked at."""
        self.flush_model(["cancelled_on", "company_id", "made_on", "promised_on"])
        self.env["receivable.promise.item"].flush_model(["item", "promise_id"])
        self.env["res.company"].flush_model(["receivable_promise_tolerance"])
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT p.id, p.made_on FROM receivable_promise_item i
                 JOIN receivable_promise p ON p.id = i.promise_id
                 JOIN res_company c ON c.id = p.company_id
                WHERE i.item = ANY(%(items)s) AND p.made_on <= %(date)s AND (p.cancelled_on IS NULL OR p.cancelled_on > %(date)s)
                  AND p.promised_on + c.receivable_promise_tolerance >= %(date)s
                ORDER BY p.made_on, p.id""",
            items=list(items), date=date,
        ))
        return self.browse(promise for promise, _made_on in rows)

    def _hold(self, row, purpose):
        """What the promise leaves alone, as the gate says it; not kept, it is told since its last day."""
        sentence, last = self._sentence(), self._last_day()
        if row.kind == "past":
            return Hold("broken_promise", "review", row.amount, last, why=sentence, evidence=("receivable.promise", (self.id,)))
        return Hold(
            "promise", "review" if purpose == "order" else "leave", row.amount, self.made_on, last, sentence, sentence,
            lifted_by=self.env._("the payment, or the day"), evidence=("receivable.promise", (self.id,)),
        )  # fmt: skip

    def _sentence(self):
        """Why the items are left alone, as the gate says it."""
        self.ensure_one()
        return self.env._("Promised for %(day)s.", day=self._day(self.promised_on))
