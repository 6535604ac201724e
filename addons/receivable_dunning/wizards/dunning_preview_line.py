from odoo import api, fields, models

from odoo.addons.receivable_dunning.models.dunning_level import CHANNELS


class DunningPreviewLine(models.TransientModel):
    """One payer of a preview: what would leave, or why nothing would."""

    _name = "dunning.preview.line"
    _description = "Line of a dunning preview"
    _order = "leaves desc, severity, amount desc, id"

    preview_id = fields.Many2one("dunning.preview", required=True, index=True, ondelete="cascade")
    leaves = fields.Boolean(string="Leaves")
    already = fields.Boolean(string="Prepared already")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True)
    level_id = fields.Many2one("dunning.level", string="Level")
    severity = fields.Integer()
    channel = fields.Selection(CHANNELS)
    contact_id = fields.Many2one("res.partner", string="To")
    recipient = fields.Char(help="The address as it stands today.")
    attached = fields.Char()
    release = fields.Selection([("auto", "Automatic"), ("approve", "To approve")])
    amount = fields.Monetary(help="What the message would ask for; otherwise what is overdue. In company currency.")
    currency_id = fields.Many2one(related="preview_id.company_id.currency_id")
    reason_group = fields.Char(string="Reason")
    why = fields.Char()
    next_step = fields.Char()
    next_date = fields.Date(string="Next on")
    answer = fields.Char(compute="_compute_answer")

    @api.depends("leaves", "release")
    def _compute_answer(self):
        for line in self:
            if not line.leaves:
                line.answer = self.env._("Nothing leaves")
            else:
                line.answer = self.env._("Leaves by itself") if line.release == "auto" else self.env._("Waits for approval")
