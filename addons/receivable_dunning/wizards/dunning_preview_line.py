from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from odoo.addons.receivable_dunning.models.dunning_level import CHANNELS


class DunningPreviewLine(models.TransientModel):
    """One payer of a preview: what would leave, or why nothing would."""

    _name = "dunning.preview.line"
    _description = "Line of a dunning preview"
    _order = "leaves desc, severity, amount desc, id"

    preview_id = fields.Many2one("dunning.preview", required=True, index=True, ondelete="cascade")
    leaves = fields.Boolean()
    already = fields.Boolean(string="Prepared already")
    partner_id = fields.Many2one("res.partner", string="Payer", required=True)
    level_id = fields.Many2one("dunning.level")
    step = fields.Char(help="The level, or what is told outside the scenario.")
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
    next_step = fields.Char(string="Next step")
    next_date = fields.Date(string="Next on")
    sentence = fields.Char(compute="_compute_sentence", help="The whole answer for one payer.")

    @api.depends("leaves", "release", "why", "next_step", "next_date")
    def _compute_sentence(self):
        for line in self:
            line.sentence = line._leaving_sentence() if line.leaves else line._quiet_sentence()

    def _leaving_sentence(self):
        values = {
            "step": self.step,
            "channel": dict(self._fields["channel"]._description_selection(self.env))[self.channel],
            "amount": format_amount(self.env, self.amount, self.currency_id),
            "why": self.why,
        }
        if self.release == "auto":
            return self.env._("%(step)s, %(channel)s, %(amount)s, leaves by itself. Why: %(why)s.", **values)
        return self.env._("%(step)s, %(channel)s, %(amount)s, waits for approval. Why: %(why)s.", **values)

    def _quiet_sentence(self):
        if not self.next_step:
            return self.env._("Nothing leaves. %(why)s", why=self.why)
        day = format_date(self.env, self.next_date)
        return self.env._("Nothing leaves. %(why)s Next: %(step)s on %(day)s.", why=self.why, step=self.next_step, day=day)
