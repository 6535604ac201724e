from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests.common import SepaCase


@tagged("post_install", "-at_install")
class TestMandate(SepaCase):
    """A mandate from its draft to its end."""

    def test_a_signed_mandate_is_active_and_its_account_is_masked(self):
        self.assertEqual((self.signed.state, self.signed.iban_masked), ("active", "FR76 •••• 0189"))
