from odoo import api, fields, models


class CreditConfirmation(models.TransientModel):
    """What came out of confirming several quotations at once: how many went, which stay, and why."""

    _name = "credit.confirmation"
    _description = "Result of confirming several orders"

    confirmed_ids = fields.Many2many("sale.order", "credit_confirmation_confirmed_rel", readonly=True)
    held_ids = fields.Many2many("sale.order", "credit_confirmation_held_rel", readonly=True)
    sentence = fields.Char(compute="_compute_sentence")

    @api.depends("confirmed_ids", "held_ids")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for result in self:
            result.sentence = self.env._(
                "Confirmed: %(confirmed)s · On hold: %(held)s", confirmed=len(result.confirmed_ids), held=len(result.held_ids)
            )
