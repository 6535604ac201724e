from odoo.tests import tagged

from odoo.addons.receivable.tests.rights import COLLECTOR, Door, RightsCase
from odoo.addons.receivable_dunning_sepa.tests.common import DebitCase

DOORS = {"sepa.mandate.action_send": Door(COLLECTOR)}


@tagged("post_install", "-at_install")
class TestRights(RightsCase, DebitCase):
    """Who may ask a customer to sign."""

    def traced(self):
        return super().traced() | {"sepa_mandate": "id, state, sign_until", "dunning_action": "id, state"}

    def records(self):
        return {"sepa.mandate": self.draft_mandate(self.garage, reference="RUM-RIGHTS")}

    def test_every_public_method_asks_who_calls(self):
        self.check_the_doors("receivable_dunning_sepa", DOORS, self.records())
