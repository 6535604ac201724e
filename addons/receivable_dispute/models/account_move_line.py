from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.receivable_dispute.logic.promise import still_promised

DISPUTED_FROM = ("announce", "remind", "debit", "charge", "order", "forecast")
ANSWERED_FROM = ("announce", "remind")  # they know what to pay, and until when
PROMISED_FROM = ("announce", "remind", "order")
PLANNED_FROM = ("announce", "remind", "debit", "charge")


class AccountMoveLine(models.Model):
    """What is contested, promised or planned is left alone, and nothing more than that."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``dispute`` and ``answered`` (a part), ``promise`` (a part), ``plan`` (whole items): all of them as they were that day."""
        holds = super()._receivable_holds(purpose, date)
        if self.ids:
            if purpose in DISPUTED_FROM:
                self._receivable_disputes(purpose, date, holds)
            if purpose in PROMISED_FROM:
                self._receivable_promises(purpose, date, holds)
            if purpose in PLANNED_FROM:
                self._receivable_plans(date, holds)
        return holds

    # -- disputes -------------------------------------------------------------------------------------------------------------

    def _receivable_disputes(self, purpose, date, holds):
        # sudo: whoever asks the gate must be told, even without the right to read the dispute
        Dispute = self.env["receivable.dispute"].sudo()
        self.env["receivable.dispute.item"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT item, dispute_id, kind, MIN(since), MAX(ended_on), SUM(amount)::text
                 FROM receivable_dispute_item
                WHERE item = ANY(%(lines)s) AND since <= %(date)s AND (ended_on IS NULL OR ended_on > %(date)s)
                  AND (%(answered)s OR kind <> 'answered')
                GROUP BY 1, 2, 3 ORDER BY 4, 2, 3""",
            lines=self.ids, date=date, answered=purpose in ANSWERED_FROM,
        ))
        disputes = {dispute.id: dispute for dispute in Dispute.browse({row[1] for row in rows})}
        for line, dispute, kind, since, ended_on, amount in rows:
            hold = disputes[dispute]._hold(kind, since, ended_on)
            holds.setdefault(line, []).append(hold._replace(amount=Decimal(amount)))

    # -- promises -------------------------------------------------------------------------------------------------------------

    def _receivable_promises(self, purpose, date, holds):
        """What is still to come of each promise. An order is not stopped by it: a person looks, and it keeps nothing from being late."""
        # sudo: as above
        promises = self.env["receivable.promise"].sudo()._coming_on(self.ids, date)
        for promise, rows in promises._payments_until(date).items():
            if promise._received(rows) >= Decimal(str(promise.amount)):
                continue
            hold = promise._hold("review" if purpose == "order" else "leave")
            for row, payments in rows.items():
                amount = still_promised(Decimal(str(row.amount)), payments)
                if amount and row.item in self._ids:
                    holds.setdefault(row.item, []).append(hold._replace(amount=amount))

    # -- plans ----------------------------------------------------------------------------------------------------------------

    def _receivable_plans(self, date, holds):
        # sudo: as above
        Plan = self.env["receivable.payment.plan"].sudo()
        self.env["receivable.payment.plan.item"].flush_model()
        Plan.flush_model(["accepted_on", "ended_on"])
        rows = self.env.execute_query(SQL(
            """SELECT i.item, p.id FROM receivable_payment_plan_item i JOIN receivable_payment_plan p ON p.id = i.plan_id
                WHERE i.item = ANY(%(lines)s) AND p.accepted_on <= %(date)s AND (p.ended_on IS NULL OR p.ended_on > %(date)s)
                ORDER BY p.accepted_on, p.id""",
            lines=self.ids, date=date,
        ))
        reasons = {plan.id: plan._hold() for plan in Plan.browse({plan for _line, plan in rows})}
        for line, plan in rows:
            holds.setdefault(line, []).append(reasons[plan])
