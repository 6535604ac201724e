from odoo import models
from odoo.tools import SQL

DISPUTED_FROM = ("announce", "remind", "debit", "charge", "order", "forecast")
ANSWERED_FROM = ("announce", "remind")  # they know what to pay, and until when
PROMISED_FROM = ("announce", "remind", "order")
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
        """Promises still to come that day, and for orders those whose day has passed; less what was known to have come in by then."""
        return SQL(
            """SELECT 'receivable.promise', made.id, part.item, CASE WHEN made.last >= %(date)s THEN 'coming' ELSE 'past' END, made.made_on,
                      NULL::date, (part.amount - part.received)::text
                 FROM (SELECT p.id, p.made_on, p.amount, p.promised_on + c.receivable_promise_tolerance AS last, received.amount AS received
                         FROM receivable_promise p
                         JOIN res_company c ON c.id = p.company_id
                         CROSS JOIN LATERAL (
                              SELECT COALESCE(SUM(e.amount), 0) AS amount
                                FROM receivable_promise_item i JOIN receivable_event e ON e.item = i.item AND e.id > i.known_event
                               WHERE i.promise_id = p.id AND e.known_on <= %(date)s
                                 AND e.date <= LEAST(%(date)s, p.promised_on + c.receivable_promise_tolerance)) received
                        WHERE p.id IN (SELECT promise_id FROM receivable_promise_item WHERE item = ANY(%(lines)s))
                          AND p.made_on <= %(date)s AND (p.cancelled_on IS NULL OR p.cancelled_on > %(date)s)) made
                 JOIN LATERAL (
                      SELECT i.item, i.amount, COALESCE((
                             SELECT SUM(e.amount) FROM receivable_event e
                              WHERE e.item = i.item AND e.id > i.known_event AND e.known_on <= %(date)s
                                AND e.date <= %(date)s), 0) AS received
                        FROM receivable_promise_item i WHERE i.promise_id = made.id AND i.item = ANY(%(lines)s)) part ON TRUE
                WHERE (made.last >= %(date)s OR %(past)s) AND made.received < made.amount AND part.received < part.amount""",
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
