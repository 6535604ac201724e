from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """What a person changes on a payer, with what would leave because of it."""

    _inherit = "res.partner"

    def action_receivable_resume(self):
        """Ends the pauses, after showing what would leave because of it."""
        if self.env.context.get("dunning_told"):
            return super().action_receivable_resume()
        return self.env["dunning.consequence"]._first(self, "action_receivable_resume", self.commercial_partner_id.ids)

    def action_dunning_ask_scenario(self):
        """Asks for the scenario of these payers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("receivable_dunning.dunning_follow_action")
        payers = self.commercial_partner_id
        own = payers[:1].with_company(self.env.company.root_id).dunning_scenario_id
        return action | {"context": {"default_partner_ids": payers.ids, "default_scenario_id": own.id}}

    def action_dunning_follow(self, scenario_id):
        """These payers follow this scenario from the next night on; none: that of their profile, else the company's."""
        if not self.env.user.has_group("receivable.group_receivable_user"):
            raise AccessError(self.env._("Only a collector may choose the scenario of a payer."))
        self.with_company(self.env.company.root_id).dunning_scenario_id = scenario_id
