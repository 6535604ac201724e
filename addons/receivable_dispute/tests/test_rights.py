from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, Door, RightsCase

DOORS = {
    "receivable.access.action_revoke": Door(COLLECTOR),
}


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    """Who may do what with disputes, promises, plans and private links."""

    def traced(self):
        return super().traced() | {"receivable_access": "id, revoked_on"}

    def records(self):
        Access = self.env["receivable.access"].sudo()
        url = Access._issue(self.garage, self.company)
        return {"receivable.access": Access._find(url.rpartition("/")[2])}

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_dispute", DOORS, self.records())

    def test_what_belongs_to_a_company_is_not_seen_from_another(self):
        for model, records in self.records().items():
            self.check_nothing_crosses(model, records)
