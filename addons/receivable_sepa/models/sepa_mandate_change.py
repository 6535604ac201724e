from odoo import models

from odoo.addons.receivable_sepa.logic import iban as ibans


class SepaMandate(models.Model):
    """A signed mandate that changes: account, reference or creditor. The bank that knows the old is told the new."""

    _inherit = "sepa.mandate"

    def _pending_amendment(self):
        """What the next debit has to tell the customer's bank; empty when it knows everything."""
        self.ensure_one()
        return self.amendment_ids.filtered(lambda amendment: not amendment.debit_id)[:1]

    def _amend(self, values):
        """Change ``iban``, ``reference``, ``creditor_name`` or ``creditor_identifier``; what a bank may know already is kept as old."""
        # sudo: written by the buttons and by the company's settings only
        for mandate in self.sudo():
            changed = {name: value for name, value in values.items() if value != mandate[name]}
            if changed and mandate.signed_on:
                mandate._note_amendment(changed)
            mandate.write(changed)

    def _note_amendment(self, changed):
        """One row until the next debit: a second change keeps the first old value, a change taken back is none."""
        pending = self._pending_amendment() or self.env["sepa.mandate.amendment"].create({
            "sepa_mandate_id": self.id, "made_on": self._today(), "user_id": self.env.uid,
        })  # fmt: skip
        for name, new in changed.items():
            old = pending[f"old_{name}"] or self[name]
            pending.write(self._aspect(name, old, new) if old != new else self._aspect(name, False, False))
        if not pending.summary:
            pending.unlink()

    def _aspect(self, name, old, new):
        """The columns of one change; the new account is on the mandate, here it is masked."""
        if name == "iban":
            return {"old_iban": old, "old_iban_masked": ibans.masked(old), "new_iban_masked": ibans.masked(new)}
        return {f"old_{name}": old, f"new_{name}": new}
