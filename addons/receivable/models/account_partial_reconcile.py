import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class AccountPartialReconcile(models.Model):
    """Every reconciliation and un-reconciliation passes here: what it does to a debt is written down as an event."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self.env["receivable.event"]._flush_ledger()  # outside the savepoint: a rollback must not lose the ledger's own writes
        partials._record(self.env["receivable.event"]._record_settlements, partials)
        return partials

    def unlink(self):
        if not self:  # core asks this for every line of every invoice it writes
            return True
        self._record(self.env["receivable.event"]._record_reopenings, self.ids)
        return super().unlink()

    def _record(self, record, what):
        """Never in the way of a customer's payment: what fails here is logged and found again by the night's difference."""
        try:
            with self.env.cr.savepoint(flush=False):
                # the only clock outside actions and crons: the day on which a reconciliation is known is the day it is made
                record(what, fields.Date.context_today(self))
        except Exception:
            _logger.exception("Event of reconciliations %s not recorded; the nightly difference will.", self.ids)
