from odoo import fields, models


class PayerCollectorWizard(models.TransientModel):
    """Give payers another collector."""

    _name = "payer.collector.wizard"
    _description = "Change collector"

    partner_ids = fields.Many2many("res.partner", string="Payers", required=True)
    user_id = fields.Many2one("res.users", string="Collector", domain="[('share', '=', False)]")

    def action_change(self):
        """The payers' root company keeps its own collector; empty means the company's default one."""
        payers = self.partner_ids.commercial_partner_id.with_company(self.env.company.root_id)
        payers.write({"payer_collector_id": self.user_id.id})
        return {"type": "ir.actions.act_window_close"}
