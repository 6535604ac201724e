from odoo import models
from odoo.tools import SQL

from odoo.addons.receivable_dunning.logic.decision import LAST_NOTICE, Question, Sent


class DunningLedger(models.AbstractModel):
    """What agreements add to the facts of a decision: plans put back, promises that nobody has dealt with."""

    _inherit = "dunning.ledger"

    def _history(self, company, date, payer_ids, outdated):
        history = super()._history(company, date, payer_ids, outdated)
        return history._replace(questions=[*history.questions, *self._broken_promises(company, date, payer_ids)])

    def _broken_promises(self, company, date, payer_ids):
        """Promises found broken by that day, with something still to pay, before somebody dealt with them: as *To do* tells them."""
        rows = self.env.execute_query(SQL(
            """SELECT q.id FROM receivable_promise q
                WHERE q.company_id = %(company)s AND q.state IN ('partly', 'broken') AND q.replaced_by_id IS NULL
                  AND q.decided_on <= %(date)s AND (q.handled_on IS NULL OR q.handled_on > %(date)s) AND %(among)s
                  AND EXISTS (SELECT 1 FROM receivable_promise_item p JOIN account_move_line l ON l.id = p.move_line_id
                               WHERE p.promise_id = q.id AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted')
                ORDER BY q.id""",
            company=company.id, date=date, among=self._among("q.partner_id", payer_ids),
        ))
        return [
            Question(
                promise.partner_id.commercial_partner_id.id, "question.promise", promise.broken_text, ("receivable.promise", (promise.id,))
            )
            for promise in self.env["receivable.promise"].browse(promise for (promise,) in rows)
        ]

    def _sent(self, company, date, payer_ids, outdated):
        """Items of a plan that was put back go on at the last step before court, as if every reminder had been sent that day."""
        sent = super()._sent(company, date, payer_ids, outdated)
        called = self.env["receivable.payment.plan"]._called_back_lines(company, date)
        for line in self.env["account.move.line"].browse(called):
            payer = line.partner_id.commercial_partner_id.id
            if payer_ids is None or payer in payer_ids:
                sent.append(Sent(payer, line.id, 0, LAST_NOTICE - 1, 0, called[line.id], True))
        return sent
