from odoo import fields, models
from odoo.exceptions import UserError


class SepaMandateAmend(models.TransientModel):
    """Something on a signed mandate changed; the customer's bank is told by the next debit."""

    _name = "sepa.mandate.amend"
    _description = "Amendment of a mandate"

    sepa_mandate_id = fields.Many2one("sepa.mandate", required=True, ondelete="cascade")
    what = fields.Selection(
        [("account", "The account"), ("reference", "The reference"), ("creditor", "The creditor it was signed for")],
        string="What changed", required=True, default="account",
    )
    iban_masked = fields.Char(string="Old account", related="sepa_mandate_id.iban_masked", related_sudo=False)
    iban_entry = fields.Char(string="New IBAN", help="Checked at once; afterwards the screen shows its ends only.")
    bic = fields.Char(string="BIC", help="Only for banks outside the European Economic Area.")
    state = fields.Selection(related="sepa_mandate_id.state", related_sudo=False)
    resume = fields.Boolean(string="Resume debits", default=True, help="It was suspended because of the old account.")
    reference = fields.Char(string="New reference")
    old_creditor_name = fields.Char(string="Creditor before", help="Whose claims, and mandates, we took over.")
    old_creditor_identifier = fields.Char(string="Their identifier")

    def action_confirm(self):
        """The change is written down, and told once."""
        self.ensure_one()
        mandate = self.sepa_mandate_id
        mandate._check_manager()
        mandate._check_state("active", "suspended")
        amend = {"account": self._amend_account, "reference": self._amend_reference, "creditor": self._amend_creditor}
        amend[self.what](mandate)
        self.unlink()  # the number typed here is not kept
        return {"type": "ir.actions.act_window_close"}

    def _amend_account(self, mandate):
        mandate._change_account(self.iban_entry, self.bic, self.resume)

    def _amend_reference(self, mandate):
        mandate._amend({"reference": (self.reference or "").strip()})

    def _amend_creditor(self, mandate):
        if not self.old_creditor_name and not self.old_creditor_identifier:
            raise UserError(self.env._("Say for whom it was signed: the name, the identifier, or both."))
        mandate._took_over(self.old_creditor_name, self.old_creditor_identifier)
