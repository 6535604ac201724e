from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

THURSDAY = 3
WEEK = 7


class DunningPostpone(models.TransientModel):
    """Later: until which day some messages wait. The reason is optional."""

    _name = "dunning.postpone"
    _description = "Postpone messages"

    action_ids = fields.Many2many("dunning.action", required=True)
    choice = fields.Selection(
        [("tomorrow", "Tomorrow"), ("thursday", "Thursday"), ("week", "Next week"), ("date", "On a date")],
        required=True,
        default="tomorrow",
    )
    date = fields.Date(string="Day", compute="_compute_date", store=True, readonly=False, required=True)
    reason = fields.Char()

    @api.depends("choice")
    def _compute_date(self):
        today = fields.Date.context_today(self)
        to_thursday = (THURSDAY - today.weekday() - 1) % WEEK + 1
        days = {"tomorrow": 1, "thursday": to_thursday, "week": WEEK - today.weekday()}
        for wizard in self:
            if wizard.choice != "date":
                wizard.date = today + timedelta(days=days[wizard.choice])

    def action_confirm(self):
        self.ensure_one()
        if self.date <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day after today."))
        self.action_ids.action_postpone(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
