from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dunning_mode = fields.Selection(related="company_id.dunning_mode")
    dunning_trouble = fields.Char(related="company_id.dunning_trouble")
    dunning_scenario_id = fields.Many2one(related="company_id.dunning_scenario_id", readonly=False)
    dunning_live_obstacle = fields.Char(
        compute="_compute_dunning_live_obstacle", help="Why automatic steps cannot leave by themselves yet."
    )

    @api.depends("company_id")
    def _compute_dunning_live_obstacle(self):
        for settings in self:
            settings.dunning_live_obstacle = settings.company_id._dunning_why_not_auto()

    def action_dunning_live(self, mode="manual"):
        """What would leave, then the switch."""
        return self.company_id._dunning_live_action(mode)

    def action_dunning_back_to_test(self):
        self.company_id.action_dunning_back_to_test()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
