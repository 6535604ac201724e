from odoo import fields, models
from odoo.tools import SQL

STAGES = [
    ("not_due", "Not due"),
    ("prevenance", "Prevenance"),
    ("late", "Late, not reminded yet"),
    ("reminders", "Reminders"),
    ("formal", "Formal notice"),
    ("handed", "Handed over"),
]


class PayerAccount(models.Model):
    """How far the follow-up has come, and what comes next, beside the figures of the payer."""

    _inherit = "payer.account"
    _depends = {
        "dunning.action": ["company_id", "date", "level_name", "origin", "partner_id", "state"],
        "dunning.action.line": ["action_id", "alive", "move_line_id", "partner_id", "severity"],
        "dunning.receipt": ["company_id", "current", "decision", "next_date", "next_step", "partner_id", "reason_group"],
    }

    next_step = fields.Char(
        string="Next step", readonly=True, help="The message under way, else the next step of the scenario, else why there is none."
    )
    next_date = fields.Date(string="Next on", readonly=True)
    stage = fields.Selection(STAGES, readonly=True, help="The firmest step sent on what is still open.")

    def _account_columns(self):
        return super()._account_columns() | {
            "next_step": SQL(
                "COALESCE(planned.level_name, decided.next_step, %s || decided.reason_group)",
                self.env._("Not chased: "),
            ),
            "next_date": SQL("COALESCE(planned.date, decided.next_date)"),
            "stage": SQL(
                """CASE WHEN done.severity >= 9 THEN 'handed' WHEN done.severity >= 7 THEN 'formal' WHEN done.severity >= 1 THEN 'reminders'
                        WHEN COALESCE(ledger.overdue, 0) > 0 THEN 'late' WHEN done.severity = 0 THEN 'prevenance' ELSE 'not_due' END"""
            ),
        }

    def _account_joins(self):
        """The message under way, the latest decision, and the firmest step sent on an open item: at most one row each."""
        return SQL(
            """%s
               LEFT JOIN LATERAL (
                   SELECT a.level_name, a.date FROM dunning_action a JOIN res_company c ON c.id = a.company_id
                    WHERE a.partner_id = p.id AND split_part(c.parent_path, '/', 1)::int = root.id AND a.origin <> 'companion'
                      AND a.state IN ('planned', 'approved', 'sending', 'failed', 'doubtful')
                    ORDER BY a.date, a.id LIMIT 1) planned ON TRUE
               LEFT JOIN LATERAL (
                   SELECT r.decision, r.reason_group, r.next_step, r.next_date
                     FROM dunning_receipt r JOIN res_company c ON c.id = r.company_id
                    WHERE r.current AND r.partner_id = p.id AND split_part(c.parent_path, '/', 1)::int = root.id
                    ORDER BY r.amount_overdue DESC, r.id DESC LIMIT 1) decided ON TRUE
               LEFT JOIN LATERAL (
                   SELECT MAX(d.severity) AS severity
                     FROM dunning_action_line d
                     JOIN dunning_action a ON a.id = d.action_id
                     JOIN account_move_line m ON m.id = d.move_line_id
                     JOIN res_company c ON c.id = d.company_id
                    WHERE d.partner_id = p.id AND d.alive AND a.state = 'sent' AND m.reconciled IS NOT TRUE
                      AND split_part(c.parent_path, '/', 1)::int = root.id) done ON TRUE""",
            super()._account_joins(),
        )
