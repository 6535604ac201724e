from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class ReceivablePaymentPlan(models.Model):
    """What the list and the form of payment plans show beside their fields."""

    _inherit = "receivable.payment.plan"

    available_line_ids = fields.Many2many("account.move.line", compute="_compute_available_line_ids", help="What the payer has open.")
    progress = fields.Float(compute="_compute_progress", string="Percent paid", help="Percent of the total that is paid.")
    progress_text = fields.Char(compute="_compute_progress", string="Progress")
    next_on = fields.Date(compute="_compute_next", string="Next instalment")
    next_amount = fields.Monetary(compute="_compute_next")
    missing_text = fields.Char(compute="_compute_missing_text", help="Why the schedule cannot be proposed.")
    missed_text = fields.Char(compute="_compute_missed_text")

    @api.depends("partner_id", "company_id")
    def _compute_available_line_ids(self):
        for plan in self:
            plan.available_line_ids = plan.partner_id._receivable_debt_lines(plan.company_id)

    @api.depends("line_ids.paid", "line_ids.amount", "paid", "total")
    @api.depends_context("lang")
    def _compute_progress(self):
        for plan in self:
            done = plan.line_ids - plan._unpaid_lines()
            plan.progress = 100 * plan.paid / plan.total if plan.total else 0
            plan.progress_text = self.env._(
                "%(done)s of %(count)s, %(paid)s of %(total)s",
                done=len(done), count=len(plan.line_ids),
                paid=format_amount(self.env, plan.paid, plan.currency_id), total=format_amount(self.env, plan.total, plan.currency_id),
            )  # fmt: skip

    @api.depends("line_ids.date", "line_ids.paid", "line_ids.amount", "state")
    def _compute_next(self):
        for plan in self:
            coming = plan._unpaid_lines()[:1] if plan.state == "accepted" else plan.line_ids.browse()
            plan.next_on = coming.date
            plan.next_amount = coming.amount - coming.paid

    def _unpaid_lines(self):
        """The instalments still to come, or missed, the oldest first."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: self.currency_id.compare_amounts(line.paid, line.amount) < 0).sorted("date")

    @api.depends("line_ids.amount", "move_line_ids", "state")
    @api.depends_context("lang")
    def _compute_missing_text(self):
        """The schedule adds up to what is owed, or says by how much it does not."""
        for plan in self:
            owed = sum(plan.move_line_ids.mapped("amount_residual_currency"))
            gap = owed - sum(plan.line_ids.mapped("amount"))
            if plan.state != "draft" or not plan.line_ids or not plan.currency_id or plan.currency_id.is_zero(gap):
                plan.missing_text = False
            elif gap > 0:
                plan.missing_text = self.env._("%(amount)s missing in the schedule.", amount=plan._money(gap))
            else:
                plan.missing_text = self.env._("%(amount)s too much in the schedule.", amount=plan._money(-gap))

    @api.depends("missed_line_id", "state")
    @api.depends_context("lang")
    def _compute_missed_text(self):
        today = fields.Date.context_today(self)
        for plan in self:
            plan.missed_text = plan._missed_sentence(today) if plan.state == "accepted" and plan.missed_line_id else False

    def _missed_sentence(self, today):
        line = self.missed_line_id
        return self.env._(
            "Instalment of %(day)s, %(amount)s, missed by %(days)s days: the whole balance may be put back.",
            day=format_date(self.env, line.date), amount=format_amount(self.env, line.amount - line.paid, self.currency_id),
            days=(today - line.date).days,
        )  # fmt: skip

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Everything overdue is proposed."""
        if self._origin or not self.partner_id or self.move_line_ids:
            return
        lines = self.partner_id._receivable_debt_lines(self.company_id)
        overdue = lines.filtered(lambda line: line.date_maturity and line.date_maturity < fields.Date.context_today(self))
        chosen = overdue or lines
        self.move_line_ids = chosen.filtered(lambda line: line.currency_id == chosen[:1].currency_id)

    @api.onchange("move_line_ids")
    def _onchange_move_line_ids(self):
        self.currency_id = self.move_line_ids.currency_id[:1] or self.company_id.currency_id
        self.total = sum(self.move_line_ids.mapped("amount_residual_currency"))

    def action_ask_signed(self):
        """The payer signed the printed proposal: who, and when."""
        return self._ask("receivable.plan.signed", self.env._("Signed on paper"))

    def action_ask_allow(self):
        """The missed instalment may come later: how many days."""
        return self._ask("receivable.plan.allow", self.env._("Allow more days"))

    def _ask(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "views": [(False, "form")], "target": "new",
            "context": {"default_plan_id": self.id},
        }  # fmt: skip

    def action_print(self):
        """The proposal, to be read, signed and sent back."""
        self.check_access("read")
        return self.env.ref("receivable_dispute.action_report_payment_plan").report_action(self)

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()
