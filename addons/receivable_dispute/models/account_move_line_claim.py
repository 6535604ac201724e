from odoo import models
from odoo.tools import SQL

SAID_PAID_FROM = ("announce", "remind", "debit")


class AccountMoveLine(models.Model):
    """What a customer says is paid is neither asked for nor debited while somebody looks; an order and a forecast believe the bank."""

    _inherit = "account.move.line"

    def _receivable_hold_selects(self, purpose, date):
        """Adds ``said_paid`` and, once a person has found the money, ``found_paid``: what is not booked yet of the sum they name."""
        selects = super()._receivable_hold_selects(purpose, date)
        if purpose in SAID_PAID_FROM:
            self.env["receivable.payment.claim"].flush_model()
            self.env["receivable.event"].flush_model()
            selects.append(self._receivable_said_paid(date))
        return selects

    def _receivable_said_paid(self, date):
        return SQL(
            """SELECT 'receivable.payment.claim', q.id, q.item, CASE WHEN q.answered_on <= %(date)s THEN 'found' ELSE 'open' END,
                      q.opened_on, NULL::date, (q.amount - booked.amount)::text
                 FROM receivable_payment_claim q
                 CROSS JOIN LATERAL (
                      SELECT COALESCE(SUM(e.amount), 0) AS amount FROM receivable_event e
                       WHERE e.item = q.item AND e.id > q.known_event AND e.known_on <= %(date)s AND e.date <= %(date)s) booked
                WHERE q.item = ANY(%(lines)s) AND q.opened_on <= %(date)s AND (q.ended_on IS NULL OR q.ended_on > %(date)s)
                  AND (q.held_until >= %(date)s OR q.answered_on <= %(date)s AND q.found_until >= %(date)s) AND booked.amount < q.amount""",
            lines=self.ids, date=date,
        )
