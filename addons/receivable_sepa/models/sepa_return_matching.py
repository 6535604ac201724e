from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

AT_BANK = ("presented", "booked")  # may still come back
ENDED = ("rejected", "returned")  # came back already
SURE = ("end_to_end", "mandate")
SOON = 12  # days within which most debits come back: of several alike, the one debited shortly before


class SepaReturn(models.Model):
    """Which of our debits a bank means: by the reference we gave, else by mandate and amount, else a person says."""

    _inherit = "sepa.return"

    @api.model
    def _matched(self, company, returned):
        """The debit of each return, and how surely: ``[(match, debit)]``. Two queries for a whole file."""
        own = self._debits_by_reference(company, [one.end_to_end for one in returned])
        alike = self._debits_by_mandate(company, [one.mandate for one in returned])
        return [self._match_one(one, own, alike) for one in returned]

    def _match_one(self, one, own, alike):
        debit = own.get(one.end_to_end)
        if debit and self._is_amount_of(debit, one):
            return "end_to_end", debit
        candidates = [] if debit else alike.get((one.mandate.casefold(), float(one.amount)), [])
        if len(candidates) > 1:
            candidates = [other for other in candidates if self._is_near(one, other)]
        return ("mandate", candidates[0]) if len(candidates) == 1 else ("none", self.env["sepa.debit"])

    def _is_near(self, one, debit):
        """On the date that the bank repeats, else shortly before the return."""
        if one.collected_on:
            return debit.date == one.collected_on
        return bool(one.booked_on) and 0 <= (one.booked_on - debit.date).days <= SOON

    def _is_amount_of(self, debit, one):
        """Less than the debit is another thing, and so is another currency; more is the debit with the bank's fee."""
        if one.currency not in ("", debit.currency_id.name):
            return False
        return not one.amount or float(one.amount) >= debit.amount

    def _debits_by_reference(self, company, references):
        debits = self.env["sepa.debit"].search([
            ("company_id", "=", company.id), ("end_to_end", "in", [ref for ref in references if ref]), ("state", "in", AT_BANK + ENDED),
        ])  # fmt: skip
        return {debit.end_to_end: debit for debit in debits}

    def _debits_by_mandate(self, company, references):
        found = defaultdict(list)
        debits = self.env["sepa.debit"].search([
            ("company_id", "=", company.id), ("sepa_mandate_id.reference", "in", [ref for ref in references if ref]),
            ("state", "in", AT_BANK),
        ])  # fmt: skip
        for debit in debits:
            found[debit.sepa_mandate_id.reference.casefold(), debit.currency_id.round(debit.amount)].append(debit)
        return found

    def _set_debit(self, debit):
        """A person says which debit came back; what follows is planned anew."""
        self._check_manager()
        if self.state != "to_apply" or self.match in SURE:
            raise UserError(self.env._("%(return)s: the debit is known already. Nothing was changed.", **{"return": self.display_name}))
        one = self.sudo()  # sudo: returns are written by their buttons only
        one.write({
            "debit_id": debit.id, "match": "hand", "amount": debit.amount, "fee": one.fee or max(0, one.amount - debit.amount),
        })  # fmt: skip
        one._plan()
