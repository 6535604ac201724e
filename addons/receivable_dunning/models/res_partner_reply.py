from odoo import fields, models
from odoo.tools import format_date, html2plaintext

from odoo.addons.receivable_dunning.logic.answer import absent_until


class ResPartner(models.Model):
    """The payer's thread: replies are heard, answers noted, absence notes read."""

    _inherit = "res.partner"

    dunning_returned_address = fields.Char(
        string="Address that does not exist", readonly=True, copy=False, groups="receivable.group_receivable_reader",
        help="Mail to this address came back for good: the scenario takes another way until the address is corrected.",
    )

    def _message_post_after_hook(self, message, msg_values):
        done = super()._message_post_after_hook(message, msg_values)
        nature, action = self.env.context.get("dunning_incoming", ("", 0))
        Reply = self.env["dunning.reply"].sudo()  # sudo: who posts on a contact need not follow payers up
        if nature == "reply":
            Reply._listen(message, self.env["dunning.action"].sudo().browse(action))
        elif not nature and self._wrote_one_of_us(message):
            Reply._note_answer(message, self.commercial_partner_id, self.env.companies)
        return done

    def _wrote_one_of_us(self, message):
        """An employee's message that may leave the house; notes stay inside."""
        author = message.author_id
        return message.message_type == "comment" and not message.subtype_id.internal and author and not author.partner_share

    def _message_reset_bounce(self, email):
        """Somebody writes from that address: it exists."""
        done = super()._message_reset_bounce(email)
        self.dunning_returned_address = False
        return done

    def _receivable_happening(self, message):
        """An absence note says so, and until when if that is sure."""
        happening = super()._receivable_happening(message)
        if message.message_type != "auto_comment":
            return happening
        until = absent_until(html2plaintext(message.body or ""), message.date.date())
        if until:
            return happening._replace(text=self.env._("Automatic reply: absent until %(day)s", day=format_date(self.env, until)))
        return happening._replace(text=self.env._("Automatic reply: %(subject)s", subject=happening.text))
