from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, plaintext2html

from odoo.addons.receivable_dunning.logic import sending

LAST_TRY = 3  # calls without an answer before a letter
TOLD_BY_PAUSE = ("promised", "disputed")  # the pause is on the timeline already, with the same words
DISPUTE_DAYS = 14  # how long the items rest until somebody has answered
NOON = 12


class DunningAction(models.Model):
    """Calls and their outcomes; the decision to hand a file over."""

    _inherit = "dunning.action"

    def action_call_outcome(self, outcome, date=None, amount=None, note=""):
        """What came of a call; each outcome says what happens next, in one line on the payer's timeline.

        :param outcome: promised | disputed | call_back | no_answer | wrong_number
        :param date: promised: until when; call_back: when
        :param amount: promised: how much, company currency, if less than all
        """
        self.ensure_one()
        action = self._decider()._only(("planned", "approved"))
        if action.channel != "call":
            raise UserError(self.env._("This is not a call."))
        follow = getattr(action, f"_call_{outcome}", None) if outcome in dict(self._fields["outcome"].selection) else None
        if not follow:
            raise UserError(self.env._("Choose what came of the call."))
        today = fields.Date.context_today(self)
        action.write({"outcome": outcome, "outcome_note": note or False})
        line = follow(today, fields.Date.to_date(date) if date else None, amount, note)
        if outcome not in TOLD_BY_PAUSE:
            action._tell(line)
        return action._told(line, "success")

    # -- outcomes -------------------------------------------------------------------------------------------------------------

    def _call_promised(self, today, date, amount, note):
        """The items rest until the promised day."""
        if not date or date < today:
            raise UserError(self.env._("Say until when payment is promised."))
        promised = format_amount(self.env, amount, self.company_currency_id) if amount else self.env._("everything")
        line = self.env._("Call: %(amount)s promised for %(date)s.", amount=promised, date=format_date(self.env, date))
        self._pause_items(today, date, self._noted(line, note))
        self._done(today)
        return self._noted(line, note)

    def _call_disputed(self, today, date, amount, note):
        """The items rest while somebody finds out; who, is on the agenda."""
        until = date or today + timedelta(days=DISPUTE_DAYS)
        line = self._noted(self.env._("Call: the payer disputes."), note)
        self._pause_items(today, until, line)
        self._done(today)
        # sudo: a task for the collector, whoever took the call
        self.partner_id.sudo().activity_schedule(
            "mail.mail_activity_data_todo", until, user_id=self.collector_id.id or self.env.uid,
            summary=self.env._("Answer the dispute"), note=plaintext2html(note or ""),
        )  # fmt: skip
        return line

    def _call_call_back(self, today, date, amount, note):
        if not date or date < today:
            raise UserError(self.env._("Say when to call back."))
        self._take_contact(today, beyond=True)
        self._set_state("planned", date=date)
        self.env["dunning.channel.call"]._move(self, date)
        return self._noted(self.env._("Call: they asked to be called back on %(date)s.", date=format_date(self.env, date)), note)

    def _call_no_answer(self, today, date, amount, note):
        """Twice again, on another day and at another hour; then in writing."""
        tries = self.tries + 1
        self.tries = tries
        if tries >= LAST_TRY:
            self.env["dunning.channel.call"]._close(self)
            self._change_channel("letter")
            return self._noted(self.env._("Call: no answer for the third time, a letter follows."), note)
        day = sending.next_sending_day(today + timedelta(days=1), self.scenario_id._open_weekdays() or {0, 1, 2, 3, 4})
        self._set_state("planned", date=day)
        self.env["dunning.channel.call"]._move(self, day)
        morning = sending.local(fields.Datetime.now(), self._zone()).hour < NOON
        when = self.env._("in the afternoon") if morning else self.env._("in the morning")
        return self._noted(
            self.env._("Call: no answer. Next try on %(date)s, %(when)s.", date=format_date(self.env, day), when=when), note
        )

    def _call_wrong_number(self, today, date, amount, note):
        """Nothing was said about the debt; the number is to be corrected, or another way chosen."""
        line = self._noted(self.env._("Call: wrong number. Correct the contact, or write a letter."), note)
        self._set_state("failed", reason=line)
        self.env["dunning.channel.call"]._close(self)
        return line

    # -- shared ---------------------------------------------------------------------------------------------------------------

    def _done(self, today):
        """The payer was reached: the step is done, and counts as a contact."""
        self._take_contact(today, beyond=True)
        self._set_state("sent", sent_at=fields.Datetime.now(), date=today, decided_by_id=self.env.uid)
        self.env["dunning.channel.call"]._close(self)

    def _pause_items(self, date_from, date_until, reason):
        items = self._lines_inside().filtered(lambda line: line.role in ("asked", "listed") and line.move_line_id).move_line_id
        if items:
            self.env["receivable.pause"].create({
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "scope": "items",
                "move_line_ids": [fields.Command.set(items.ids)],
                "date_from": date_from,
                "date_until": date_until,
                "reason": reason,
            })  # fmt: skip

    def _noted(self, line, note):
        return f"{line} {note}" if note else line

    def _tell(self, line):
        self.partner_id.sudo()._message_log(body=line)  # sudo: the payer's timeline is ours to write

    def _call_summary(self):
        """What the agenda shows: no amount where a third person may read it."""
        if self.tries:
            return self.env._("Call %(payer)s (try %(number)s)", payer=self.partner_id.name, number=self.tries + 1)
        return self.env._("Call %(payer)s", payer=self.partner_id.name)

    def _script(self, date):
        """What to say, line by line."""
        self.ensure_one()
        Template = self.env["dunning.template"]
        code = self.template_id or Template.search([("kind", "=", "call")], limit=1)
        message = self._as_message(date, self._earlier(date)[self.id], self._known_until(self.company_id, date), code.code)
        return Template._call_script(message)

    # -- hand-over ------------------------------------------------------------------------------------------------------------

    def action_decide(self, hand_over, reason=""):
        """Hand the file over, or try once more: a credit manager's decision."""
        self.ensure_one()
        action = self._manager()._only(("planned", "approved"))
        if action.channel != "decision":
            raise UserError(self.env._("This is not a hand-over."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why."))
        today = fields.Date.context_today(self)
        if hand_over:
            line = self.env._("Handed over: %(reason)s", reason=reason)
            # an order stays blocked: the pause stops what we would ask or add, not what protects us
            self.env["receivable.pause"].create({
                "company_id": action.company_id.id, "partner_id": action.partner_id.id, "date_from": today, "reason": line,
                "dunning_action_id": action.id,
                "stop_messages": True, "stop_debits": True, "stop_charges": True,
            })  # fmt: skip
            action._set_state("sent", sent_at=fields.Datetime.now(), date=today, decided_by_id=self.env.uid, reason=reason)
        else:
            line = self.env._("Not handed over, one more attempt: %(reason)s", reason=reason)
            action._set_state("skipped", decided_by_id=self.env.uid, reason=reason)
            action._tell(line)
