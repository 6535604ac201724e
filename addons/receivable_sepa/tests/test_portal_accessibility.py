from odoo.tests import tagged

from odoo.addons.receivable.tests.axe import AxeCase

from .common import IBAN
from .portal_common import MandatePortalCase


@tagged("post_install", "-at_install")
class TestPortalAccessibility(AxeCase, MandatePortalCase):
    """The pages about mandates."""

    not_ours = '[[".o_web_sign_signature_group"]]'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls.sent(cls.garage, iban=IBAN)
        cls.coming = cls.debit(cls.bill)

    def test_axe_finds_nothing_on_the_pages_about_mandates(self):
        steps = [f"/{self.waiting.id}/{step}" for step in ("account", "text", "sign")]
        pages = ("", f"/{self.signed.id}", f"/debit/{self.coming.id}/contest", *steps)
        self.assert_axe_finds_nothing([f"/my/mandates{page}" for page in pages], "gaston")
