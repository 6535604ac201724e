from odoo import fields, models

from odoo.addons.receivable_dunning.logic import wording
from odoo.addons.receivable_dunning.logic.decision import days_to_pay
from odoo.addons.receivable_dunning_sepa.logic.texts import RELEASE, RETURNED
from odoo.addons.receivable_sepa.logic import target

DAYS_TO_PAY = 7


class SepaDebit(models.Model):
    """The payer of a debit that came back reads why, what is to be paid and by when: “debit unpaid”."""

    _inherit = "sepa.debit"

    def _tell_returned(self, message):
        """Write at once; what the scenario had prepared for the same payers is decided again."""
        actions = self._write_customer(RETURNED[message], RELEASE.get(message, "auto"))
        prepared = actions.search([
            ("partner_id", "in", actions.partner_id.ids), ("company_id", "in", actions.company_id.ids), ("state", "=", "planned"),
            ("origin", "=", "run"), ("kind", "in", ("reminder", "prevenance")),
        ])  # fmt: skip
        prepared._set_state("cancelled", reason=self.env._("A debit came back: that is told first, and the rest is decided again."))

    def _came_back(self):
        """The return that was applied."""
        return self.return_ids.filtered(lambda one: one.state == "applied")[:1]

    def _owed_again(self):
        """What is to be paid again."""
        return self.item_ids.move_line_id.filtered(lambda line: not line.reconciled and line.parent_state == "posted")

    def _returned_deadline(self, date):
        """The day on which it is handed to the bank again; else some days, more for a private person."""
        again = self._came_back().represent_on
        if again:
            return max(date, target.shift(again, -self.journal_id.sepa_cutoff_days))
        return fields.Date.add(date, days=days_to_pay(DAYS_TO_PAY, 1, self.partner_id.payer_kind == "person"))

    # -- words ----------------------------------------------------------------------------------------------------------------

    def _event_name(self, template):
        if template.code not in RETURNED.values():
            return super()._event_name(template)
        return self.with_env(template.env).env._("Debit unpaid")

    def _event_on_paper(self, code):
        return code in RETURNED.values() or super()._event_on_paper(code)

    def _event_page(self, code):
        """Where they change their account."""
        return "/my/mandates" if code == RETURNED["account"] else super()._event_page(code)

    def _event_rows(self, code):
        if code not in RETURNED.values():
            return super()._event_rows(code)
        return [(line, "listed", line.amount_residual_currency) for line in self._owed_again()]

    def _event_values(self, code, lang, date):
        again = self._came_back().represent_on
        return super()._event_values(code, lang, date) | {"new debit date": wording.in_sentence(again, lang) if again else ""}

    def _event_facts(self, code):
        one = self._came_back()
        named = ("named",) if one.reason_id.kind == "liquidity" else ()
        return super()._event_facts(code) | frozenset((*named, *(("again",) if one.represent_on else ())))

    def _event_over(self, code):
        if code not in RETURNED.values():
            return super()._event_over(code)
        return "" if self._owed_again() else self.env._("Everything was paid meanwhile.")

    def _event_deadline(self, code, date):
        return self._returned_deadline(date) if code in RETURNED.values() else super()._event_deadline(code, date)
