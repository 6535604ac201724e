from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _receivable_hold_paused(self, pause):
        hold = super()._receivable_hold_paused(pause)
        return hold._replace(code="handed_over") if pause.dunning_action_id else hold
