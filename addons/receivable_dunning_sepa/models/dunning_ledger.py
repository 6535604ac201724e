from datetime import timedelta

from odoo import models

from odoo.addons.receivable_dunning.logic.decision import THANKS_WINDOW_DAYS, Untold
from odoo.addons.receivable_dunning_sepa.logic.texts import RELEASE, RETURNED


class DunningLedger(models.AbstractModel):
    """Debits that came back, as the engine of reminders knows them: a message about one keeps reminders away for the usual time, and
    whoever was not written to when the return was applied is written to by the night."""

    _inherit = "dunning.ledger"

    def _asking(self):
        texts = self.env["dunning.template"].with_context(active_test=False).search([("code", "in", list(RETURNED.values()))])
        return [*super()._asking(), *texts.ids]

    def _untold(self, company, date, payer_ids):
        texts = {text.code: text for text in self.env["dunning.template"].search([("code", "in", list(RETURNED.values()))])}
        returns = self._returns_lately(company, date, payer_ids)
        told = set(self.env["dunning.action"].search([
            ("event_model", "=", "sepa.debit"), ("event_id", "in", returns.debit_id.ids), ("template_id", "in", self._asking()),
        ]).mapped("event_id"))  # fmt: skip
        return super()._untold(company, date, payer_ids) + [
            self._untold_return(one, texts[RETURNED[one.message]], date)
            for one in returns
            if one.debit_id.id not in told and RETURNED[one.message] in texts
        ]

    def _returns_lately(self, company, date, payer_ids):
        """Returns applied by that day and not long before, of which a customer is told; the oldest first."""
        domain = [
            ("company_id", "=", company.id), ("state", "=", "applied"), ("message", "in", list(RETURNED)),
            ("applied_on", "<=", date), ("applied_on", ">", date - timedelta(days=THANKS_WINDOW_DAYS)),
        ]  # fmt: skip
        among = [] if payer_ids is None else [("partner_id", "in", list(payer_ids))]
        return self.env["sepa.return"].search(domain + among, order="applied_on, id")

    def _untold_return(self, one, text, date):
        debit = one.debit_id
        return Untold(
            payer=debit.partner_id.id,
            record=("sepa.debit", debit.id),
            text=text.id,
            name=debit._event_name(text),
            items=frozenset(debit._owed_again().ids),
            deadline=debit._returned_deadline(date),
            release=RELEASE.get(one.message, "auto"),
        )
