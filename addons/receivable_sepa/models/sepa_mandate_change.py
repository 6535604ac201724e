from odoo import api, models
from odoo.exceptions import ValidationError

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
        # sudo: written by the buttons, by the customer and by the company's settings only
        for mandate in self.sudo():
            changed = {name: value for name, value in values.items() if value != mandate[name]}
            if changed and mandate.signed_on:
                mandate._note_amendment({name: (mandate[name], value) for name, value in changed.items()})
            mandate.write(changed)

    def _change_account(self, iban, bic="", resume=False):
        """The customer has another account; debits that waited for it go on if ``resume``."""
        self.ensure_one()
        self._check_state("active", "suspended")
        self._amend({"iban": self._checked_iban(iban)})
        self.sudo().bic = bic or False  # sudo: a signed account is changed here only
        if resume and self.state == "suspended":
            self._resume()

    def _took_over(self, creditor_name, creditor_identifier):
        """It was signed for another creditor, whose place we have taken."""
        olds = {"creditor_name": creditor_name, "creditor_identifier": creditor_identifier}
        for mandate in self.sudo():  # sudo: written by a button only
            mandate._note_amendment({name: (old, mandate[name]) for name, old in olds.items() if old})

    def _note_amendment(self, changes):
        """One row until the next debit: a second change keeps the first old value, a change taken back is none."""
        pending = self._pending_amendment() or self.env["sepa.mandate.amendment"].create({
            "sepa_mandate_id": self.id, "made_on": self._today(), "user_id": self.env.uid,
        })  # fmt: skip
        for name, (known, new) in changes.items():
            old = pending[f"old_{name}"] or known
            pending.write(self._aspect(name, old, new) if old != new else self._aspect(name, False, False))
        if pending.summary:
            self._message_log(body=self.env._("Amended. %(changes)s", changes=pending.summary))
        else:
            pending.unlink()
        self.invalidate_recordset(["amendment_ids"])

    def _aspect(self, name, old, new):
        """The columns of one change; the new account is on the mandate, here it is masked."""
        if name == "iban":
            return {"old_iban": old, "old_iban_masked": ibans.masked(old or ""), "new_iban_masked": ibans.masked(new or "")}
        return {f"old_{name}": old, f"new_{name}": new}

    @api.constrains("reference")
    def _check_reference_never_used(self):
        """Not even as the former reference of a mandate that was amended."""
        for mandate in self:
            former = self.env["sepa.mandate.amendment"].sudo().search_count([  # sudo: whichever company used it
                ("old_reference", "=ilike", mandate.reference), ("sepa_mandate_id", "!=", mandate.id),
                ("sepa_mandate_id.creditor_identifier", "=", mandate.creditor_identifier),
            ], limit=1)  # fmt: skip
            if former:
                raise ValidationError(self.env._("This mandate reference was given before. A reference is never used twice."))
