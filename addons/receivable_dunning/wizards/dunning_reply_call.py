from odoo import fields, models


class DunningReplyCall(models.TransientModel):
    """A reply that was answered by phone: what was said."""

    _name = "dunning.reply.call"
    _description = "Answer a reply by phone"

    reply_id = fields.Many2one("dunning.reply", required=True)
    phone = fields.Char(related="reply_id.phone", related_sudo=False)
    note = fields.Text(string="What was said", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.reply_id.action_called(self.note)
        return {"type": "ir.actions.act_window_close"}
