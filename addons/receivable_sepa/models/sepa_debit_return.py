from odoo import api, fields, models


class SepaDebit(models.Model):
    """A debit knows whether it came back, and which one presents it again."""

    _inherit = "sepa.debit"

    return_ids = fields.One2many("sepa.return", "debit_id", string="Returns", readonly=True)
    again_ids = fields.One2many("sepa.debit", "again_of_id", string="Presented again by", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        debits = super().create(vals_list)
        debits._notified_by_return()
        return debits

    def _notified_by_return(self):
        """Who was told of the new debit when the old one came back needs no notice of so many days."""
        for debit in self.filtered("again_of_id"):
            told = debit.again_of_id.return_ids.filtered(lambda one: one.state == "applied" and one.announced_on)
            if told:
                debit.write({
                    "notified_on": told.announced_on, "notified_by": "email",
                    "short_notice_why": self.env._("announced when the debit came back"),
                })  # fmt: skip

    @api.depends("end_to_end", "partner_id", "amount", "date")
    @api.depends_context("sepa_debit_in_full", "lang")
    def _compute_display_name(self):
        """Where a person chooses among debits, the reference alone says too little."""
        if not self.env.context.get("sepa_debit_in_full"):
            return super()._compute_display_name()
        for debit in self:
            debit.display_name = " · ".join([debit.partner_id.name, debit._money(debit.amount), debit._day(debit.date), debit.end_to_end])
        return None
