from odoo import api, models


class DunningChannelDecision(models.AbstractModel):
    """Hand-over: nobody is written to. The file waits for a credit manager, who hands it over or tries once more."""

    _name = "dunning.channel.decision"
    _inherit = "dunning.channel"
    _description = "Dunning by a decision"

    @api.model
    def _reachable(self, partners):
        """A decision needs no address."""
        return {partner.id: partner.display_name for partner in partners}

    @api.model
    def _deliver(self, actions, date):
        """Nothing leaves: ``dunning.action.action_decide`` is the only way out."""
