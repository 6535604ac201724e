import unittest
from importlib.util import find_spec
from pathlib import Path

from odoo.tests import tagged

from .common import IBAN
from .portal_common import MandatePortalCase

AXE = find_spec("axe_core_python")  # axe-core (Deque, MPL-2.0) as a Python package, for tests only
JUDGE = """
;const pages = {include: [["#wrap .o_receivable_portal"]], exclude: [[".o_web_sign_signature_group"]]}; // the frame is the portal's own
axe.run(pages, {resultTypes: ["violations"]}).then(({violations}) => {
    for (const fault of violations) {
        console.error(`${fault.id}: ${fault.help}: ${fault.nodes[0].html}`);
    }
    console.log("test successful");
});
"""


@tagged("post_install", "-at_install")
class TestPortalAccessibility(MandatePortalCase):
    """Labels, contrast, order of headings: axe finds nothing on the pages about mandates, on a phone."""

    browser_size = "390x844"

    @classmethod
    def setUpClass(cls):
        if not AXE:
            raise unittest.SkipTest("axe-core is not installed: pip install axe-core-python")
        super().setUpClass()
        cls.waiting = cls.sent(cls.garage, iban=IBAN)
        cls.coming = cls.debit(cls.bill)

    def test_axe_finds_nothing_on_the_pages_about_mandates(self):
        axe = (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")
        steps = [f"/{self.waiting.id}/{step}" for step in ("account", "text", "sign")]
        for path in ("", f"/{self.signed.id}", f"/debit/{self.coming.id}/contest", *steps):
            with self.subTest(path=path):
                self.browser_js(f"/my/mandates{path}", axe + JUDGE, "document.readyState === 'complete'", login="gaston")
