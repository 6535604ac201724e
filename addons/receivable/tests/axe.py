"""Labels, contrast, order of headings: axe judges pages of the portal, as a telephone shows them."""

import unittest
from importlib.util import find_spec
from pathlib import Path

from odoo.tests import HttpCase

AXE = find_spec("axe_core_python")  # axe-core (Deque, MPL-2.0) as a Python package, for tests only
JUDGE = """
;axe.run({include: [["#wrap .o_receivable_portal"]], exclude: %s}, {resultTypes: ["violations"]}).then(({violations}) => {
    for (const fault of violations) {
        console.error(`${fault.id}: ${fault.help}: ${fault.nodes[0].html}`);
    }
    console.log("test successful");
});
"""


class AxeCase(HttpCase):
    """Mixed in before the case that makes the pages."""

    browser_size = "390x844"
    not_ours = "[]"  # selectors of what core shows inside our pages

    @classmethod
    def setUpClass(cls):
        if not AXE:
            raise unittest.SkipTest("axe-core is not installed: pip install axe-core-python")
        super().setUpClass()

    def assert_axe_finds_nothing(self, paths, login):
        axe = (Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8")
        for path in paths:
            with self.subTest(path=path):
                self.browser_js(path, axe + JUDGE % self.not_ours, "document.readyState === 'complete'", login=login)
