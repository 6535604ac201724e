from odoo import fields, models
from odoo.tools import SQL


class ReceivableTodo(models.Model):
    """Replies that nobody dealt with yet: one row per payer, the latest words first."""

    _inherit = "receivable.todo"
    _depends = {
        "dunning.reply": ["action_id", "collector_id", "company_id", "date", "excerpt", "known", "partner_id", "state"],
    }

    def _todo_queries(self):
        return [*super()._todo_queries(), self._todo_replies()]

    def _todo_replies(self):
        points = self._rank_points()
        return SQL(
            """SELECT w.kind, w.partner_id, w.company_id, w.sentence AS why, w.amount, w.currency_id, w.days_late, w.level_name, w.date,
                      w.user_id, %(rank)s AS rank, concat_ws(' · ', %(reasons)s) AS rank_why, 'dunning.reply' AS res_model, w.id AS res_id
                 FROM (SELECT DISTINCT ON (r.company_id, r.partner_id)
                              r.id, 'reply' AS kind, r.partner_id, r.company_id, a.amount_company AS amount, c.currency_id,
                              GREATEST(0, %(today)s - l.oldest) AS days_late, a.level_name, COALESCE(a.severity, 0) AS severity, r.date,
                              r.collector_id AS user_id,
                              CASE WHEN r.known THEN '' ELSE %(unknown)s END || COALESCE(NULLIF(r.excerpt, ''), %(wordless)s) AS sentence
                         FROM dunning_reply r
                         JOIN res_company c ON c.id = r.company_id
                         LEFT JOIN dunning_action a ON a.id = r.action_id
                         LEFT JOIN LATERAL (SELECT MIN(date_due) AS oldest FROM dunning_action_line
                                             WHERE action_id = a.id AND role IN ('asked', 'listed', 'coming')) l ON TRUE
                        WHERE r.state = 'open'
                        ORDER BY r.company_id, r.partner_id, r.id DESC) w""",
            rank=SQL(" + ").join(value for _word, value in points),
            reasons=SQL(", ").join(SQL("%s || NULLIF(%s, 0)", f"{word} ", value) for word, value in points),
            today=fields.Date.context_today(self),
            unknown=self.env._("From an unknown address: "),
            wordless=self.env._("No words, only a file."),
        )

    def _rank_points(self):
        return [*super()._rank_points(), (self.env._("they answered"), SQL("CASE w.kind WHEN 'reply' THEN 25 ELSE 0 END"))]
