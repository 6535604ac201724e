from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from odoo.addons.receivable_dunning_dispute.logic import hints

REASONS = {
    "damaged": "QUALITE_ERR", "missing": "LIVR_INCOMP", "quantity": "QTE_ERR", "price": "PU_ERR", "twice": "DOUBLE_FACT",
    "unknown": "CMD_ERR", "paid": "DEJA_REGLEE",
}  # fmt: skip


class DunningReply(models.Model):
    """A reply that speaks of a day or of a problem: the sentence is quoted and a promise or a dispute is offered, never made by itself."""

    _inherit = "dunning.reply"

    marked_text = fields.Html(compute="_compute_hints", sanitize=False, string="Their words, marked")
    offers_promise = fields.Boolean(compute="_compute_hints")
    promise_offer = fields.Char(compute="_compute_hints", string="Promise offered")
    promise_phrase = fields.Char(compute="_compute_hints", string="They say when")
    offers_dispute = fields.Boolean(compute="_compute_hints")
    dispute_phrase = fields.Char(compute="_compute_hints", string="They say what is wrong")

    @api.depends("text", "date", "state")
    @api.depends_context("lang")
    def _compute_hints(self):
        for reply in self:
            promised, contested = reply._promised(), reply._contested()
            reply.marked_text = marked(reply.text or "", filter(None, [promised, contested]))
            reply.offers_promise = bool(promised) and reply.state == "open"
            reply.promise_offer = promised and reply._offer(promised)
            reply.promise_phrase = promised and quoted(reply.text, promised)
            reply.offers_dispute = bool(contested) and reply.state == "open"
            reply.dispute_phrase = contested and quoted(reply.text, contested)

    def _promised(self):
        return hints.promised(self.text or "", self.date) if self.date else None

    def _contested(self):
        return hints.contested(self.text or "")

    def _offer(self, promised):
        """“Promise: 5 December, 2,340.00 €”."""
        amount, currency = self._promised_amount(promised)
        return self.env._(
            "Promise: %(day)s, %(amount)s",
            day=format_date(self.env, promised.day, date_format="d MMMM"), amount=format_amount(self.env, amount, currency),
        )  # fmt: skip

    def _promised_amount(self, promised):
        """The amount that they name, else everything that the message asked for and is still open."""
        lines = self._their_lines()
        left = sum(lines.mapped("amount_residual_currency"))
        amount = float(promised.amount or 0)
        return (min(amount, left) if amount else left), lines.currency_id[:1] or self.company_id.currency_id

    def _their_lines(self):
        """What they write about: the items of the message that they answer, else everything overdue."""
        lines = self.action_id.sudo()._asked_lines()  # sudo: whoever reads the reply reads what it answers
        return lines or self.partner_id._receivable_debt_lines(self.company_id).filtered(
            lambda line: line.date_maturity and line.date_maturity < self.date
        )

    # -- one click ------------------------------------------------------------------------------------------------------------

    def action_promise(self):
        """The promise that was offered; the reply is dealt with."""
        self.ensure_one()
        reply = self._decider()
        promised = reply._promised()
        if not promised:
            raise UserError(self.env._("They name no day: record the promise by hand."))
        amount, _currency = reply._promised_amount(promised)
        self.env["receivable.promise"].create(self._source_values() | {
            "move_line_ids": [fields.Command.set(reply._their_lines().ids)],
            "amount": amount,
            "promised_on": promised.day,
            "note": quoted(reply.text, promised),
        })  # fmt: skip
        message = self.env._("Noted: %(offer)s. The scenario waits by itself.", offer=reply._offer(promised))
        params = {"message": message, "type": "success", "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_ask_promise(self):
        """Another day, another amount, or other items than those offered."""
        self.ensure_one()
        promised = self._decider()._promised()
        return self.partner_id._receivable_dialog(
            "receivable.promise", self.env._("Promise"), move_line_ids=self._their_lines().ids, promised_on=promised and promised.day,
            note=promised and quoted(self.text, promised), **self._source_values(),
        )  # fmt: skip

    def action_ask_dispute(self):
        """A dispute in their words."""
        self.ensure_one()
        contested = self._decider()._contested()
        code = REASONS.get(contested.reason) if contested else None
        reason = self.env["receivable.dispute.reason"].search([("code", "=", code)], limit=1)
        return self.partner_id._receivable_dialog(
            "receivable.dispute", self.env._("Dispute"), move_line_ids=self._their_lines()[:1].ids, reason_id=reason.id, text=self.text,
            **self._source_values(),
        )  # fmt: skip

    def _source_values(self):
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "source": "reply",
            "dunning_reply_id": self.id,
            "contact_id": self.message_id.sudo().author_id.id if self.known else False,  # sudo: whose words these are
        }

    def _agreed(self):
        """A promise or a dispute was recorded: they were heard."""
        self._decider()._close("answered")


def quoted(text, hint):
    """The sentence that a hint rests on, on one line."""
    return " ".join(text[hint.start : hint.end].split())


def marked(text, found):
    """The text with the sentences that speak of a day or of a problem marked; escaped, lines kept."""
    html, position = Markup(), 0
    for start, end in sorted({(hint.start, hint.end) for hint in found}):
        html += escape(text[position:start]) + Markup("<mark>%s</mark>") % text[start:end]
        position = end
    html += escape(text[position:])
    return html.replace("\n", Markup("<br/>"))
