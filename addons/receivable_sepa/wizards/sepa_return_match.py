from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.receivable_sepa.models.sepa_return_matching import AT_BANK


class SepaReturnMatch(models.TransientModel):
    """Which debit came back, when the bank's file does not say so: a person chooses."""

    _name = "sepa.return.match"
    _description = "Which debit came back"

    return_id = fields.Many2one("sepa.return", required=True, readonly=True)
    company_id = fields.Many2one(related="return_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="return_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="return_id.amount", related_sudo=False, string="Amount returned")
    booked_on = fields.Date(related="return_id.booked_on", related_sudo=False)
    reference = fields.Char(related="return_id.reference", related_sudo=False)
    mandate_reference = fields.Char(related="return_id.mandate_reference", related_sudo=False)
    text = fields.Char(related="return_id.text", related_sudo=False)
    candidate_ids = fields.Many2many("sepa.debit", compute="_compute_candidates")
    debit_id = fields.Many2one("sepa.debit", required=True, domain="[('id', 'in', candidate_ids)]")

    @api.depends("return_id")
    def _compute_candidates(self):
        """Debits at the bank that have not come back yet: of that amount, else all of them."""
        for one in self:
            debits = self.env["sepa.debit"].search([
                ("company_id", "=", one.company_id.id), ("state", "in", AT_BANK),
                ("return_ids", "not any", [("state", "in", ("to_apply", "applied"))]),
            ])  # fmt: skip
            alike = debits.filtered(lambda debit, one=one: not one.currency_id.compare_amounts(debit.amount, one.amount))
            one.candidate_ids = alike or debits

    def action_confirm(self):
        self.ensure_one()
        if self.debit_id not in self.candidate_ids:
            raise UserError(self.env._("This debit cannot have come back. Choose another one."))
        self.return_id._set_debit(self.debit_id)
