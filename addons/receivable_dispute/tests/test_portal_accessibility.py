import unittest
from pathlib import Path

from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCase

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"  # npm install axe-core, for tests only
JUDGE = """
;axe.run("#wrap .o_receivable_portal", {resultTypes: ["violations"]}).then(({violations}) => {
    for (const fault of violations) {
        console.error(`${fault.id}: ${fault.help}: ${fault.nodes[0].html}`);
    }
    console.log("test successful");
});
"""


@tagged("post_install", "-at_install")
class TestPortalAccessibility(PortalCase):
    """Labels, contrast, order of headings: axe finds nothing on the pages of the account, on a phone."""

    browser_size = "390x844"

    @classmethod
    def setUpClass(cls):
        if not AXE.exists():
            raise unittest.SkipTest("axe-core is not installed beside the suite: npm install axe-core")
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

    def test_axe_finds_nothing_on_the_pages_of_the_account(self):
        item = self.line(self.soon).id
        for path in ("", f"/problem/new/{item}", f"/problem/{self.problem.id}", f"/plan/{self.plan.id}", f"/promise?item={item}"):
            with self.subTest(path=path):
                self.browser_js(f"/my/balance{path}", AXE.read_text() + JUDGE, "document.readyState === 'complete'", login="paul")
