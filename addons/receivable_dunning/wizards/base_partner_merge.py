from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    """Core would drop the counter of the merged payer, because the other one has its own of that week."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["dunning.contact.count"]._merge(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
