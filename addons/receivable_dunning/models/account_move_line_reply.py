from odoo import models
from odoo.tools import SQL

from odoo.addons.receivable.logic.holds import Hold

REPLY_STOPS = ("announce", "remind")  # thanks are no answer: they may leave


class AccountMoveLine(models.Model):
    """A payer who answered is not written to by the scenario, until a set day."""

    _inherit = "account.move.line"

    def _receivable_holds(self, purpose, date):
        """Adds ``reply``: freezes in force that day. One query when nobody answered, two else; one tuple for all lines of a reply."""
        holds = super()._receivable_holds(purpose, date)
        if self.ids and purpose in REPLY_STOPS:
            self._receivable_replies(date, holds)
        return holds

    def _receivable_replies(self, date, holds):
        # sudo: whoever asks the gate must be told, even without the right to read the reply
        Reply = self.env["dunning.reply"].sudo()
        Reply.flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (l.id) l.id, r.id
                 FROM dunning_reply r
                 JOIN res_company rc ON rc.id = r.company_id
                 JOIN res_partner rp ON rp.id = r.partner_id
                 JOIN res_partner p ON p.commercial_partner_id = rp.commercial_partner_id
                 JOIN account_move_line l ON l.partner_id = p.id
                 JOIN res_company lc ON lc.id = l.company_id AND lc.parent_path LIKE rc.parent_path || '%%'
                WHERE l.id = ANY(%(lines)s) AND r.date <= %(date)s AND r.frozen_until >= %(date)s
                  AND (r.resumed_on IS NULL OR r.resumed_on > %(date)s)
                ORDER BY l.id, r.frozen_until DESC, r.id DESC""",
            lines=self.ids, date=date,
        ))
        replies = {reply.id: self._receivable_hold_reply(reply) for reply in Reply.browse({reply for _line, reply in rows})}
        for line, reply in rows:
            holds.setdefault(line, []).append(replies[reply])

    def _receivable_hold_reply(self, reply):
        return Hold(
            "reply" if reply.state == "open" else "answered", "leave",
            since=reply.date,
            until=reply.frozen_until,
            why=reply._sentence(),
            why_public=self.env._("The customer answered."),
            lifted_by=self.env._("a collector: Resume now on the reply"),
            evidence=("dunning.reply", (reply.id,)),
        )
