from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.receivable.logic import credit

EMPLOYEE = "base.group_user"
VERDICTS = [("clear", "Clear"), ("watch", "Watch"), ("hold", "Hold")]
CREDIT_STATES = [
    ("none", "Nothing to decide"),
    ("held", "Waits for a decision"),
    ("documents", "Waits for documents"),
    ("refused", "Refused"),
    ("released", "Released"),
    ("recheck", "To check again"),
    ("paid_check", "Paid, delivery to check"),
]
HELD_CAUSES = [
    ("no_credit", "No credit"),
    ("over_limit", "Over the limit"),
    ("overdue", "Late invoices"),
    ("unpaid", "Earlier invoices unpaid"),
    ("dispute", "Dispute"),
    ("promise", "Promise open"),
    ("broken_promise", "Promise not kept"),
    ("stopped", "Everything stopped"),
    ("grade", "Low score"),
    ("profile", "Profile"),
    ("verification", "New customer to check"),
]


class SaleOrder(models.Model):
    """What an order shows of the risk: read by every salesperson, computed with the engine's rights."""

    _inherit = "sale.order"

    # Customers read their own orders in their space: how we judge them is for our own people.
    receivable_verdict = fields.Selection(
        VERDICTS, string="Risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reason = fields.Char(
        string="Reason of the risk", compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_reasons = fields.Json(compute="_compute_receivable_verdict", compute_sudo=True, groups=EMPLOYEE)
    receivable_panel = fields.Json(string="Exposure", compute="_compute_receivable_panel", compute_sudo=True, groups=EMPLOYEE)
    receivable_checklist = fields.Json(
        string="Checks of a new customer", compute="_compute_receivable_checklist", compute_sudo=True, groups=EMPLOYEE
    )
    receivable_credit_state = fields.Selection(
        CREDIT_STATES, string="Credit", required=True, default="none", copy=False, readonly=True, index=True, groups=EMPLOYEE
    )
    receivable_held_since = fields.Datetime(string="Waiting since", copy=False, readonly=True, groups=EMPLOYEE)
    receivable_held_cause = fields.Selection(HELD_CAUSES, string="Cause", copy=False, readonly=True, groups=EMPLOYEE)
    receivable_over_by = fields.Monetary(
        string="Over by", copy=False, readonly=True, currency_field="receivable_currency_id", groups=EMPLOYEE,
        help="In the company's currency.",
    )
    receivable_decided_on = fields.Datetime(
        string="Credit decided on", copy=False, readonly=True, groups=EMPLOYEE, help="Confirmed and empty: confirmed past the credit rules."
    )
    receivable_decided_amount = fields.Monetary(
        string="Credit decided for", copy=False, readonly=True, groups=EMPLOYEE, help="A larger order is decided again."
    )
    receivable_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the company", groups=EMPLOYEE)
    receivable_release_ids = fields.One2many(
        "credit.release", "order_id", string="Releases", copy=False, readonly=True, groups=EMPLOYEE
    )

    _left_to_invoice = models.Index("(partner_invoice_id) WHERE state = 'sale' AND invoice_status <> 'invoiced'")

    # -- the badge --------------------------------------------------------------------------------------------------------

    @api.depends("partner_invoice_id", "company_id", "currency_id", "amount_total", "payment_term_id", "require_payment", "state")
    @api.depends_context("lang", "tz")
    def _compute_receivable_verdict(self):
        self.update({"receivable_verdict": False, "receivable_reason": False, "receivable_reasons": []})
        for company, orders in self._receivable_judged().grouped("company_id").items():
            positions, rules, alerts = orders._receivable_credit_file(company)
            for order in orders:
                position, asked = positions[order._receivable_payer().id], order._receivable_asked()
                verdict = credit.verdict(position, asked, rules, alerts)
                sentences = self.env["res.partner"]._receivable_verdict_sentences(verdict, company)
                order.receivable_verdict = verdict.state
                room = order._receivable_payer()._receivable_room_sentence(company, position, asked)
                order.receivable_reason = next(iter(sentences), room)
                order.receivable_reasons = [
                    {"state": reason.state, "text": text} for reason, text in zip(verdict.reasons, sentences, strict=True)
                ]

    @api.depends("partner_invoice_id", "company_id", "currency_id", "amount_total", "state")
    @api.depends_context("lang", "tz")
    def _compute_receivable_panel(self):
        self.receivable_panel = False
        today = fields.Date.context_today(self)
        for company, orders in self._receivable_judged().grouped("company_id").items():
            payers = orders._receivable_payers()
            positions, parts = payers._receivable_positions(company, today), payers._receivable_exposure_shared(company)
            for order in orders:
                payer, asked = order._receivable_payer(), order._receivable_asked()
                panel = payer._receivable_credit_panel(company, today, positions[payer.id], parts[payer.id], asked)
                order.receivable_panel = panel | {"ask": order._receivable_decider().name or ""}

    @api.depends("partner_invoice_id", "company_id", "currency_id", "amount_total", "state")
    @api.depends_context("lang", "tz")
    def _compute_receivable_checklist(self):
        """Only where some rule asks for it: of a new customer, or of a large order."""
        self.receivable_checklist = []
        today = fields.Date.context_today(self)
        for company, orders in self._receivable_judged().grouped("company_id").items():
            positions, rules, _alerts = orders._receivable_credit_file(company)
            panels = orders._receivable_payers()._receivable_checklist_panels(company, today)
            for order in orders:
                payer, asked = order._receivable_payer().id, order._receivable_asked()
                if any(rule.cause == "verification" and rule.concerns(positions[payer], asked) for rule in rules):
                    order.receivable_checklist = panels[payer]

    def _receivable_judged(self):
        """Orders of which something can be said: with a customer, and not cancelled."""
        return self.filtered(lambda order: order.partner_invoice_id and order.state != "cancel")

    # -- what is asked ----------------------------------------------------------------------------------------------------

    def _receivable_payer(self):
        return self.partner_invoice_id.commercial_partner_id

    def _receivable_payers(self):
        return self.partner_invoice_id.commercial_partner_id

    def _receivable_credit_file(self, company):
        """All that a verdict rests on: positions of the payers, rules and alerts; a constant number of queries."""
        positions = self._receivable_payers()._receivable_positions(company, fields.Date.context_today(self))
        return positions, self.env["credit.rule"]._rules(company), company._credit_alerts()

    def _receivable_asked(self):
        """The order as the verdict takes it, in the company's currency at today's rate."""
        return credit.Order(
            amount=self._receivable_in_company(self.amount_total),
            paid=self._receivable_paid(),
            counted=self.state == "sale",
            online=bool(self.require_payment) and self.prepayment_percent >= 1,
            term_days=self._receivable_term_days(),
        )

    def _receivable_in_company(self, amount):
        if self.currency_id == self.company_id.currency_id:
            return Decimal(str(amount))
        today = fields.Date.context_today(self)
        return Decimal(str(self.currency_id._convert(amount, self.company_id.currency_id, self.company_id, today)))

    def _receivable_paid(self):
        """Paid on line and not in the books yet: once booked, it is a credit of the payer."""
        if self.invoice_status == "invoiced":
            return Decimal(0)
        waiting = self.transaction_ids.filtered(
            lambda one: one.state in ("authorized", "done") and one.payment_id.move_id.state != "posted"
        )
        return sum((self._receivable_in_company(one.amount) for one in waiting), Decimal(0))

    def _receivable_term_days(self):
        """How many days the last part of the order is payable after; none without terms: at once."""
        today = fields.Date.context_today(self)
        return max(((line._get_due_date(today) - today).days for line in self.payment_term_id.line_ids), default=0)
