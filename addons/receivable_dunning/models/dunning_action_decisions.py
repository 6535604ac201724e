from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.receivable_dunning.logic import letters, vocabulary

MANAGER_FROM = 7  # a formal notice and what follows are the credit manager's decision
EDITABLE = ("planned",)
UNDECIDED = ("planned", "failed")
STOPPABLE = ("planned", "approved", "failed")
WRITTEN = ("email", "letter")


class DunningAction(models.Model):
    """What people decide on messages. Each button is a method that anybody may call: each checks the group itself."""

    _inherit = "dunning.action"

    def _decider(self):
        """These actions with the rights to write them, once the person may decide on them."""
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may decide on messages."))
        self.check_access("read")
        return self.sudo()  # sudo: checked just above; nobody writes on messages but through these methods

    def _manager(self):
        """The same, for decisions of the credit manager."""
        if not self.env.user.has_group("receivable.group_receivable_manager"):
            raise AccessError(self.env._("Only a credit manager may decide on a formal notice or what follows it."))
        return self._decider()

    def _approvable(self):
        """Those that this person may let leave."""
        if self.env.user.has_group("receivable.group_receivable_manager"):
            return self
        return self.filtered(lambda action: action.severity < MANAGER_FROM)

    def _approver(self):
        return self._decider() if self._approvable() == self else self._manager()

    def _only(self, states):
        """Those that are still in one of these states; one sentence when none is."""
        found = self.filtered(lambda action: action.state in states)
        if not found:
            raise UserError(self[:1]._why_too_late())
        return found

    def _why_too_late(self):
        if self.state == "sending":
            return self.env._("This message is being sent now.")
        if self.state == "sent" and self.decided_by_id:
            moment = format_datetime(self.env, self.sent_at, dt_format="short")
            return self.env._("%(user)s sent this on %(moment)s.", user=self.decided_by_id.name, moment=moment)
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._("Too late: this message is “%(state)s”.", state=states.get(self.state, ""))

    # -- yes ------------------------------------------------------------------------------------------------------------------

    def action_approve(self):
        """Let these messages leave in their hours. Asked again at once: what was paid or held meanwhile is left out."""
        actions = self._approver()._only(EDITABLE)
        ready, changed = actions._gate(fields.Date.context_today(self))
        (ready | ready._companions().filtered(lambda action: action.state == "planned"))._set_state(
            "approved", decided_by_id=self.env.uid, reason=False
        )
        ready._wait_for_contacts(fields.Date.context_today(self))
        return actions._told_approval(ready, changed)

    def _told_approval(self, ready, changed):
        """What a person is told after *Send*."""
        if not ready:
            message = self[:1].reason or self[:1].hold_reason
        elif trouble := ready[0].company_id._dunning_why_nothing_leaves():
            message = trouble
        elif waiting := ready[0]._contacts_text():
            message = waiting
        elif changed:
            message = self.env._("Approved. The balance has changed: the messages name the new amounts.")
        else:
            message = self.env._("Approved: they leave within the hours of their payers.")
        return self._told(message, "success" if ready else "warning")

    def _told(self, message, tone):
        """What a person is told, and the screen is read again: the next thing to do slides in."""
        params = {"message": message, "type": tone, "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_undo(self):
        """Back into the queue, as long as it has not been taken."""
        actions = self._decider()._locked()._only(("approved",))
        actions._withdraw()
        actions._set_state("planned", release="approve", decided_by_id=False)

    # -- no, not now, not ever ------------------------------------------------------------------------------------------------

    def action_skip(self, reason):
        """Not this time: the step counts as done, with a reason, because somebody will ask."""
        actions = self._decider()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this step is skipped."))
        actions._locked()._only(STOPPABLE)._set_state("skipped", reason=reason, decided_by_id=self.env.uid)

    def action_postpone(self, date, reason=""):
        """Later: the payer hears nothing before that day, whatever changes until then."""
        actions = self._decider()
        date, today = fields.Date.to_date(date), fields.Date.context_today(self)
        if date <= today:
            raise UserError(self.env._("Choose a day after today."))
        actions = actions._locked()._only(STOPPABLE)
        for action in actions:
            shift = date - action.date
            action._set_state("planned", date=date, deadline=action.deadline and action.deadline + shift, decided_by_id=self.env.uid)
            action._withdraw()
        self._pause_payers(actions, today, date - timedelta(days=1), reason or self.env._("A message was postponed."))

    def _pause_payers(self, actions, date_from, date_until, reason):
        self.env["receivable.pause"].create([
            {"company_id": company.id, "partner_id": payer.id, "date_from": date_from, "date_until": date_until, "reason": reason}
            for company, payer in {(action.company_id, action.partner_id) for action in actions}
        ])  # fmt: skip

    def action_cancel(self):
        """Take these messages back: their steps are free again and may be decided another night."""
        reason = self.env._("Cancelled by %(user)s.", user=self.env.user.name)
        self._decider()._locked()._only(STOPPABLE)._set_state("cancelled", reason=reason, decided_by_id=self.env.uid)

    def _locked(self):
        """What a living sender holds cannot be taken back."""
        free = self.try_lock_for_update()
        if not free:
            raise UserError(self.env._("This message is being sent now."))
        return free

    # -- what went wrong ------------------------------------------------------------------------------------------------------

    def action_resolve_doubt(self, left):
        """A person found out whether a message arrived. If not, the same message goes out again, with the same Message-ID."""
        actions = self._approver()._only(("doubtful",))
        for action in actions:
            if left:
                action._set_state("sent", sent_at=action.claimed_at, decided_by_id=self.env.uid, reason=False)
            else:
                action._set_state("approved", attempts=0, decided_by_id=self.env.uid, reason=False)

    def action_retry(self):
        """Try an undelivered message again, for instance after its address was corrected."""
        actions = self._approver()._only(("failed",))
        actions._start_over()
        for action in actions:
            contact = action.partner_id._receivable_contact(action.company_id, [])[action.partner_id.id]
            action.contact_id = action.contact_id or contact
            action.contact_id.dunning_returned_address = False  # whoever tries again knows better
        actions._set_state("approved", attempts=0, decided_by_id=self.env.uid, reason=False, server_answer=False)

    def action_letter_instead(self):
        """The same step on paper."""
        self._approver()._only(UNDECIDED)._change_channel("letter")

    def action_call_instead(self):
        """The same step by phone."""
        self._approver()._only(UNDECIDED)._change_channel("call")

    def _change_channel(self, channel):
        """The step keeps its items and its level; only the way changes, and what was written for the other way is forgotten."""
        self._withdraw()
        self._start_over()
        for action in self:
            action.write({
                "channel": channel,
                "registered": action.level_id.registered and channel == "letter",
                "template_id": (action.template_id or action._written_template()).id,
                "prepared_at": False,
                "message_id": False,
            })  # fmt: skip
        self._set_state("approved", decided_by_id=self.env.uid, reason=False)

    def _written_template(self):
        """For a call that becomes a letter: the text of the written step before it."""
        steps = self.scenario_id.level_ids.filtered(lambda level: level.template_id and 0 < level.severity <= self.severity)
        return steps.sorted("severity")[-1:].template_id

    def action_track(self, number):
        """The number that the post gave to a registered letter."""
        self.ensure_one()
        action = self._decider()._only(("approved", "sent"))
        if not action.registered:
            raise UserError(self.env._("Only a registered letter has a tracking number."))
        action.tracking_number = (number or "").strip()

    # -- the words ------------------------------------------------------------------------------------------------------------

    def action_change_text(self, text):
        """Other words for this message only; the template stays as it is."""
        self.ensure_one()
        action = self._decider()._only(EDITABLE)
        if faults := letters.check(text or ""):
            fault = faults[0]
            raise ValidationError(self.env._(vocabulary.SENTENCES[fault.code], **fault._asdict()))  # pylint: disable=translation-contains-variable
        action.write({"body_edited": text, "prepared_at": False})

    def action_send_to_myself(self):
        """These messages as their readers get them, to one's own address, each apart; also in test mode."""
        actions, me = self._decider().filtered(lambda action: action.channel in WRITTEN), self.env.user
        if not me.email:
            raise UserError(self.env._("Your user has no e-mail address."))
        if not actions:
            raise UserError(self.env._("Calls and decisions have no text to send."))
        if mute := actions.filtered(lambda action: not action.preview)[:1]:
            raise UserError(mute._why_mute(None))
        # sudo: samples to oneself are sent by core's ordinary mail
        self.env["mail.mail"].sudo().create([action._sample(me) for action in actions]).send()
        told = self.env._("Sent to %(address)s.", address=me.email)
        if len(actions) > 1:
            told = self.env._("%(count)s messages sent to %(address)s.", count=len(actions), address=me.email)
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {"message": told, "type": "success"}}

    def _sample(self, reader):
        """A copy of the message for a colleague, marked as such."""
        return {
            "subject": self.env._("Sample: %(subject)s", subject=self.preview_subject),
            "body_html": self.preview,
            "email_to": reader.email_formatted,
            "email_from": reader.email_formatted,
            "auto_delete": True,
        }
