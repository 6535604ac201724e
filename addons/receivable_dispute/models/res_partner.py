from decimal import Decimal

from odoo import fields, models

from odoo.addons.receivable.logic.delay import Forecast
from odoo.addons.receivable_dispute.logic import plan as plan_rules
from odoo.addons.receivable_dispute.logic.promise import still_promised

from .receivable_agreement import READER


class ResPartner(models.Model):
    """What a payer contests, promised and agreed to, and what it means for the money expected."""

    _inherit = "res.partner"

    receivable_dispute_ids = fields.One2many("receivable.dispute", "partner_id", string="Disputes", groups=READER)
    receivable_promise_ids = fields.One2many("receivable.promise", "partner_id", string="Promises", groups=READER)
    receivable_plan_ids = fields.One2many("receivable.payment.plan", "partner_id", string="Payment plans", groups=READER)

    # -- when will the money come? --------------------------------------------------------------------------------------------

    def _receivable_expected_dates(self, company, date):
        """A plan that is kept or a promise says when, before habits do; of a plan and a promise, the plan."""
        expected = super()._receivable_expected_dates(company, date)
        if not expected:
            return expected
        dues = self.env["account.move.line"].browse(expected)
        dues.fetch(["date", "date_maturity", "amount_residual_currency"])
        said = {line: (day, "promise") for line, day in self._receivable_promised_dates(dues, date).items()}
        said |= {line: (day, "plan") for line, day in self._receivable_planned_dates(dues, date).items()}
        return expected | {line.id: self._receivable_said(line, *said[line.id], date) for line in dues if line.id in said}

    @staticmethod
    def _receivable_said(line, day, basis, date):
        day = max(day, date)
        late = float(day > (line.date_maturity or line.date))
        return Forecast(late, day, {day: 1.0}, basis)

    def _receivable_promised_dates(self, lines, date):
        """Items of which all that is left is promised: ``{line: day}``."""
        left = {line.id: Decimal(str(line.amount_residual_currency)) for line in lines}
        # sudo: a forecast is the same whoever asks
        promises = self.env["receivable.promise"].sudo()._coming_on(lines.ids, date)
        return {
            row.item: promise.promised_on
            for promise, rows in promises._payments_until(date).items()
            for row, payments in rows.items()
            if row.item in left and still_promised(Decimal(str(row.amount)), Decimal(str(row.left)), payments) >= left[row.item]
        }

    def _receivable_planned_dates(self, lines, date):
        """Items of a plan under way: the day of the instalment that pays the last of each."""
        # sudo: as above
        plans = self.env["receivable.payment.plan"].sudo().search([("item_ids.item", "in", lines.ids), ("state", "=", "accepted")])
        residual = {line.id: Decimal(str(line.amount_residual_currency)) for line in lines}
        found = {}
        for plan, paid in plans._paid_until(date).items():
            left = {row.item: residual[row.item] for row in plan.item_ids.sorted(lambda row: (row.due, row.item)) if row.item in residual}
            found |= plan_rules.expected(plan._instalments(), paid, left)
        return found

    def _receivable_basis(self, forecast):
        words = {"promise": self.env._("their promise"), "plan": self.env._("the payment plan")}
        return words.get(forecast.basis) or super()._receivable_basis(forecast)
