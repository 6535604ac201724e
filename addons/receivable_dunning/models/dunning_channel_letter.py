from odoo import api, models


class DunningChannelLetter(models.AbstractModel):
    """Paper: approved letters wait under *Letters to print*; printed in one file, sent when a person says posted."""

    _name = "dunning.channel.letter"
    _inherit = "dunning.channel"
    _description = "Dunning by letter"

    @api.model
    def _reachable(self, partners):
        """The postal address in one line; a street or a box, a town and a country make it usable."""
        return {partner.id: self._address(partner) for partner in partners.sudo()}  # sudo: as for e-mail

    @api.model
    def _address(self, partner):
        if not ((partner.street or partner.street2) and partner.city and partner.country_id):
            return ""
        return ", ".join(line for line in partner._display_address(without_company=True).splitlines() if line.strip())

    @api.model
    def _prepare(self, actions, date):
        addresses = self._reachable(actions.contact_id | actions.partner_id)
        lost = actions.filtered(lambda action: not (addresses.get(action.contact_id.id) or addresses[action.partner_id.id]))
        lost._set_state("failed", reason=self.env._("No usable postal address: a letter needs a street, a town and a country."))
        return (actions - lost)._write_text(date)

    @api.model
    def _deliver(self, actions, date):
        """Nothing by itself: a person prints and posts (``dunning.letter.batch``)."""
