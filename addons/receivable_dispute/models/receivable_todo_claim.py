from odoo import fields, models
from odoo.tools import SQL


class ReceivableTodo(models.Model):
    """Is it paid? What customers say they paid, and what was found and is still not booked when its days are over."""

    _inherit = "receivable.todo"
    _depends = {
        "receivable.payment.claim": [
            "amount", "collector_id", "company_id", "currency_id", "due", "found_until", "held_until", "opened_on", "paid_on", "partner_id",
            "state",
        ],
    }  # fmt: skip

    def _todo_queries(self):
        return [*super()._todo_queries(), self._todo_claims()]

    def _todo_claims(self):
        today = fields.Date.context_today(self)
        values = {"amount": self._todo_figure(SQL("q.amount"), SQL("k.name")), "day": self._todo_day(SQL("q.paid_on"))}
        return SQL(
            """SELECT 'paid' AS kind, q.partner_id, q.company_id, CASE q.state WHEN 'open' THEN %(said)s ELSE %(found)s END AS why,
                      q.amount, q.currency_id, GREATEST(0, %(today)s - q.due) AS days_late, NULL AS level_name,
                      CASE q.state WHEN 'open' THEN q.opened_on ELSE q.found_until + 1 END AS date, q.collector_id AS user_id,
                      CASE WHEN q.held_until < %(today)s THEN 30 ELSE 20 END AS rank, %(rank_why)s AS rank_why,
                      'receivable.payment.claim' AS res_model, q.id AS res_id
                 FROM receivable_payment_claim q JOIN res_currency k ON k.id = q.currency_id
                WHERE q.state = 'open' OR q.state = 'found' AND q.found_until < %(today)s""",
            said=self._todo_words(self.env._("They say that they paid %(amount)s on %(day)s"), values),
            found=self._todo_words(self.env._("%(amount)s of %(day)s was found, and is still not booked"), values),
            today=today, rank_why=self.env._("a customer waits for an answer"),
        )
