from odoo import models

LOST = ("failed", "skipped", "cancelled")


class DunningAction(models.Model):
    """The notice of a debit counts from the day on which it really left."""

    _inherit = "dunning.action"

    def _set_state(self, state, **values):
        result = super()._set_state(state, **values)
        if state in LOST or state == "sent":
            self._follow_notices(state)
        return result

    def _follow_notices(self, state):
        """What becomes of the debits that these messages announce."""
        # sudo: debits are the engine's, whoever decided on the message
        debits = self.env["sepa.debit"].sudo().search([("notice_action_id", "in", self.filtered("event_model").ids)])
        if state in LOST:
            debits._not_notified()
            return
        for debit in debits.filtered(lambda debit: debit.state == "notified"):
            debit.notified_on = debit.notice_action_id.date
