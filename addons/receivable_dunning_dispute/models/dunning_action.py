from odoo import models


class DunningAction(models.Model):
    """Messages lead to the customer's account page; in the one that leaves it opens without a password."""

    _inherit = "dunning.action"

    def _links(self):
        """Their account page, instead of core's list of invoices."""
        page = f"{self.company_id.get_base_url()}/my/balance"
        return super()._links() | {"pay": page, "account": page}

    def _live_links(self):
        """In the message that leaves, their account opens without a password, for that payer only."""
        links = super()._live_links()
        urls = self.env["receivable.access"]._issue_each([(action.partner_id, action.company_id) for action in self])
        return {action.id: {action._links()["account"]: url, **links[action.id]} for action, url in zip(self, urls, strict=True)}
