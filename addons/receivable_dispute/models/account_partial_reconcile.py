import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class AccountPartialReconcile(models.Model):
    """A payment, or one taken back, changes what is promised, planned and contested on its items."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self._receivable_judge(partials.debit_move_id.ids)
        return partials

    def unlink(self):
        items = self.debit_move_id.ids
        done = super().unlink()
        self._receivable_judge(items)
        return done

    @api.model
    def _receivable_judge(self, items):
        """Never in the way of a customer's payment: what fails here is logged, and done in the morning."""
        concerned = self._receivable_concerned(items) if items else {}
        if not concerned:
            return
        self.env.flush_all()  # outside the savepoint: a rollback must not lose the ledger's own writes
        try:
            with self.env.cr.savepoint(flush=False):
                self._receivable_judge_agreements(concerned, items, fields.Date.context_today(self))
                self.env.flush_all()
        except Exception:
            _logger.exception("Agreements about the items %s not judged; they will be in the morning.", items)
            self.env.invalidate_all(flush=False)

    @api.model
    def _receivable_judge_agreements(self, concerned, items, date):
        # sudo: whoever registers the payment; only what is paid decides
        env = self.env(su=True)
        if promises := concerned.get("receivable.promise"):
            env["receivable.promise"].browse(promises)._refresh(date)
        if plans := concerned.get("receivable.payment.plan"):
            env["receivable.payment.plan"].browse(plans)._refresh(date)
        if "receivable.dispute" in concerned:
            env["receivable.dispute"]._close_settled(items, date)
        if "receivable.payment.claim" in concerned:
            env["receivable.payment.claim"]._close_settled(items, date)

    @api.model
    def _receivable_concerned(self, items):
        """What is agreed about these items: ``{model: ids}``; one query, whatever their number."""
        for model in ("receivable.promise.item", "receivable.payment.plan.item", "receivable.dispute.item", "receivable.payment.claim"):
            self.env[model].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT 'receivable.promise', promise_id FROM receivable_promise_item WHERE item = ANY(%(items)s)
               UNION SELECT 'receivable.payment.plan', plan_id FROM receivable_payment_plan_item WHERE item = ANY(%(items)s)
               UNION SELECT 'receivable.dispute', dispute_id FROM receivable_dispute_item
                      WHERE item = ANY(%(items)s) AND ended_on IS NULL
               UNION SELECT 'receivable.payment.claim', id FROM receivable_payment_claim
                      WHERE item = ANY(%(items)s) AND ended_on IS NULL""",
            items=items,
        ))
        found = {}
        for model, record in rows:
            found.setdefault(model, []).append(record)
        return found
