from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.receivable_sepa.logic import life, target


class SepaDebit(models.Model):
    """Telling the customer of a debit: date, amount, mandate and creditor, so many days before."""

    _inherit = "sepa.debit"

    def _notice_days(self):
        """How many calendar days before its date the customer must be told."""
        return self.sepa_mandate_id.notice_days or self.company_id.sepa_notice_days

    def _notice_fault(self):
        """What is wrong with the notice, in one sentence; '' when the customer was told in time."""
        agreed, payer = self._notice_days(), self.partner_id.name
        if not self.notified_on and self.short_notice_why:
            return self.env._("%(payer)s: not pre-notified, because: %(why)s", payer=payer, why=self.short_notice_why)
        if not self.notified_on:
            return self.env._("%(payer)s: not pre-notified, and %(agreed)s days are agreed.", payer=payer, agreed=agreed)
        given = (self.date - self.notified_on).days
        if given >= agreed:
            return ""
        if self.short_notice_why:
            return self.env._(
                "%(payer)s: pre-notified %(given)s days before, %(agreed)s agreed; shortened because: %(why)s",
                payer=payer, given=given, agreed=agreed, why=self.short_notice_why,
            )  # fmt: skip
        return self.env._("%(payer)s: pre-notified %(given)s days before, %(agreed)s agreed.", payer=payer, given=given, agreed=agreed)

    def _is_late(self, date):
        """Told later than agreed, or not yet and too late by now; nobody has answered for it."""
        return not self.short_notice_why and (self.notified_on or date) > life.notify_by(self.date, self._notice_days())

    def _notify(self):
        """Tell the customers of their debits, today. Here: by letter, which whoever pressed the button prints; bridges write e-mails."""
        self._notified("letter", fields.Date.context_today(self))

    def _notified(self, how, date):
        for debit in self.filtered(lambda debit: debit.state in ("planned", "notified")):
            debit.write({"state": "notified", "notified_on": date, "notified_by": how})

    def _notified_by_invoice(self):
        """The invoices said that they will be debited, when and how: the latest of them is the notice; of an opening entry, its day."""
        for debit in self:
            debit._notified("invoice", max(move.invoice_date or move.date for move in debit.item_ids.move_line_id.move_id))

    def _contest_until(self):
        """The last day on which the customer may have an invoice taken out: the day before the file is released."""
        return target.shift(self.date, -self.journal_id.sepa_cutoff_days - 1)

    # -- the letter -----------------------------------------------------------------------------------------------------------

    def _notice_title(self):
        return self.env._("Your direct debit of %(day)s", day=self._long_day(self.date))

    def _notice_opening(self):
        return self.env._(
            "On %(day)s we will debit %(amount)s from your account %(account)s, in payment of:",
            day=self._long_day(self.date), amount=self._money(self.amount), account=self.sepa_mandate_id.iban_masked,
        )  # fmt: skip

    def _notice_mandate(self):
        return self.env._(
            "Mandate %(reference)s · creditor %(creditor)s · creditor identifier %(identifier)s", reference=self.sepa_mandate_id.reference,
            creditor=self.company_id._sepa_creditor_name(), identifier=self.company_id.sepa_ics,
        )  # fmt: skip

    def _notice_closing(self):
        """What to do, and until when an invoice may be taken out, by which telephone."""
        day, phone = self._long_day(self._contest_until()), self.company_id.phone
        nothing = self.env._("There is nothing to do: just make sure the account is funded.")
        if not phone:
            ask = self.env._("A question or a disagreement? Tell us before %(day)s and we will take out the invoice concerned.", day=day)
        else:
            ask = self.env._(
                "A question or a disagreement? Tell us before %(day)s and we will take out the invoice concerned: %(phone)s.",
                day=day, phone=phone,
            )  # fmt: skip
        return f"{nothing} {ask}"

    def _long_day(self, day):
        return format_date(self.env, day, date_format=self.env._("EEEE, MMMM d"))

    def _print_notices(self):
        return self.env.ref("receivable_sepa.action_report_prenotification").report_action(self, config=False)
