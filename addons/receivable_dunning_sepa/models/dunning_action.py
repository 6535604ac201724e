from odoo import models

from odoo.addons.receivable_dunning_sepa.logic.texts import RETURNED

LOST = ("failed", "skipped", "cancelled")


class DunningAction(models.Model):
    """The notice of a debit counts from the day on which it really left."""

    _inherit = "dunning.action"

    def _set_state(self, state, **values):
        result = super()._set_state(state, **values)
        if state in LOST or state == "sent":
            self._follow_notices(state)
        if state == "sent":
            self.filtered(lambda action: action.template_id.code == RETURNED["funds"])._announce_new_debits()
        return result

    def _announce_new_debits(self):
        """Who reads that a debit came back also reads when it is presented again: that is the notice of the new one."""
        for action in self:
            returned = action._event()._came_back()
            if returned.represent_on:
                returned._announce(action.date)

    def _follow_notices(self, state):
        """What becomes of the debits that these messages announce."""
        # sudo: debits are the engine's, whoever decided on the message
        debits = self.env["sepa.debit"].sudo().search([("notice_action_id", "in", self.filtered("event_model").ids)])
        if state in LOST:
            debits._not_notified()
            return
        for debit in debits.filtered(lambda debit: debit.state == "notified"):
            debit.notified_on = debit.notice_action_id.date
