from odoo import Command
from odoo.tests import tagged

from odoo.addons.receivable.tests.axe import AxeCase

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalAccessibility(AxeCase, PortalCase):
    """The pages of the account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem = cls.env["receivable.dispute"].create({
            "move_line_ids": [Command.set(cls.item(cls.late).ids)], "amount": 90, "text": "The lamp is broken",
            "reason_id": cls.env.ref("receivable_dispute.reason_qualite_err").id,
        })  # fmt: skip
        cls.plan = cls.env["receivable.payment.plan"].create({
            "move_line_ids": [Command.set(cls.item(cls.coming).ids)], "first_date": cls.coming.invoice_date_due, "count": 3,
        })  # fmt: skip
        cls.plan.action_compute_schedule()
        cls.plan.action_propose()
        cls.claim = cls.env["receivable.payment.claim"].sudo().create({
            "move_line_ids": [Command.set(cls.item(cls.coming).ids)], "amount": 50, "paid_on": cls.today, "reference": "VIR 4711",
        })  # fmt: skip

    def test_axe_finds_nothing_on_the_pages_of_the_account(self):
        item = self.line(self.soon).id
        pages = (
            "", f"/problem/new/{item}", f"/problem/{self.problem.id}", f"/plan/{self.plan.id}", f"/promise?item={item}",
            f"/paid/new/{item}", f"/paid/{self.claim.id}",
        )  # fmt: skip
        self.assert_axe_finds_nothing([f"/my/balance{page}" for page in pages], "paul")
