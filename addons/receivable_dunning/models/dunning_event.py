from odoo import fields, models

from odoo.addons.receivable_dunning.logic import wording
from odoo.addons.receivable_dunning.logic.decision import money


class DunningEvent(models.AbstractModel):
    """What a customer is told about: a dispute, a promise, a plan, a mandate, a debit. Which items, which values, and is it still true?"""

    _name = "dunning.event"
    _description = "Something to tell a customer"

    dunning_action_ids = fields.One2many(
        "dunning.action", "event_id", string="Messages about it", domain=lambda self: [("event_model", "=", self._name)]
    )

    # -- what each kind says of itself ----------------------------------------------------------------------------------------

    def _event_lines(self):
        """The items that the message names."""
        return self.move_line_ids

    def _event_rows(self, code):
        """Each item as the message names it: the line, its place in the table, and how much of it."""
        return [(line, "listed", line.amount_residual_currency) for line in self._event_lines()]

    def _event_name(self, template):
        """How screens call the message."""
        return template.name

    def _event_page(self, code):
        """The page on which the reader answers, when it is not that of the account."""
        return ""

    def _event_live_page(self, code):
        """The same page without a login, for this reader alone; issued when the message leaves and kept nowhere."""
        return ""

    def _event_values(self, code, lang, date):
        """The values that only this text shows, in words of that language."""
        return {}

    def _event_facts(self, code):
        """The conditions that only this text asks."""
        return frozenset()

    def _event_over(self, code):
        """Why this message is no longer true, in one sentence; nothing while it is."""
        return ""

    def _event_deadline(self, code, date):
        """The last day that the message asks for, where it asks for one."""
        return False

    def _event_files(self, code):
        """Files that go with the message: PDF or pictures."""
        return self.env["ir.attachment"]

    def _event_on_paper(self, code):
        """Whether it is worth a letter when there is no e-mail."""
        return False

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_amount(self, amount, lang):
        return wording.amount(money(amount), self.currency_id.name, lang)

    @staticmethod
    def _event_day(day, lang):
        return wording.deadline(day, lang) if day else ""

    # -- telling --------------------------------------------------------------------------------------------------------------

    def _write_customer(self, code, release="auto", person=None):
        """Write the message about each of these records, once each; ``person`` decided on it, and it leaves in their name.

        People without e-mail get a letter where it is worth one; without any address they are spoken to. An archived text is not
        sent, and a company without a scenario writes to nobody. Answers the messages.
        """
        written = self.env["dunning.action"].sudo()
        # sudo: the messages are the engine's, whoever opened the dispute or made the promise
        template = self.env["dunning.template"].sudo().search([("code", "=", code)])
        if not template:
            return written
        today, companies = fields.Date.context_today(self), self.env["dunning.run"].sudo()._companies()
        for record in self.sudo().filtered(lambda record: record.company_id in companies and not record._told(template)):
            contact = record._event_contact()
            channel = record._event_channel(code, contact)
            if channel:
                written |= written._create_event(record, template, contact, channel, today, release, person)
        return written

    def _told(self, template):
        """Whether this was said already, or is about to be."""
        return bool(self._messages_of(template).filtered(lambda action: action.state not in ("cancelled", "skipped")))

    def _about_to_be_told(self, template):
        """Whether this is about to be said: what may be said again is not said twice at once."""
        return bool(self._messages_of(template).filtered(lambda action: action.state in ("planned", "approved", "sending")))

    def _messages_of(self, template):
        return self.dunning_action_ids.filtered(lambda action: action.template_id == template)

    def _event_channel(self, code, contact):
        """How the message reaches them: by e-mail, else on paper; empty when it does not."""
        if self.env["dunning.channel.email"]._reachable(contact)[contact.id]:
            return "email"
        postal = self.env["dunning.channel.letter"]._reachable(contact | self.partner_id)
        return "letter" if self._event_on_paper(code) and any(postal.values()) else ""

    def _event_contact(self):
        """Whoever spoke to us, else the payer's contact for reminders."""
        if "contact_id" in self._fields and self.contact_id.email_normalized:
            return self.contact_id
        usual = self.partner_id._receivable_contact(self.company_id, [])[self.partner_id.id]
        return self.env["res.partner"].browse(usual)
