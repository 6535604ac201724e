from collections import defaultdict
from datetime import timedelta

from odoo import models

from odoo.addons.receivable.logic.scoring import Reject

from .sepa_debit import PRESENTED


class PayerScore(models.Model):
    """Debits that came back by the payer's fault count in the score of those who pay by direct debit."""

    _inherit = "payer.score"

    def _inputs(self, root, date, payer_ids=None):
        inputs = super()._inputs(root, date, payer_ids)
        return inputs._replace(rejects=inputs.rejects | self._rejects(root, date, payer_ids))

    def _rejects(self, root, date, payer_ids):
        """Returns known by a day, for every payer who was debited lately: ``{payer: [Reject]}``. Two queries."""
        since = date - timedelta(days=root._score_parameters().window_days)
        domain = [("company_id", "in", self.env["receivable.event"]._members(root))]
        if payer_ids is not None:
            domain.append(("partner_id", "in", list(payer_ids)))
        # sudo: the score is the night's work, or asked by a reader of one company
        debited = self.env["sepa.debit"].sudo()._read_group(
            [*domain, ("state", "in", PRESENTED), ("date", ">=", since), ("date", "<=", date)], ["partner_id"]
        )
        rejects = defaultdict(list, {payer.id: [] for (payer,) in debited})
        returned = self.env["sepa.return"].sudo().search(
            [*domain, ("state", "=", "applied"), ("applied_on", "<=", date), ("booked_on", ">=", since), ("booked_on", "<=", date)]
        )
        for one in returned:
            rejects[one.partner_id.id].append(Reject(one.id, one.booked_on, one.fault))
        return dict(rejects)

    def action_open_factor(self, code):
        """Returned debits open as such; all other factors rest on what others know."""
        action = super().action_open_factor(code)
        if code != "rejects":
            return action
        name = self.env._("Returned debits: %(payer)s", payer=self.partner_id.display_name)
        return action | {"name": name, "res_model": "sepa.return"}
