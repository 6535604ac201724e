from email.utils import parseaddr

from odoo import api, fields, models
from odoo.tools import SQL, format_amount, format_date, format_datetime, format_time

from odoo.addons.receivable.logic.standing import Happening
from odoo.addons.receivable.models.receivable_todo import KINDS


class DunningAction(models.Model):
    """What the one-by-one screen shows of a message: why, the message itself, and who the payer is."""

    _inherit = "dunning.action"

    waits_for = fields.Selection(KINDS, compute="_compute_waits_for", search="_search_waits_for", help="What a person has to do.")
    may_approve = fields.Boolean(compute="_compute_may_approve", help="Whether this person may let it leave.")
    why_text = fields.Char(
        compute="_compute_why_text", string="Why", help="Why this message, why today, and what follows if it is skipped."
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False, help="The message as the customer gets it.")
    preview_subject = fields.Char(compute="_compute_preview", string="Subject line")
    preview_fault = fields.Char(compute="_compute_preview", help="Why the message could not leave as it is.")
    call_script = fields.Json(compute="_compute_call_script", help="What to say on the phone, and the answers to what they say.")
    leaves_text = fields.Char(compute="_compute_leaves_text", help="When the message leaves once approved, or why nothing does.")
    recipient = fields.Char(compute="_compute_recipient", string="Address")
    attached = fields.Char(compute="_compute_attached")
    phone = fields.Char(related="contact_id.phone")
    file_ids = fields.One2many(related="line_ids", string="File")
    payer_standing = fields.Json(related="partner_id.receivable_standing")
    payer_exposure = fields.Json(related="partner_id.receivable_exposure")
    payer_timeline = fields.Json(compute="_compute_payer_timeline")
    payer_grade = fields.Char(related="partner_id.receivable_grade")

    @api.depends("state", "release", "channel", "hold_code")
    def _compute_waits_for(self):
        """The same expression as the list *To do*: one definition of what waits."""
        self.flush_model(["state", "release", "channel", "hold_code", "origin", "company_id"])
        rows = self.env.execute_query(SQL(
            "SELECT a.id, %s FROM dunning_action a JOIN res_company c ON c.id = a.company_id WHERE a.id = ANY(%s)",
            self.env["receivable.todo"]._todo_kind(), self._origin.ids,
        ))
        kinds = dict(rows)
        for action in self:
            action.waits_for = kinds.get(action._origin.id)

    def _search_waits_for(self, operator, value):
        if operator != "in":
            return NotImplemented
        kinds = [kind for kind in value if kind]
        todo = self.env["receivable.todo"]._search([("res_model", "=", "dunning.action"), ("kind", "in", kinds)])
        return [("id", "in", todo.subselect("res_id"))]

    @api.depends("severity")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        approvable = self._approvable()
        for action in self:
            action.may_approve = action in approvable

    @api.depends("why", "hold_reason", "reason", "state", "date", "claimed_at", "contacts_full_on")
    def _compute_why_text(self):
        for action in self:
            reason = action.reason if action.state in ("failed", "doubtful", "skipped", "cancelled") else False
            parts = [action.why, action.hold_reason, action._contacts_text(), action._handed_over_text(), reason]
            action.why_text = " · ".join(filter(None, [*parts, action._what_if_skipped()]))

    def _handed_over_text(self):
        """Of a message in doubt, what is known to the second: the customer's own server may know the rest."""
        if self.state != "doubtful" or not self.claimed_at:
            return False
        moment = format_datetime(self.env, self.claimed_at, dt_format="medium")
        return self.env._("Handed to the mail server on %(moment)s", moment=moment)

    def _what_if_skipped(self):
        """What follows if a person skips the message."""
        receipt = self._receipt()
        if self.waits_for != "approve" or not receipt.next_step:
            return False
        return self.env._("If you skip it: %(step)s on %(date)s.", step=receipt.next_step, date=format_date(self.env, receipt.next_date))

    def _receipt(self):
        """The payer's latest decision."""
        return self.env["dunning.receipt"].search(
            [("current", "=", True), ("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id)], limit=1
        )

    @api.depends("body_html", "subject", "body_edited", "state", "line_ids.amount")
    def _compute_preview(self):
        """Exactly as sent; before that, as it would be written now: one batch, nothing stored."""
        written = self.filtered(lambda action: action.state == "sent" or not action.template_id)
        composed = (self - written)._composed(fields.Date.context_today(self))
        for action in self:
            text = composed.get(action.id)
            action.preview = text.framed if text else action.body_html
            action.preview_subject = text.subject if text else action.subject
            action.preview_fault = text and self.env["dunning.template"]._missing_sentence(text.missing)

    @api.depends("channel", "contact_id", "line_ids.amount")
    @api.depends_context("lang")
    def _compute_call_script(self):
        """In the collector's own language: they speak, the screen prompts."""
        for action in self:
            is_call = action.channel == "call" and action.waits_for
            action.call_script = is_call and action.with_context(lang=self.env.lang)._script(fields.Date.context_today(self))

    @api.depends("date", "scenario_id", "company_id.dunning_mode")
    def _compute_leaves_text(self):
        now = fields.Datetime.now()
        for action in self:
            action.leaves_text = action.company_id._dunning_why_nothing_leaves() or action._when_it_leaves(now)

    def _when_it_leaves(self, moment):
        """The hour of departure, said in words."""
        if self.channel == "letter":
            return self.env._("It waits under Letters to print.")
        if self.channel != "email":
            return False
        at = self._leaves_at(moment)
        hour = format_time(self.env, at.time(), time_format="short")
        if at.date() == fields.Date.context_today(self):
            return self.env._("Leaves today at %(hour)s.", hour=hour)
        return self.env._("Leaves on %(day)s at %(hour)s.", day=format_date(self.env, at.date()), hour=hour)

    @api.depends("email_to", "contact_id", "channel")
    def _compute_recipient(self):
        for action in self:
            channel = self.env[f"dunning.channel.{action.channel}"]
            contact = action.contact_id or action.partner_id
            address = action.email_to or channel._reachable(contact).get(contact.id)
            if address and action.channel == "email":
                address = parseaddr(address)[1]
            action.recipient = address or self.env._("no address")

    @api.depends("level_id", "attachment_ids")
    def _compute_attached(self):
        for action in self:
            names = (action.attachment_ids or action._event_files()).mapped("name")
            action.attached = ", ".join(names) or action.level_id._attached_in_words()

    @api.depends("partner_id")
    def _compute_payer_timeline(self):
        """The last events of the payer, newest first."""
        for action in self:
            action.payer_timeline = (action.partner_id.receivable_timeline or [])[:5]

    @api.depends("level_name", "partner_id")
    def _compute_display_name(self):
        for action in self:
            action.display_name = f"{action.level_name or ''} · {action.partner_id.display_name}"

    # -- gestures -------------------------------------------------------------------------------------------------------------

    def _open_dialog(self, model, name, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{field}": value for field, value in (defaults or {"action_ids": self.ids}).items()},
        }

    def action_send(self):
        """Approve this message. The client tells when it leaves, with *Undo*; otherwise what happened instead is said here."""
        self.ensure_one()
        told = self.action_approve()
        return False if self.state == "approved" else told

    def action_ask_outcome(self, outcome="promised"):
        """What came of the call, with its day or its words."""
        names = dict(self._fields["outcome"]._description_selection(self.env))
        return self._open_dialog(
            "dunning.call.outcome", names[outcome], action_id=self.id, outcome=outcome, amount=outcome == "promised" and self.amount_company
        )

    def action_no_answer(self):
        """Nobody answered: asked again another day, at another hour."""
        return self.action_call_outcome("no_answer")

    def action_wrong_number(self):
        """Nobody we know at that number: nothing was said."""
        return self.action_call_outcome("wrong_number")

    def action_arrived(self):
        """A doubt is lifted: it arrived."""
        self.action_resolve_doubt(True)

    def action_send_again(self):
        """A doubt is lifted: it never arrived, the same message leaves again."""
        self.action_resolve_doubt(False)

    def action_ask_decision(self, hand_over=True):
        """Why the file is handed over, or kept."""
        name = self.env._("Hand over") if hand_over else self.env._("One more attempt")
        return self._open_dialog("dunning.decide", name, action_id=self.id, hand_over=hand_over)

    def action_ask_text(self):
        """Other words for this message only."""
        text = self.body_edited or self.with_context(lang=self.lang or self.env.lang).template_id.body
        return self._open_dialog("dunning.rewrite", self.env._("Change the text"), action_id=self.id, text=text)

    def action_ask_postpone(self):
        """Until when, and why."""
        return self._open_dialog("dunning.postpone", self.env._("Postpone"))

    def action_ask_skip(self):
        """Why this message does not leave."""
        return self._open_dialog("dunning.skip", self.env._("Skip"))

    def action_print(self):
        """This letter alone, as a file to print; once printed, the file it is in."""
        if self.letter_batch_id:
            return self.letter_batch_id._get_records_action(name=self.env._("Letters to print"))
        return self.env["dunning.letter.batch"].action_print_letters(self.ids)

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()

    def action_correct_address(self):
        """The contact that could not be reached."""
        return (self.contact_id or self.partner_id)._get_records_action(name=self.env._("Correct the address"), target="new")

    def _in_one_line(self):
        """The message as an invoice shows it."""
        self.ensure_one()
        day = format_date(self.env, self.date)
        if self.waits_for == "paid":
            return self.env._("Next step: %(step)s of %(day)s, waits: is it paid?", step=self.level_name, day=day)
        if self.state == "planned" and self.waits_for == "approve":
            return self.env._("Next step: %(step)s of %(day)s, waits for approval", step=self.level_name, day=day)
        return self.env._("Next step: %(step)s on %(day)s", step=self.level_name, day=day)

    def _standing_text(self):
        """The message under way as the payer's form shows it."""
        self.ensure_one()
        amount = format_amount(self.env, self.amount_company, self.company_currency_id)
        values = {"step": self.level_name, "amount": amount, "day": format_date(self.env, self.date)}
        if self.waits_for == "paid":
            return self.env._("%(step)s, %(amount)s, waits since %(day)s: is it paid?", **values)
        if self.waits_for in ("approve", "hand_over"):
            return self.env._("%(step)s, %(amount)s, waits for approval since %(day)s", **values)
        if self.waits_for == "call":
            return self.env._("%(step)s, %(amount)s, to be made on %(day)s", **values)
        if self.waits_for == "undelivered":
            return self.env._("%(step)s of %(day)s could not be delivered: choose another way", **values)
        if self.waits_for == "doubtful":
            return self.env._("%(step)s of %(day)s: nobody knows whether it arrived", **values)
        return self.env._("%(step)s, %(amount)s, leaves on %(day)s", **values)

    def _happening(self):
        """A message of the past as one line of the payer's timeline."""
        self.ensure_one()
        words = dict(self._fields["outcome" if self.outcome else "state"]._description_selection(self.env))
        text = self.env._("%(step)s: %(outcome)s", step=self.level_name, outcome=words[self.outcome or self.state].lower())
        kind = "call" if self.channel == "call" else "message"
        who = self.decided_by_id.name or ""
        told = " – ".join(filter(None, [text, self.reason]))
        return Happening(self.sent_at or self.date, kind, told, who, evidence=("dunning.action", (self.id,)))
