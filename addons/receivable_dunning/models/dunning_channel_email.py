from odoo import api, models
from odoo.tools import SQL

from .dunning_action_mail import mailbox


class DunningChannelEmail(models.AbstractModel):
    """E-mail: handed over one by one by the outbox, each at most once."""

    _name = "dunning.channel.email"
    _inherit = "dunning.channel"
    _description = "Dunning by e-mail"

    @api.model
    def _reachable(self, partners):
        """A well-formed address; being on a marketing exclusion list does not matter for an invoice that is due."""
        # sudo: an address is needed to write to, also when the collector may not read that contact
        return {
            partner.id: mailbox(partner.name, partner.email_normalized) if self._is_read(partner) else ""
            for partner in partners.sudo()
        }

    @api.model
    def _is_read(self, partner):
        """An address that did not come back for good since it was last corrected."""
        return partner.email_normalized and partner.email_normalized != partner.dunning_returned_address

    @api.model
    def _is_read_by(self, alias):
        """The same of all partners of a query, without reading one of them."""
        given, returned = SQL.identifier(alias, "email_normalized"), SQL.identifier(alias, "dunning_returned_address")
        return SQL("(%s <> '' AND %s IS DISTINCT FROM %s) IS TRUE", given, given, returned)

    @api.model
    def _prepare(self, actions, date):
        addresses = self._reachable(actions.contact_id)
        lost = actions.filtered(lambda action: not addresses.get(action.contact_id.id))
        for reason, some in lost.grouped(lambda action: self._why_lost(action.contact_id)).items():
            some._set_state("failed", reason=reason)
        texts = (actions - lost)._write_text(date)
        for action in actions.browse(texts):
            action.email_to = addresses[action.contact_id.id]
            action.email_cc = action._copy_to()
        return texts

    @api.model
    def _why_lost(self, contact):
        if contact.email_normalized:
            return self.env._("Mail to %(address)s came back: correct the address, or send a letter.", address=contact.email_normalized)
        return self.env._("No e-mail for invoices on this payer. Add one, or send a letter.")

    @api.model
    def _deliver(self, actions, date):
        self.env["dunning.outbox"]._send(actions, date)
