from odoo import fields, models
from odoo.tools import SQL

# the payer of a row ``o``, the company whose settings hold, and who follows the payer up
PAYER_TABLES = SQL(
    """JOIN res_partner p ON p.id = o.partner_id
       JOIN res_company c ON c.id = o.company_id
       JOIN res_company root ON root.id = split_part(c.parent_path, '/', 1)::int"""
)
FOLLOWED_BY = SQL("COALESCE((p.payer_collector_id ->> root.id::text)::int, root.payer_collector_id)")


class ReceivableTodo(models.Model):
    """Debits that came back and ask for a person, and mandates that soon lapse."""

    _inherit = "receivable.todo"
    _depends = {
        "sepa.return": [
            "amount", "booked_on", "company_id", "currency_id", "debit_id", "handled_on", "partner_id", "reason_code", "reason_id",
            "represent_on", "state",
        ],
        "sepa.return.reason": ["kind", "name"],
        "sepa.debit": ["date"],
        "sepa.debit.item": ["debit_id", "due", "move_line_id"],
        "sepa.mandate": ["company_id", "currency_id", "expires_on", "partner_id", "reference", "state", "warn_on"],
        "account.move.line": ["parent_state", "reconciled"],
        "res.company": ["parent_path", "payer_collector_id"],
        "res.partner": ["payer_collector_id"],
    }  # fmt: skip

    def _todo_queries(self):
        return [*super()._todo_queries(), self._todo_returns(), self._todo_returns_to_apply(), self._todo_mandates()]

    def _todo_returns(self):
        """Applied, not presented again by themselves, something is still open, and nobody has dealt with it."""
        today = fields.Date.context_today(self)
        words = self._todo_words(self.env._("%(code)s: %(meaning)s; debit of %(day)s not presented again"), {
            "code": SQL("COALESCE(o.reason_code, '?')"),
            "meaning": SQL("COALESCE(m.name ->> %s, m.name ->> 'en_US', %s)", self.env.lang or "en_US", self.env._("reason unknown")),
            "day": self._todo_day(SQL("d.date")),
        })
        return SQL(
            """SELECT 'debit_return' AS kind, o.partner_id, o.company_id, %(words)s AS why, o.amount, o.currency_id,
                      GREATEST(0, %(today)s - i.due) AS days_late, NULL AS level_name, o.booked_on AS date, %(collector)s AS user_id,
                      CASE WHEN m.kind = 'stop' THEN 40 ELSE 30 END AS rank, %(rank_why)s AS rank_why,
                      'sepa.return' AS res_model, o.id AS res_id
                 FROM sepa_return o %(tables)s
                 JOIN sepa_debit d ON d.id = o.debit_id
                 LEFT JOIN sepa_return_reason m ON m.id = o.reason_id
                 JOIN LATERAL (SELECT MIN(q.due) AS due FROM sepa_debit_item q JOIN account_move_line l ON l.id = q.move_line_id
                                WHERE q.debit_id = d.id AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted') i ON i.due IS NOT NULL
                WHERE o.state = 'applied' AND o.represent_on IS NULL AND o.handled_on IS NULL""",
            words=words, today=today, collector=FOLLOWED_BY, tables=PAYER_TABLES,
            rank_why=self.env._("a debit came back and somebody has to act"),
        )  # fmt: skip

    def _todo_returns_to_apply(self):
        """Read and not applied: somebody has to press the button, or to say which debit came back."""
        lost = self._todo_words(self.env._("%(amount)s came back on %(day)s, no debit of ours fits"), {
            "amount": self._todo_figure(SQL("o.amount"), SQL("k.name")), "day": self._todo_day(SQL("o.booked_on")),
        })  # fmt: skip
        return SQL(
            """SELECT 'debit_return' AS kind, o.partner_id, o.company_id,
                      CASE WHEN o.debit_id IS NULL THEN %(lost)s ELSE %(found)s END AS why, o.amount, o.currency_id, 0 AS days_late,
                      NULL AS level_name, o.booked_on AS date, NULL::int AS user_id, 35 AS rank, %(rank_why)s AS rank_why,
                      'sepa.return' AS res_model, o.id AS res_id
                 FROM sepa_return o JOIN res_currency k ON k.id = o.currency_id
                WHERE o.state = 'to_apply'""",
            lost=lost, found=self.env._("A debit came back: apply its file"),
            rank_why=self.env._("a debit came back and somebody has to act"),
        )

    def _todo_mandates(self):
        """Mandates without a debit for 33 months: a new one is worth asking for before they lapse."""
        today = fields.Date.context_today(self)
        words = self._todo_words(self.env._("Mandate %(reference)s lapses on %(day)s: no debit for 33 months"), {
            "reference": SQL("o.reference"), "day": self._todo_day(SQL("o.expires_on")),
        })  # fmt: skip
        return SQL(
            """SELECT 'mandate' AS kind, o.partner_id, o.company_id, %(words)s AS why, NULL::numeric AS amount, o.currency_id,
                      0 AS days_late, NULL AS level_name, o.warn_on AS date, %(collector)s AS user_id, 5 AS rank, %(rank_why)s AS rank_why,
                      'sepa.mandate' AS res_model, o.id AS res_id
                 FROM sepa_mandate o %(tables)s
                WHERE o.state = 'active' AND o.warn_on <= %(today)s AND o.expires_on >= %(today)s""",
            words=words, today=today, collector=FOLLOWED_BY, tables=PAYER_TABLES, rank_why=self.env._("a mandate soon lapses"),
        )
