from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from odoo.addons.receivable.logic.standing import Happening

from .res_partner_follow_up import READER

LAST = 60  # lines of the timeline
EVENTS = ("part", "settled", "reopened")


class ResPartner(models.Model):
    """What happened with a payer, newest first, one line each; the exact message unfolds in place."""

    _inherit = "res.partner"

    receivable_timeline = fields.Json(string="Timeline", compute="_compute_receivable_timeline", groups=READER)

    @api.depends_context("company", "lang", "tz")
    def _compute_receivable_timeline(self):
        for partner in self:
            partner.receivable_timeline = partner.commercial_partner_id._receivable_timeline_panel(self.env.company)

    def _receivable_timeline(self, company):
        """``[Happening]`` of one payer, in any order. Add-ons add calls, replies, promises, disputes."""
        self.ensure_one()
        return [*self._receivable_timeline_messages(), *self._receivable_timeline_payments(company)]

    def _receivable_timeline_messages(self):
        messages = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", self.id), ("message_type", "!=", "user_notification")], limit=LAST
        )
        return [self._receivable_happening(message) for message in messages if message.subject or message.preview]

    def _receivable_happening(self, message):
        """A message of the thread as one line; what came in by e-mail from outside the house is a reply."""
        author = message.author_id
        ours = author and not author.partner_share
        kind = {"notification": "decision", "email": "message" if ours else "reply"}.get(message.message_type, "message")
        who = author.name or message.email_from or ""
        return Happening(message.date, kind, message.subject or message.preview, who, message.body or "")

    def _receivable_timeline_payments(self, company):
        """Settlements as they were recorded, one line per item."""
        events = self.env["receivable.event"].search(
            [("partner_id", "=", self.id), ("company_id", "child_of", company.root_id.id), ("kind", "in", EVENTS)], limit=LAST
        )
        return [
            Happening(
                event.date, "payment", self._receivable_event_sentence(event),
                evidence=("account.move.line", tuple(event.move_line_id.ids)),
            )
            for event in events
        ]

    def _receivable_event_sentence(self, event):
        values = {"number": event.number, "amount": format_amount(self.env, abs(event.amount), event.currency_id)}
        if event.kind == "reopened":
            return self.env._("%(number)s open again: a payment of %(amount)s was taken back.", **values)
        if event.kind == "part":
            return self.env._("%(amount)s paid of %(number)s.", **values)
        return self.env._("%(number)s settled with %(amount)s.", **values)

    def _receivable_timeline_panel(self, company):
        """The lines as the widget draws them, newest first."""
        happenings = sorted(self._receivable_timeline(company), key=lambda one: str(one.when), reverse=True)[:LAST]
        words = self._receivable_timeline_words()
        return [
            {
                "day": format_date(self.env, one.when),
                "kind": one.kind,
                "word": words.get(one.kind, one.kind),
                "text": one.text,
                "who": one.who,
                "body": one.body,
                "evidence": self._receivable_link(one.evidence),
            }
            for one in happenings
        ]

    def _receivable_timeline_words(self):
        _ = self.env._
        return {
            "message": _("Message"), "payment": _("Payment"), "decision": _("Decision"), "call": _("Call"), "reply": _("Reply"),
            "promise": _("Promise"), "dispute": _("Dispute"),
        }
