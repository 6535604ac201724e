from odoo import models

from odoo.addons.receivable_dunning.logic import frames, wording
from odoo.addons.receivable_dunning.logic.decision import money
from odoo.addons.receivable_dunning_sepa.logic.texts import REQUEST, SCHEDULE


class SepaMandate(models.Model):
    """A mandate, as its payer is told about it: asked to sign, and shown the schedule of the coming debits."""

    _name = "sepa.mandate"
    _inherit = ["sepa.mandate", "dunning.event"]

    def _requested(self, url):
        """The link leaves by e-mail: a new one, known to nobody else, so that the one before opens nothing any more."""
        result = super()._requested(url)
        self._write_customer(REQUEST)
        return result

    def action_send(self):
        """Who gets it by e-mail needs no link to be handed over."""
        window = super().action_send()
        # sudo: whether a message was written is told to whoever asked for it
        action = self.sudo()._messages_of(self.env["dunning.template"].sudo().search([("code", "=", REQUEST)]))[:1]
        if action.state not in ("planned", "approved"):
            return window
        message = self.env._("The link to sign leaves by e-mail to %(contact)s.", contact=action.contact_id.name)
        params = {"message": message, "type": "success", "next": {"type": "ir.actions.client", "tag": "soft_reload"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def _debits_to_announce(self):
        """Debits of this mandate that nobody has told yet."""
        return self.debit_ids.filtered(lambda debit: debit.state == "planned" and not debit.notified_on)

    def _debits_announced(self):
        """The schedule: the debits whose dates a message of this mandate tells, the earliest first."""
        return self.debit_ids.filtered(lambda debit: debit.state == "notified" and debit.notified_by == "schedule").sorted("date")

    def _schedule_to_leave(self):
        """A schedule that has not left yet takes along what is added to it."""
        return self.dunning_action_ids.filtered(
            lambda action: action.template_id.code == SCHEDULE and action.state in ("planned", "approved")
        )[:1]

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_lines(self):
        return self.env["account.move.line"]

    def _event_names(self):
        """How the bank knows mandate, creditor and account; the account masked."""
        return {"RUM": self.reference, "ICS": self.creditor_identifier, "masked IBAN": self.iban_masked or ""}

    def _event_values(self, code, lang, date):
        if code == REQUEST:
            return self._event_names() | {"valid until": wording.in_sentence(self.sign_until, lang) if self.sign_until else ""}
        debits = self._debits_announced()
        days = max(((debit.date - debit._contest_until()).days for debit in debits), default=0)
        rows = [(debit.date, money(debit.amount), debit.numbers) for debit in debits]
        return self._event_names() | {
            "debit table": frames.debit_table(rows, self.currency_id.name, lang),
            "delay": wording.days(days, lang),
        }

    def _event_facts(self, code):
        return frozenset((self.scheme.lower(),))

    def _event_page(self, code):
        return "/my/mandates"

    def _event_live_page(self, code):
        return self._sign_link((self.sign_until - self._today()).days) if code == REQUEST else ""

    def _event_over(self, code):
        if code == SCHEDULE:
            return "" if self._debits_announced() else self.env._("None of these debits is planned any more.")
        return "" if self.state == "sent" else self.env._("The mandate was signed or taken back meanwhile.")

    def _told(self, template):
        """A schedule is told again when it changes, and a customer may be asked again."""
        return self._about_to_be_told(template)
