from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.receivable_dunning.logic import sending

NEVER_WAITS = ("manual", "event")  # a person knows why they write; an answer follows what the customer did: counted, never held up


class DunningAction(models.Model):
    """The contact budget: a payer hears from us so many times a week at most, whatever the level, the channel or the company.

    A message counts once a week, however often it is tried; what goes with it counts with it. Letters count when they are printed,
    calls when somebody was reached. A message by hand counts and is not held up: a person knows why they write.
    """

    _inherit = "dunning.action"

    contact_week = fields.Date(
        string="Counts in the week of", help="Monday of the week in which it counts as a contact; a companion counts with its message."
    )
    contacts_full_on = fields.Date(
        string="Waits since", help="On that day the contacts of the week were used up: it waits for the next week."
    )

    def _wait_for_contacts(self, date):
        """Messages of that day to payers whose week is used up wait for the next one. Answers those that may go on: one query."""
        new = self.filtered(lambda action: action.date <= date and not action._counted_in(date))
        full = self.env["dunning.contact.count"]._used_up(new.partner_id, date)
        waiting = new.filtered(lambda action: action.partner_id in full and action.origin not in NEVER_WAITS)
        for action in waiting:
            action._wait_for_next_week(date)
        return self - waiting

    def _take_contacts(self, date):
        """Those that may leave, counted; the others wait for the next week."""
        taken = self.filtered(lambda action: action._take_contact(date))
        for action in self - taken:
            action._wait_for_next_week(date)
        return taken

    def _take_contact(self, date, beyond=False):
        """Count this message as a contact, in the transaction that lets it leave; False when the week is used up."""
        self.ensure_one()
        if self._counted_in(date):
            return True
        beyond = beyond or self.origin in NEVER_WAITS
        taken = self.env["dunning.contact.count"]._take(self.partner_id, date, beyond)
        if taken:
            self._counted_as().contact_week = sending.monday(date)
        return taken

    def _counted_as(self):
        return self.companion_of_id or self

    def _counted_in(self, date):
        if self.companion_of_id:
            return bool(self.companion_of_id.contact_week)
        return self.contact_week == sending.monday(date)

    def _wait_for_next_week(self, date):
        """Not lost: it leaves on the first open day of the next week. An announcement that would come too late is cancelled."""
        self.ensure_one()
        day = sending.next_sending_day(sending.next_monday(date), self._open_weekdays(), self._closed_days(date))
        due = [line.date_due for line in self._lines_inside() if line.role == "coming"]
        if self.kind == "prevenance" and due and min(due) <= day:
            self._set_state("cancelled", reason=self.env._("The contacts of this week were used up before it fell due."))
            return
        deadline = self.deadline and self.deadline + (day - self.date)
        self._set_state(self.state, date=day, deadline=deadline or None, contacts_full_on=date)
        self._withdraw()

    def _open_weekdays(self):
        return self.scenario_id._open_weekdays() if self.scenario_id else sending.EVERY_DAY

    def _contacts_text(self):
        """Why it waits, and until when; nothing once it has left."""
        if not self.contacts_full_on or self.state not in ("planned", "approved"):
            return False
        return self.env._(
            "The contacts with this payer in the week of %(week)s were used up: it waits until %(day)s.",
            week=format_date(self.env, sending.monday(self.contacts_full_on)), day=format_date(self.env, self.date),
        )  # fmt: skip
