import unittest
from importlib.util import find_spec
from pathlib import Path

from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCase

AXE = find_spec("axe_core_python")  # axe-core (Deque, MPL-2.0) as a Python package, for tests only
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
        if not AXE:
            raise unittest.SkipTest("axe-core is not installed: pip install axe-core-python")
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
        axe = (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")
        for path in (
            "", f"/problem/new/{item}", f"/problem/{self.problem.id}", f"/plan/{self.plan.id}", f"/promise?item={item}",
            f"/paid/new/{item}", f"/paid/{self.claim.id}",
        ):  # fmt: skip
            with self.subTest(path=path):
                self.browser_js(f"/my/balance{path}", axe + JUDGE, "document.readyState === 'complete'", login="paul")
