from odoo import models

from odoo.addons.receivable_dunning.logic.decision import LAST_NOTICE, Sent


class DunningLedger(models.AbstractModel):
    _inherit = "dunning.ledger"

    def _sent(self, company, date, payer_ids, outdated):
        """Items of a plan that was put back go on at the last step before court, as if every reminder had been sent that day."""
        sent = super()._sent(company, date, payer_ids, outdated)
        called = self.env["receivable.payment.plan"]._called_back_lines(company, date)
        for line in self.env["account.move.line"].browse(called):
            payer = line.partner_id.commercial_partner_id.id
            if payer_ids is None or payer in payer_ids:
                sent.append(Sent(payer, line.id, 0, LAST_NOTICE - 1, 0, called[line.id], True))
        return sent

    def _waiting(self, company, payer_ids, outdated):
        """An answer that has not left yet keeps no reminder from leaving."""
        waiting = super()._waiting(company, payer_ids, outdated)
        events = self.env["dunning.action"].browse(one.action for one in waiting)._events()
        return [one for one in waiting if one.action not in events._ids]
