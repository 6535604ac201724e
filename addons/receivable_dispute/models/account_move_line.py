from odoo import models
from odoo.tools import SQL

DISPUTED_FROM = ("announce", "remind", "debit", "charge", "order", "forecast")
ANSWERED_FROM = ("announce", "remind")  # they know what to pay, and until when
PROMISED_FROM = ("announce", "remind", "debit", "order")
PLANNED_FROM = ("announce", "remind", "debit", "charge")
AGREEMENTS = ("receivable.dispute", "receivable.promise", "receivable.payment.plan")


class AccountMoveLine(models.Model):
    """What is contested, promised or planned is left alone, and nothing more than that."""

    _inherit = "account.move.line"

    def _receivable_hold_selects(self, purpose, date):
        """Adds ``dispute`` and ``answered`` (a part), ``promise`` (a part), ``plan`` (whole items): all of them as they were that day.

        An order is not stopped by a promise: a person looks, and it keeps nothing from being late. A promise that was not kept
        (``broken_promise``) is told to orders only.
        """
        for model in AGREEMENTS:
            self.env[model].flush_model()
            self.env[f"{model}.item"].flush_model()
        self.env["receivable.event"].flush_model()
        self.env["res.company"].flush_model(["receivable_promise_tolerance"])
        selects = super()._receivable_hold_selects(purpose, date)
        if purpose in DISPUTED_FROM:
            selects.append(self._receivable_agreed_disputes(purpose, date))
        if purpose in PROMISED_FROM:
            selects.append(self._receivable_agreed_promises(purpose, date))
        if purpose in PLANNED_FROM:
            selects.append(self._receivable_agreed_plans(date))
        return selects

    def _receivable_agreed_disputes(self, purpose, date):
        return SQL(
            """SELECT 'receivable.dispute', dispute_id, item, kind, MIN(since), MAX(ended_on), SUM(amount)::text
                 FROM receivable_dispute_item
                WHERE item = ANY(%(lines)s) AND since <= %(date)s AND (ended_on IS NULL OR ended_on > %(date)s)
                  AND (%(answered)s OR kind <> 'answered')
                GROUP BY dispute_id, item, kind""",
            lines=self.ids, date=date, answered=purpose in ANSWERED_FROM,
        )

    def _receivable_agreed_promises(self, purpose, date):
        """Promises still to come that day, and for orders those whose day has passed; less what was known to have come in by then, and
        what was owed no longer."""
        return SQL(
            """SELECT 'receivable.promise', part.id, part.item, CASE WHEN part.last >= %(date)s THEN 'coming' ELSE 'past' END, part.made_on,
                      NULL::date, (part.owed - part.received)::text
                 FROM (SELECT made.*, said.item, said.owed, said.received,
                              SUM(said.owed) OVER promise AS promised, SUM(said.in_time) OVER promise AS kept
                         FROM (SELECT p.id, p.made_on, p.promised_on + c.receivable_promise_tolerance AS last
                                 FROM receivable_promise p JOIN res_company c ON c.id = p.company_id
                                WHERE p.id IN (SELECT promise_id FROM receivable_promise_item WHERE item = ANY(%(lines)s))
                                  AND p.made_on <= %(date)s AND (p.cancelled_on IS NULL OR p.cancelled_on > %(date)s)) made
                         CROSS JOIN LATERAL (
                              SELECT i.item,
                                     LEAST(i.amount, GREATEST(0, i."left" - COALESCE(SUM(e.amount) FILTER (WHERE NOT e.by_money), 0)))
                                     * (COALESCE(MAX(e.id) FILTER (WHERE e.kind = 'withdrawn'), 0)
                                        <= COALESCE(MAX(e.id) FILTER (WHERE e.kind = 'opened'), 0))::int AS owed,
                                     COALESCE(SUM(e.amount) FILTER (WHERE e.by_money), 0) AS received,
                                     COALESCE(SUM(e.amount) FILTER (WHERE e.by_money AND e.date <= made.last), 0) AS in_time
                                FROM receivable_promise_item i
                                LEFT JOIN receivable_event e ON e.item = i.item AND e.id > i.known_event
                                     AND e.known_on <= %(date)s AND e.date <= %(date)s
                               WHERE i.promise_id = made.id GROUP BY i.id) said
                       WINDOW promise AS (PARTITION BY made.id)) part
                WHERE part.item = ANY(%(lines)s) AND (part.last >= %(date)s OR %(past)s)
                  AND part.kept < part.promised AND part.received < part.owed""",
            lines=self.ids, date=date, past=purpose == "order",
        )

    def _receivable_agreed_plans(self, date):
        return SQL(
            """SELECT 'receivable.payment.plan', p.id, i.item, '', p.accepted_on, p.ended_on, NULL
                 FROM receivable_payment_plan_item i JOIN receivable_payment_plan p ON p.id = i.plan_id
                WHERE i.item = ANY(%(lines)s)
                  AND p.accepted_on <= %(date)s AND (p.ended_on IS NULL OR p.ended_on > %(date)s)""",
            lines=self.ids, date=date,
        )
