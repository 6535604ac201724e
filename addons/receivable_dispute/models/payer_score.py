from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.receivable.logic.scoring import Promise
from odoo.addons.receivable_dispute.logic.promise import NOT_KEPT


class PayerScore(models.Model):
    """Promises kept or not count in the score; days in dispute are not held against the payer."""

    _inherit = "payer.score"

    def _inputs(self, root, date, payer_ids=None):
        inputs = super()._inputs(root, date, payer_ids)
        promises, days = self._promises_due(root, date, payer_ids), self._disputed_days(root, date, payer_ids)
        return inputs._replace(promises=inputs.promises | promises, disputed_days=inputs.disputed_days | days)

    def _promises_due(self, root, date, payer_ids):
        """Promises decided by a day, as the payments known that day say: ``{payer: [Promise]}``."""
        since = date - timedelta(days=root._score_parameters().window_days)
        domain = [
            ("company_id", "in", self.env["receivable.event"]._members(root)), ("made_on", "<=", date), ("promised_on", ">=", since),
            "|", ("cancelled_on", "=", False), ("cancelled_on", ">", date),
        ]  # fmt: skip
        if payer_ids is not None:
            domain.append(("partner_id.commercial_partner_id", "in", list(payer_ids)))
        # sudo: the score is the night's work, or asked by a reader of one company
        promises = self.env["receivable.promise"].sudo().search(domain, order="id")
        due = defaultdict(list)
        for promise, judgement in promises._judged(date).items():
            if judgement.state == "kept" or judgement.state in NOT_KEPT:
                payer = promise.partner_id.commercial_partner_id.id
                due[payer].append(Promise(promise.id, promise.promised_on, judgement.state == "kept"))
        return dict(due)

    def _disputed_days(self, root, date, payer_ids):
        """Days after the due date on which an item was contested, by a day: ``{item: days}``; overlapping disputes count once."""
        self.env["receivable.dispute.item"].flush_model()
        payers = SQL("TRUE") if payer_ids is None else SQL("p.commercial_partner_id = ANY(%s)", list(payer_ids))
        return dict(self.env.execute_query(SQL(
            """SELECT i.item, count(DISTINCT day)::int
                 FROM receivable_dispute_item i
                 JOIN receivable_dispute d ON d.id = i.dispute_id
                 JOIN res_partner p ON p.id = d.partner_id
                 CROSS JOIN LATERAL generate_series(
                      GREATEST(i.since, i.due + 1), LEAST(COALESCE(i.ended_on - 1, %(date)s), %(date)s), INTERVAL '1 day') day
                WHERE i.kind <> 'answered' AND d.company_id = ANY(%(members)s) AND %(payers)s
                GROUP BY 1""",
            date=date, members=self.env["receivable.event"]._members(root), payers=payers,
        )))

    def action_open_factor(self, code):
        """Promises open as promises; all other factors rest on items."""
        action = super().action_open_factor(code)
        if code != "promises":
            return action
        name = self.env._("Promises not kept: %(payer)s", payer=self.partner_id.display_name)
        return action | {"name": name, "res_model": "receivable.promise"}
