from odoo import api, fields, models


class ReceivablePromise(models.Model):
    """The customer reads that the promise is noted, is reminded the day before, and asked what happened when nothing came."""

    _name = "receivable.promise"
    _inherit = ["receivable.promise", "dunning.event", "dunning.event.source"]
    _call_outcome = "promised"

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        promises.filtered(lambda promise: promise.state == "coming")._write_customer("promise_recorded")
        return promises

    def _said(self):
        return self.note

    def _money_in_sight(self, date):
        """A payment on the bank statement that may be this one: nobody is asked where it is."""
        holds = self.item_ids.move_line_id._receivable_holds("remind", date)
        return any(hold.code == "money" for found in holds.values() for hold in found)

    def _event_lines(self):
        return self.item_ids.move_line_id

    def _event_on_paper(self, code):
        """A letter that recalls a promise the day before would come after it."""
        return code != "promise_tomorrow"

    def _event_values(self, code, lang, date):
        return {
            "promised amount": self._event_amount(self.amount, lang),
            "promised date": self._event_day(self.promised_on, lang),
            "received": self._event_amount(self.received, lang),
            "remaining": self._event_amount(self.amount - self.reduced - self.received, lang),
        }

    def _event_facts(self, code):
        return frozenset(("partial" if self.received else "none",))

    def _event_over(self, code):
        if code == "promise_broken":
            return "" if self.state in ("broken", "partly") else self.env._("The promise was kept after all, or replaced.")
        return "" if self.state == "coming" else self.env._("The promise is kept, replaced or past its day.")

    def _event_deadline(self, code, date):
        return fields.Date.add(date, days=self.company_id.receivable_answer_days) if code == "promise_broken" else False
