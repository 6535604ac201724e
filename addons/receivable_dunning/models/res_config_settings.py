from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dunning_mode = fields.Selection(related="company_id.dunning_mode")
    dunning_trouble = fields.Char(related="company_id.dunning_trouble")
    dunning_forewarning = fields.Boolean(related="company_id.dunning_forewarning", readonly=False)
    dunning_scenario_id = fields.Many2one(related="company_id.dunning_scenario_id")
    dunning_live_obstacle = fields.Char(
        compute="_compute_dunning_live_obstacle", help="Why automatic steps cannot leave by themselves yet."
    )

    dunning_contact_budget = fields.Integer(
        string="Contacts per week", compute="_compute_dunning_contact_budget", inverse="_inverse_dunning_contact_budget", readonly=False,
        help="Messages, letters and calls together, of all companies of this database.",
    )  # fmt: skip

    @api.depends("company_id")
    def _compute_dunning_live_obstacle(self):
        for settings in self:
            settings.dunning_live_obstacle = settings.company_id._dunning_why_not_auto()

    @api.depends("company_id")
    def _compute_dunning_contact_budget(self):
        self.dunning_contact_budget = self.env["dunning.contact.count"]._most()

    def _inverse_dunning_contact_budget(self):
        for settings in self:
            self.env["dunning.contact.count"]._set_most(settings.dunning_contact_budget)

    def action_dunning_live(self, mode="manual"):
        """What would leave, then the switch."""
        return self.company_id._dunning_live_action(mode)

    def action_dunning_back_to_test(self):
        self.company_id.action_dunning_back_to_test()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
