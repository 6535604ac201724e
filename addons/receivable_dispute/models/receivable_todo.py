from odoo import fields, models
from odoo.tools import SQL


class ReceivableTodo(models.Model):
    """Disputes to answer, promises that were not kept, instalments that were missed."""

    _inherit = "receivable.todo"
    _depends = {
        "receivable.dispute": ["amount", "company_id", "currency_id", "deadline", "name", "owner_id", "partner_id", "reason_id", "state"],
        "receivable.promise": [
            "amount", "collector_id", "company_id", "currency_id", "decided_on", "handled_on", "partner_id", "promised_on", "received",
            "reduced", "replaced_by_id", "state",
        ],
        "receivable.promise.item": ["due", "move_line_id", "promise_id"],
        "receivable.payment.plan": [
            "company_id", "currency_id", "missed_line_id", "name", "paid", "partner_id", "state", "total", "user_id",
        ],
        "receivable.payment.plan.line": ["amount", "date", "paid"],
        "account.move.line": ["reconciled"],
    }  # fmt: skip

    def _todo_queries(self):
        return [*super()._todo_queries(), self._todo_disputes(), self._todo_promises(), self._todo_plans()]

    def _todo_disputes(self):
        """Those that nobody has begun, and those whose day to answer has come; not those that wait for the customer."""
        today = fields.Date.context_today(self)
        words = self._todo_words(self.env._("%(amount)s contested: %(reason)s, answer due %(day)s"), {
            "amount": self._todo_figure(SQL("d.amount"), SQL("k.name")),
            "reason": SQL("COALESCE(r.name ->> %s, r.name ->> 'en_US')", self.env.lang or "en_US"),
            "day": self._todo_day(SQL("d.deadline")),
        })
        return SQL(
            """SELECT 'dispute' AS kind, d.partner_id, d.company_id, %(words)s AS why, d.amount, d.currency_id,
                      GREATEST(0, %(today)s - i.due) AS days_late, NULL AS level_name, d.opened_on AS date, d.owner_id AS user_id,
                      CASE WHEN d.deadline < %(today)s THEN 30 ELSE 15 END AS rank, %(rank_why)s AS rank_why,
                      'receivable.dispute' AS res_model, d.id AS res_id
                 FROM receivable_dispute d
                 JOIN receivable_dispute_reason r ON r.id = d.reason_id
                 JOIN res_currency k ON k.id = d.currency_id
                 LEFT JOIN LATERAL (SELECT MIN(due) AS due FROM receivable_dispute_item WHERE dispute_id = d.id) i ON TRUE
                WHERE d.state = 'new' OR d.state = 'progress' AND d.deadline <= %(today)s""",
            words=words, today=today, rank_why=self.env._("a customer waits for an answer"),
        )

    def _todo_promises(self):
        """Not kept, something is still open, and nobody has dealt with it."""
        today = fields.Date.context_today(self)
        words = self._todo_words(self.env._("Promised %(amount)s for %(day)s, received %(received)s"), {
            "amount": self._todo_figure(SQL("q.amount"), SQL("k.name")),
            "day": self._todo_day(SQL("q.promised_on")),
            "received": self._todo_figure(SQL("q.received"), SQL("k.name")),
        })
        return SQL(
            """SELECT 'broken_promise' AS kind, q.partner_id, q.company_id, %(words)s AS why,
                      q.amount - COALESCE(q.reduced, 0) - COALESCE(q.received, 0) AS amount, q.currency_id,
                      GREATEST(0, %(today)s - i.due) AS days_late, NULL AS level_name,
                      q.decided_on AS date, q.collector_id AS user_id,
                      25 + LEAST(20, GREATEST(0, %(today)s - i.due) / 2) AS rank, %(rank_why)s AS rank_why,
                      'receivable.promise' AS res_model, q.id AS res_id
                 FROM receivable_promise q
                 JOIN res_currency k ON k.id = q.currency_id
                 JOIN LATERAL (SELECT MIN(p.due) AS due FROM receivable_promise_item p JOIN account_move_line l ON l.id = p.move_line_id
                                WHERE p.promise_id = q.id AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted') i ON i.due IS NOT NULL
                WHERE q.state IN ('partly', 'broken') AND q.replaced_by_id IS NULL AND q.handled_on IS NULL""",
            words=words, today=today, rank_why=self.env._("a promise was not kept"),
        )

    def _todo_plans(self):
        """An instalment is missed: put the balance back, or allow some days."""
        today = fields.Date.context_today(self)
        words = self._todo_words(self.env._("%(plan)s: instalment of %(day)s missed, %(amount)s"), {
            "plan": SQL("q.name"),
            "day": self._todo_day(SQL("m.date")),
            "amount": self._todo_figure(SQL("m.amount - COALESCE(m.paid, 0)"), SQL("k.name")),
        })
        return SQL(
            """SELECT 'plan' AS kind, q.partner_id, q.company_id, %(words)s AS why, q.total - COALESCE(q.paid, 0) AS amount, q.currency_id,
                      %(today)s - m.date AS days_late, NULL AS level_name, m.date, q.user_id, 35 AS rank, %(rank_why)s AS rank_why,
                      'receivable.payment.plan' AS res_model, q.id AS res_id
                 FROM receivable_payment_plan q
                 JOIN receivable_payment_plan_line m ON m.id = q.missed_line_id
                 JOIN res_currency k ON k.id = q.currency_id
                WHERE q.state = 'accepted'""",
            words=words, today=today, rank_why=self.env._("an instalment was missed"),
        )
