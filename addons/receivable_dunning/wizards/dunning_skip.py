from odoo import api, fields, models
from odoo.tools import format_date


class DunningSkip(models.TransientModel):
    """Not this time: the step counts as done. A reason is needed, because somebody will ask."""

    _name = "dunning.skip"
    _description = "Skip messages"

    action_ids = fields.Many2many("dunning.action", required=True)
    choice = fields.Selection(
        [("phone", "Agreed by phone"), ("small", "Small amount"), ("wrong", "Wrong person"), ("other", "Other")],
        string="Reason",
        required=True,
    )
    detail = fields.Char()
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("action_ids")
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard._what_follows()

    def _what_follows(self):
        """What happens next if nothing is paid."""
        if len(self.action_ids) != 1:
            return self.env._("These steps count as done. If nothing is paid, each payer gets the next step on its day.")
        receipt = self.action_ids._origin._receipt()
        if not receipt.next_step:
            return self.env._("This step counts as done; the scenario has no further step.")
        return self.env._(
            "This step counts as done. If nothing is paid: %(step)s on %(date)s.",
            step=receipt.next_step, date=format_date(self.env, receipt.next_date),
        )  # fmt: skip

    def action_confirm(self):
        self.ensure_one()
        words = dict(self._fields["choice"]._description_selection(self.env))
        reason = self.detail if self.choice == "other" else " – ".join(filter(None, [words[self.choice], self.detail]))
        self.action_ids.action_skip(reason)
        return {"type": "ir.actions.act_window_close"}
