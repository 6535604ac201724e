from odoo import api, fields, models
from odoo.tools import email_normalize_all, format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.receivable_dunning.logic.incoming import Returned, refusal

from .dunning_action import ALIVE_STATES

_lt = LazyTranslate(__name__)

FORBEARS = 10  # how far up a conversation is followed
CAUSES = {
    "address": _lt("This address does not exist: %(address)s."),
    "domain": _lt("This mail domain does not exist: %(address)s."),
    "closed": _lt("This mailbox is closed: %(address)s."),
    "full": _lt("This mailbox is full: %(address)s."),
    "size": _lt("The message is too large for this mailbox: %(address)s."),
    "refused": _lt("Their mail server refused the message: %(address)s."),
    "unreachable": _lt("Their mail server could not be reached: %(address)s."),
    "unknown": _lt("The message could not be delivered: %(address)s."),
}


class DunningAction(models.Model):
    """Messages that come back: which one, whether nobody got it, and what follows."""

    _inherit = "dunning.action"

    returned_from = fields.Char(string="Came back from", copy=False, help="Addresses of the payer that did not take the message.")

    @api.model
    def _named(self, named, message=None):
        """The message that an e-mail names by its Message-ID, the nearest first; else the one whose conversation it belongs to."""
        Action = self.sudo()  # sudo: the mail gateway looks for what was sent, whoever it runs as
        found = Action.search([("message_id", "in", list(named))]).grouped("message_id") if named else {}
        nearest = next((found[one] for one in reversed(named) if one in found), Action.browse())
        return nearest or Action._of_conversation(message)

    def _of_conversation(self, message):
        """The message of ours from which a conversation on the timeline comes."""
        forbears, message = [], (message or self.env["mail.message"]).sudo()  # sudo: as above
        while message and len(forbears) < FORBEARS:
            forbears.append(message.id)
            message = message.parent_id
        return self.search([("mail_message_id", "in", forbears)], order="id desc", limit=1) if forbears else self.browse()

    # -- bounces --------------------------------------------------------------------------------------------------------------

    def _come_back(self, incoming):
        """Undelivered, when none of their addresses got it and no later step has left; else a line on the timeline."""
        self.ensure_one()
        failed = [self._at_an_address(one) for one in incoming.returned if one.action == "failed"]
        self._give_up_addresses([one.address for one in failed if one.permanent])
        theirs = set(email_normalize_all(self.email_to or ""))
        lost = {one.address for one in failed} | set((self.returned_from or "").split(", "))
        self.returned_from = ", ".join(sorted(lost & theirs))
        told = " ".join(self._why_returned(one) for one in failed)
        self._tell_report(told)
        if theirs <= lost and self.state in ("sent", "doubtful") and self._is_last_word():
            self._set_state(
                "failed", reason=told, server_answer=failed[0].words or failed[0].status,
                sent_at=self.sent_at or self.claimed_at or fields.Datetime.now(),
            )  # fmt: skip

    def _at_an_address(self, returned: Returned) -> Returned:
        """A report that names no address of this message is about its addressee: a forwarded mailbox, a server that writes prose."""
        known = email_normalize_all(f"{self.email_to or ''},{self.email_cc or ''}")
        return returned if returned.address in known else returned._replace(address=next(iter(known), ""))

    def _is_last_word(self):
        """Does something asked for wait for an answer, and has nothing else left since?"""
        asked = self.line_ids.filtered(lambda line: line.role in ("asked", "coming") and line.move_line_id)
        later = self.search_count([
            ("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id), ("id", ">", self.id),
            ("origin", "!=", "companion"), ("state", "in", ALIVE_STATES),
        ], limit=1)  # fmt: skip
        return not later and any(not line.move_line_id.reconciled for line in asked)

    def _give_up_refused(self, answer):
        """The server said at once that nobody reads this address: as good as a report."""
        refused = (refusal(address, answer) for address in email_normalize_all(self.email_to or ""))
        self._give_up_addresses([one.address for one in refused if one.permanent])

    def _give_up_addresses(self, addresses):
        """The next plan knows that nobody reads these addresses; a corrected address is written to again."""
        for address in filter(None, addresses):
            # sudo: the engine writes down what a mail server said, whoever made it send
            self.env["res.partner"].sudo().search([("email_normalized", "=", address)]).dunning_returned_address = address

    def _why_returned(self, returned):
        """The server's words, translated."""
        sentence = self._speaking().env._(CAUSES[returned.cause])  # pylint: disable=translation-contains-variable
        return sentence % {"address": returned.address}

    def _note_report(self, incoming):
        """A delay or a receipt: one line on the timeline, nothing changes."""
        self.ensure_one()
        env = self._speaking().env
        if incoming.nature == "delayed":
            self._tell_report(env._("Delayed: their mail server will try again."))
        else:
            self._tell_report(env._("Their mail system reports on it, without a failure."))

    def _tell_report(self, told):
        env = self._speaking().env
        self._tell(env._("%(step)s of %(day)s: %(told)s", step=self.level_name, day=format_date(env, self.date), told=told))

    def _speaking(self):
        """What nobody asked for is told in the language of the company."""
        return self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)

    def _start_over(self):
        """What left and came back stays on the timeline; the next attempt is a message of its own, with its own Message-ID."""
        for action in self.filtered("sent_at"):
            action.write({
                "message_id": False, "thread_message_id": False, "mail_message_id": False, "attachment_ids": [fields.Command.clear()],
                "sent_at": False, "returned_from": False,
            })  # fmt: skip
