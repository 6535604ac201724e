from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_domain_extract, email_normalize, email_normalize_all, format_date, html2plaintext

from odoo.addons.receivable.models.receivable_todo import KINDS
from odoo.addons.receivable_dunning.logic import answer

STATES = [("open", "To answer"), ("answered", "Answered"), ("closed", "Closed")]
EXCERPT = 120  # characters of a reply in a list


class DunningReply(models.Model):
    """A payer answered one of our messages: somebody reads it, and the scenario waits meanwhile, until a set day.

    Written by the mail gateway; people decide through the buttons. What a day saw can be told of any day: from ``date`` to
    ``frozen_until``, or until the day before ``resumed_on``.
    """

    _name = "dunning.reply"
    _description = "Reply of a payer"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Payer", required=True, index=True, ondelete="restrict")
    action_id = fields.Many2one("dunning.action", string="They answer", index="btree_not_null", ondelete="set null")
    message_id = fields.Many2one("mail.message", ondelete="set null")
    collector_id = fields.Many2one("res.users", string="By", index="btree_not_null")
    email_from = fields.Char(string="Sender")
    known = fields.Boolean(string="One of their addresses", help="Written from an address of the payer or of one of its contacts.")
    subject = fields.Char()
    text = fields.Text(string="Their words", help="Without the messages that they quote.")
    excerpt = fields.Char(string="In one line")
    quotes = fields.Boolean(help="Older messages are quoted below.")
    date = fields.Date(required=True, help="The day it came in.")
    frozen_until = fields.Date(string="Waits until", help="Last day that the scenario waits for the answer.")
    resumed_on = fields.Date(string="Resumed on")
    resumed_by_id = fields.Many2one("res.users", string="Resumed by")
    state = fields.Selection(STATES, required=True, default="open", index=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by")
    # what the screen shows
    waits_for = fields.Selection(KINDS, compute="_compute_waits_for")
    is_frozen = fields.Boolean(string="Waits", compute="_compute_freeze")
    freeze_text = fields.Char(compute="_compute_freeze", string="The scenario")
    body = fields.Html(related="message_id.body", string="The whole message")
    attachment_ids = fields.Many2many(related="message_id.attachment_ids", string="Attached")
    phone = fields.Char(compute="_compute_phone")
    payer_grade = fields.Char(related="partner_id.receivable_grade")
    payer_standing = fields.Json(related="partner_id.receivable_standing")
    payer_exposure = fields.Json(related="partner_id.receivable_exposure")
    payer_timeline = fields.Json(compute="_compute_payer_timeline")

    _message_uniq = models.UniqueIndex("(message_id) WHERE message_id IS NOT NULL", "A reply is written down once.")
    _freeze_idx = models.Index("(partner_id, company_id) WHERE resumed_on IS NULL")

    # -- compute --------------------------------------------------------------------------------------------------------------

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for reply in self:
            reply.display_name = self.env._("Reply: %(payer)s", payer=reply.partner_id.display_name)

    @api.depends("state")
    def _compute_waits_for(self):
        for reply in self:
            reply.waits_for = "reply" if reply.state == "open" else False

    @api.depends("frozen_until", "resumed_on")
    @api.depends_context("lang", "tz")
    def _compute_freeze(self):
        today = fields.Date.context_today(self)
        for reply in self:
            frozen = reply._together().filtered_domain(self._in_force_domain(today))
            reply.is_frozen = bool(frozen)
            until = max(frozen.mapped("frozen_until"), default=None)
            reply.freeze_text = (
                self.env._("No reminder leaves until %(day)s; then the scenario goes on by itself.", day=format_date(self.env, until))
                if until
                else self.env._("The scenario goes on.")
            )

    @api.depends("partner_id", "action_id")
    def _compute_phone(self):
        for reply in self:
            contact = reply.message_id.sudo().author_id if reply.known else reply.action_id.contact_id
            reply.phone = contact.phone or reply.partner_id.phone

    @api.depends("partner_id")
    def _compute_payer_timeline(self):
        """The last events of the payer, newest first."""
        for reply in self:
            reply.payer_timeline = (reply.partner_id.receivable_timeline or [])[:5]

    # -- the freeze -----------------------------------------------------------------------------------------------------------

    @api.model
    def _in_force_domain(self, date):
        """Freezes in force on a day, past or present."""
        return (
            Domain("date", "<=", date)
            & Domain("frozen_until", ">=", date)
            & (Domain("resumed_on", "=", False) | Domain("resumed_on", ">", date))
        )

    def _together(self):
        """Everything that these payers wrote to the same company."""
        return self.search(Domain.OR(
            Domain("partner_id", "=", reply.partner_id.id) & Domain("company_id", "=", reply.company_id.id) for reply in self
        ))  # fmt: skip

    def _sentence(self):
        """Why the items are left alone, as the gate says it."""
        self.ensure_one()
        days = {"day": self._day(self.date), "until": self._day(self.frozen_until)}
        if self.known:
            return self.env._("They answered on %(day)s: waits until %(until)s.", **days)
        return self.env._("An answer from an unknown address came on %(day)s: waits until %(until)s.", **days)

    def _day(self, day):
        return format_date(self.env, day, date_format="d MMMM")

    # -- what comes in --------------------------------------------------------------------------------------------------------

    @api.model
    def _listen(self, message, action):
        """An e-mail about one of our messages, written by a person: one of us, or one of them."""
        if self._is_ours(message):
            self._note_answer(message, action.partner_id, action.company_id)
        else:
            self.create(self._heard(message, action))

    def _heard(self, message, action):
        company, payer = action.company_id, action.partner_id
        today = fields.Date.context_today(self.with_context(tz=company.partner_id.tz or self.env.user.tz or "Europe/Paris"))
        words = answer.own_words(html2plaintext(message.body or "", include_references=False))
        known = self._is_theirs(email_normalize(message.email_from or ""), action)
        return {
            "company_id": company.id,
            "partner_id": payer.id,
            "action_id": action.id,
            "message_id": message.id,
            "collector_id": action.collector_id.id or company.payer_collector_id.id,
            "email_from": message.email_from,
            "known": known,
            "subject": message.subject,
            "text": words.own,
            "excerpt": answer.in_one_line(answer.without_greeting(words.own), EXCERPT),
            "quotes": words.quotes,
            "date": today,
            "frozen_until": self._freezes_until(action, known, today),
        }

    def _freezes_until(self, action, known, today):
        """A reply prolongs what waits already. A stranger makes the scenario wait once a message, and prolongs nothing."""
        earlier = self.search([("partner_id", "=", action.partner_id.id), ("company_id", "=", action.company_id.id)])
        if not known and earlier.filtered(lambda reply: reply.action_id == action and not reply.known):
            return False
        running = earlier.filtered_domain(self._in_force_domain(today)).mapped("frozen_until")
        return answer.frozen_until(today, action.company_id.dunning_reply_days, max(running, default=None))

    @api.model
    def _is_ours(self, message):
        """Written by an employee, or from an address of the house."""
        address = email_normalize(message.email_from or "")
        if not address:
            return False
        partners = self.env["res.partner"].search([("email_normalized", "=", address)])
        houses = self.env["res.company"].search([]).mapped("partner_id")  # pylint: disable=no-search-all
        domains = self.env["mail.alias.domain"].search([]).mapped("name")  # pylint: disable=no-search-all
        staff = partners.with_context(active_test=False).user_ids.filtered(lambda user: not user.share)
        return bool(staff or partners & houses or email_domain_extract(address) in domains)

    @api.model
    def _is_theirs(self, address, action):
        """The address that we wrote to, or one of the payer's contacts."""
        contacts = self.env["res.partner"].with_context(active_test=False).search_count(
            [("commercial_partner_id", "=", action.partner_id.id), ("email_normalized", "=", address)], limit=1
        )
        return bool(address and (contacts or address in email_normalize_all(action.email_to or "")))

    @api.model
    def _note_answer(self, message, payer, companies):
        """One of us wrote to them: what waited for an answer has it."""
        waiting = self.search([("partner_id", "=", payer.id), ("company_id", "in", companies.ids), ("state", "=", "open")])
        headers = (message.incoming_email_to, message.incoming_email_cc, message.outgoing_email_to)
        addresses = email_normalize_all(",".join(filter(None, headers)))
        read_by_them = message.partner_ids.filtered("partner_share") or any(
            self._is_theirs(address, reply.action_id) for address in addresses for reply in waiting[:1]
        )
        if read_by_them:
            author = message.author_id.user_ids[:1] or self.env.user
            waiting.write({"state": "answered", "decided_by_id": author.id})

    # -- what it changes ------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        replies = super().create(vals_list)
        replies._ask_again()
        return replies

    def write(self, vals):
        written = super().write(vals)
        if {"state", "resumed_on", "frozen_until"} & vals.keys():
            self._ask_again()
        return written

    def _ask_again(self):
        """What was decided about these payers is decided again, in the branches too."""
        for company, replies in self.grouped("company_id").items():
            # sudo: the branches below wait too, whether or not the person works for them
            for member in self.env["res.company"].sudo().search([("id", "child_of", company.id)]):
                replies.partner_id._receivable_ask_again(member)

    # -- what people decide ---------------------------------------------------------------------------------------------------

    def _decider(self):
        """These replies with the rights to write them, once the person may decide on them."""
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only those who follow payers up may decide on replies."))
        self.check_access("read")
        return self.sudo()  # sudo: checked just above; nobody writes on replies but through these methods

    def _close(self, state):
        """Everything that the payer wrote to this company is dealt with."""
        waiting = self._together().filtered(lambda reply: reply.state == "open")
        waiting.write({"state": state, "decided_by_id": self.env.uid})

    def action_answer(self):
        """Write to them in their thread; once sent, their reply is answered."""
        self.ensure_one()
        reply = self._decider()
        recipient = reply.message_id.author_id if reply.known else self.env["res.partner"]
        context = {
            "default_model": "res.partner",
            "default_res_ids": reply.partner_id.ids,
            "default_composition_mode": "comment",
            "default_partner_ids": (recipient or reply.action_id.contact_id or reply.partner_id).ids,
            "default_parent_id": reply.message_id.id,
            "default_subject": self._answer_subject(),
        }
        return {
            "type": "ir.actions.act_window", "name": self.env._("Answer"), "res_model": "mail.compose.message",
            "views": [(False, "form")], "target": "new", "context": context,
        }  # fmt: skip

    def _answer_subject(self):
        subject = self.subject or self.action_id.subject or ""
        return subject if subject.lower().startswith("re:") else f"Re: {subject}"

    def action_resume(self):
        """The scenario goes on at once: the next night looks at this payer again."""
        replies = self._decider()
        today = fields.Date.context_today(self)
        frozen = replies._together().filtered_domain(self._in_force_domain(today))
        if not frozen:
            raise UserError(self.env._("Nothing waits any more: the scenario goes on."))
        frozen.write({"resumed_on": today, "resumed_by_id": self.env.uid})
        replies._close("closed")
        for payer, some in frozen.grouped("partner_id").items():
            day = self._day(max(some.mapped("date")))
            payer._message_log(body=self.env._("Resumed: no need to wait any longer after the reply of %(day)s.", day=day))

    def action_nothing(self):
        """Read; nothing to answer. The scenario waits until its day all the same."""
        self._decider()._close("closed")

    def action_pause(self):
        """Longer: asks until when and why."""
        self.ensure_one()
        action = self._decider().partner_id.with_env(self.env).action_receivable_pause()
        return action | {"context": action["context"] | {"default_company_id": self.company_id.id, "default_dunning_reply_id": self.id}}

    def action_ask_call(self):
        """What was said on the phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Call"), "res_model": "dunning.reply.call", "views": [(False, "form")],
            "target": "new", "context": {"default_reply_id": self.id},
        }  # fmt: skip

    def action_called(self, note):
        """They were called instead of written to: what was said is on the timeline."""
        self.ensure_one()
        reply = self._decider()
        if not (note or "").strip():
            raise UserError(self.env._("Say in a few words what was said."))
        reply._close("answered")
        reply.partner_id._message_log(body=self.env._("Call: %(note)s", note=note))

    def action_open_payer(self):
        """Who they are."""
        return self.partner_id.action_receivable_form()

    def action_open_message(self):
        """The message that they answer, exactly as sent."""
        return self.action_id._get_records_action(name=self.env._("Message"))
