from datetime import date as day
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

DISPUTED_FROM = ("announce", "remind", "debit", "charge", "order", "forecast")
ANSWERED_FROM = ("announce", "remind")  # they know what to pay, and until when
PROMISED_FROM = ("announce", "remind", "order")
PLANNED_FROM = ("announce", "remind", "debit", "charge")
MODELS = {"dispute": "receivable.dispute", "promise": "receivable.promise", "plan": "receivable.payment.plan"}


class Agreed(NamedTuple):
    """What one dispute, promise or plan says of one item on a day."""

    model: str  # 'dispute' | 'promise' | 'plan'
    record: int
    item: int
    kind: str  # of a contested part: 'contested' | 'accepted' | 'answered'; of a promise: 'coming' | 'past'
    since: day
    ended_on: day | None
    amount: Decimal | None  # what is left of the part; None: the whole item
    kept: bool  # a promise of which everything has come in


class AccountMoveLine(models.Model):
    """What is contested, promised or planned is left alone, and nothing more than that."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``dispute`` and ``answered`` (a part), ``promise`` (a part), ``plan`` (whole items): all of them as they were that day.

        An order is not stopped by a promise: a person looks, and it keeps nothing from being late. A promise that was not kept
        (``broken_promise``) is told to orders only.
        """
        holds = super()._receivable_holds(purpose, date)
        agreed = [one for one in self._receivable_agreed(purpose, date) if not one.kept and one.amount != 0] if self.ids else []
        if not agreed:
            return holds
        # sudo: whoever asks the gate must be told, even without the right to read the dispute, the promise or the plan
        env, words = self.env(su=True), {}
        for name, model in MODELS.items():
            for record in env[model].browse({one.record for one in agreed if one.model == name}):
                words[name, record.id] = record
        for one in agreed:
            hold = words[one.model, one.record]._hold(one, purpose)
            holds.setdefault(one.item, []).append(hold)
        return holds

    def _receivable_agreed(self, purpose, date):
        """``[Agreed]`` about these items on a day: one query, whatever is agreed."""
        for model in MODELS.values():
            self.env[model].flush_model()
            self.env[f"{model}.item"].flush_model()
        self.env["receivable.event"].flush_model()
        self.env["res.company"].flush_model(["receivable_promise_tolerance"])
        rows = self.env.execute_query(SQL(
            "%s UNION ALL %s UNION ALL %s ORDER BY 5, 1, 2, 3, 4",
            self._receivable_agreed_disputes(purpose, date), self._receivable_agreed_promises(purpose, date),
            self._receivable_agreed_plans(purpose, date),
        ))
        return [Agreed(*row[:6], row[6] and Decimal(row[6]), row[7]) for row in rows]

    def _receivable_agreed_disputes(self, purpose, date):
        return SQL(
            """SELECT 'dispute', dispute_id, item, kind, MIN(since), MAX(ended_on), SUM(amount)::text, FALSE
                 FROM receivable_dispute_item
                WHERE %(asked)s AND item = ANY(%(lines)s) AND since <= %(date)s AND (ended_on IS NULL OR ended_on > %(date)s)
                  AND (%(answered)s OR kind <> 'answered')
                GROUP BY dispute_id, item, kind""",
            asked=purpose in DISPUTED_FROM, lines=self.ids, date=date, answered=purpose in ANSWERED_FROM,
        )

    def _receivable_agreed_promises(self, purpose, date):
        """Promises still to come that day, and for orders those whose day has passed; less what was known to have come in by then."""
        return SQL(
            """SELECT 'promise', made.id, part.item, CASE WHEN made.last >= %(date)s THEN 'coming' ELSE 'past' END, made.made_on,
                      NULL::date, GREATEST(0, part.amount - part.received)::text, made.received >= made.amount
                 FROM (SELECT p.id, p.made_on, p.amount, p.promised_on + c.receivable_promise_tolerance AS last, received.amount AS received
                         FROM receivable_promise p
                         JOIN res_company c ON c.id = p.company_id
                         CROSS JOIN LATERAL (
                              SELECT COALESCE(SUM(e.amount), 0) AS amount
                                FROM receivable_promise_item i JOIN receivable_event e ON e.item = i.item AND e.id > i.known_event
                               WHERE i.promise_id = p.id AND e.known_on <= %(date)s
                                 AND e.date <= LEAST(%(date)s, p.promised_on + c.receivable_promise_tolerance)) received
                        WHERE p.id IN (SELECT promise_id FROM receivable_promise_item WHERE %(asked)s AND item = ANY(%(lines)s))
                          AND p.made_on <= %(date)s AND (p.cancelled_on IS NULL OR p.cancelled_on > %(date)s)) made
                 JOIN LATERAL (
                      SELECT i.item, i.amount, COALESCE((
                             SELECT SUM(e.amount) FROM receivable_event e
                              WHERE e.item = i.item AND e.id > i.known_event AND e.known_on <= %(date)s
                                AND e.date <= %(date)s), 0) AS received
                        FROM receivable_promise_item i WHERE i.promise_id = made.id AND i.item = ANY(%(lines)s)) part ON TRUE
                WHERE made.last >= %(date)s OR %(past)s""",
            asked=purpose in PROMISED_FROM, lines=self.ids, date=date, past=purpose == "order",
        )

    def _receivable_agreed_plans(self, purpose, date):
        return SQL(
            """SELECT 'plan', p.id, i.item, 'plan', p.accepted_on, p.ended_on, NULL, FALSE
                 FROM receivable_payment_plan_item i JOIN receivable_payment_plan p ON p.id = i.plan_id
                WHERE %(asked)s AND i.item = ANY(%(lines)s)
                  AND p.accepted_on <= %(date)s AND (p.ended_on IS NULL OR p.ended_on > %(date)s)""",
            asked=purpose in PLANNED_FROM, lines=self.ids, date=date,
        )
