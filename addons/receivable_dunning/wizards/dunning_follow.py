from odoo import fields, models


class DunningFollow(models.TransientModel):
    """Another scenario for some payers, or for the company; what would leave because of it is shown first."""

    _name = "dunning.follow"
    _description = "Change the scenario"

    partner_ids = fields.Many2many("res.partner", string="Payers", help="Empty: the company's default scenario.")
    scenario_id = fields.Many2one("dunning.scenario", help="Empty: the scenario of the profile, else the company's.")

    def action_confirm(self):
        self.ensure_one()
        if not self.env.context.get("dunning_told"):
            return self.env["dunning.consequence"]._first(self, "action_confirm", self.partner_ids.commercial_partner_id.ids or None)
        if self.partner_ids:
            self.partner_ids.commercial_partner_id.action_dunning_follow(self.scenario_id.id)
            return {"type": "ir.actions.act_window_close"}
        self.env.company.action_dunning_default_scenario(self.scenario_id.id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
