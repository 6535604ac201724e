from odoo import api, fields, models


class SepaDebit(models.Model):
    """A debit knows whether it came back, and which one presents it again."""

    _inherit = "sepa.debit"

    return_ids = fields.One2many("sepa.return", "debit_id", string="Returns", readonly=True)
    again_ids = fields.One2many("sepa.debit", "again_of_id", string="Presented again by", readonly=True)

    @api.depends("end_to_end", "partner_id", "amount", "date")
    @api.depends_context("sepa_debit_in_full", "lang")
    def _compute_display_name(self):
        """Where a person chooses among debits, the reference alone says too little."""
        if not self.env.context.get("sepa_debit_in_full"):
            return super()._compute_display_name()
        for debit in self:
            debit.display_name = " · ".join([debit.partner_id.name, debit._money(debit.amount), debit._day(debit.date), debit.end_to_end])
        return None
