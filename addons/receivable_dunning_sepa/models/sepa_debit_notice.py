from odoo import fields, models

from odoo.addons.receivable_dunning_sepa.logic.texts import ONE_OFF, SCHEDULE
from odoo.addons.receivable_sepa.models.sepa_debit import WAITING


class SepaDebit(models.Model):
    """The notice of a debit leaves by e-mail; several dates of one mandate are told as one schedule. Nobody without e-mail is forgotten:
    theirs is printed."""

    _inherit = "sepa.debit"

    notice_action_id = fields.Many2one(
        "dunning.action", string="Notice", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _notify(self):
        told = self.browse()
        for mandate, debits in self.grouped("sepa_mandate_id").items():
            schedule = debits | mandate._debits_to_announce()
            if len(set(schedule.mapped("date"))) > 1:
                told |= schedule._tell_schedule(mandate)
            else:
                told |= debits._tell_each()
        return super(SepaDebit, self - told)._notify()

    def _tell_each(self):
        """One notice a debit."""
        actions = self._write_customer(ONE_OFF)
        told = self.browse(actions.mapped("event_id"))
        told._notified("email", fields.Date.context_today(self))
        for action in actions:
            self.browse(action.event_id).notice_action_id = action
        return told

    def _tell_schedule(self, mandate):
        """One notice for all the dates of a mandate: it is the notice of each of them."""
        self._notified("schedule", fields.Date.context_today(self))
        action = mandate._write_customer(SCHEDULE) or mandate._schedule_to_leave()
        if not action:
            self._not_notified()
            return self.browse()
        self.notice_action_id = action
        return self

    def _not_notified(self):
        """The notice did not reach them: they are still to be told."""
        waiting = self.filtered(lambda debit: debit.state == "notified")
        waiting.write({"state": "planned", "notified_on": False, "notified_by": False, "notice_action_id": False})

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_rows(self, code):
        if code != ONE_OFF:
            return super()._event_rows(code)
        return [(item.move_line_id, "coming", item.amount) for item in self.item_ids if item.move_line_id]

    def _event_over(self, code):
        if code != ONE_OFF:
            return super()._event_over(code)
        return "" if self.state in WAITING else self.env._("The debit was taken out of its collection, or its day is over.")

    def _event_deadline(self, code, date):
        return self._contest_until() if code == ONE_OFF else super()._event_deadline(code, date)
