from odoo import fields, models


class ReceivablePauseWizard(models.TransientModel):
    """A reply may ask for more time: once the payer is paused, it is dealt with."""

    _inherit = "receivable.pause.wizard"

    dunning_reply_id = fields.Many2one("dunning.reply", string="Reply")

    def action_pause(self):
        done = super().action_pause()
        if self.dunning_reply_id:
            self.dunning_reply_id.action_nothing()
        return done
