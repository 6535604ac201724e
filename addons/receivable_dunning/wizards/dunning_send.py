from odoo import api, fields, models
from odoo.tools import format_amount


class DunningSend(models.TransientModel):
    """Ask once before many messages leave: how many, to how many payers, how much, and when."""

    _name = "dunning.send"
    _description = "Send messages"

    action_ids = fields.Many2many("dunning.action", required=True)
    leave_ids = fields.Many2many("dunning.action", compute="_compute_question", string="Can leave")
    left_out_ids = fields.Many2many("dunning.action", compute="_compute_question", string="Left out")
    leave_count = fields.Integer(compute="_compute_question")
    question = fields.Char(compute="_compute_question")
    hour = fields.Char(compute="_compute_question")

    @api.depends("action_ids")
    def _compute_question(self):
        for wizard in self:
            actions = wizard.action_ids._origin
            leave = actions.filtered(lambda action: action.waits_for == "approve")._approvable()
            wizard.leave_ids = leave
            wizard.left_out_ids = actions - leave
            wizard.leave_count = len(leave)
            wizard.question = wizard._question(leave)
            wizard.hour = " ".join(dict.fromkeys(filter(None, leave.mapped("leaves_text"))))

    def _question(self, leave):
        if not leave:
            return self.env._("None of these messages can leave.")
        amount = format_amount(self.env, sum(leave.mapped("amount_company")), leave[0].company_currency_id)
        if len(leave) == 1:
            return self.env._("Send this message to %(payer)s, %(amount)s?", payer=leave.partner_id.display_name, amount=amount)
        return self.env._(
            "Send %(count)s messages to %(payers)s payers, %(amount)s?", count=len(leave), payers=len(leave.partner_id), amount=amount
        )

    def action_confirm(self):
        asked, hour = self.leave_ids, self.hour
        asked.action_approve()
        approved = asked.filtered(lambda action: action.state == "approved")
        if len(approved) < len(asked):
            told = self.env._(
                "%(count)s of %(all)s messages approved. The others have nothing left to ask or are held; each says why.",
                count=len(approved), all=len(asked),
            )  # fmt: skip
        elif len(asked) == 1:
            told = self.env._("1 message approved. %(hour)s", hour=hour)
        else:
            told = self.env._("%(count)s messages approved. %(hour)s", count=len(asked), hour=hour)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if approved == asked else "warning",
                "message": told,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
