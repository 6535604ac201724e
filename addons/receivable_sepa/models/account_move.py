from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class AccountMove(models.Model):
    """What the bank is about to debit is not rewritten meanwhile: what changed would be debited a second time."""

    _inherit = "account.move"

    def _check_draftable(self):
        result = super()._check_draftable()
        # sudo: whoever may take an invoice back is told why they cannot
        waiting = self.env["sepa.debit.item"].sudo().search([
            ("move_line_id.move_id", "in", self.ids), ("debit_id.state", "=", "presented"),
        ], limit=1)  # fmt: skip
        if waiting:
            raise UserError(self.env._(
                "%(number)s is at the bank with the direct debit of %(day)s. Wait until it is booked or came back, or cancel its "
                "collection. Nothing was changed.", number=waiting.number, day=format_date(self.env, waiting.debit_id.date),
            ))  # fmt: skip
        return result
