from odoo.tests import tagged

from .portal_common import MandatePortalCase

DESKTOP, PHONE = "1366x768", "390x844"


class Tours(MandatePortalCase):
    """The customer's five minutes, in a browser."""

    def check_signing(self):
        self.start_tour("/my/mandates", "sepa_portal_sign", login="paul")
        mandate = self.env["sepa.mandate"].sudo().search([("partner_id", "=", self.papyrus.id)])
        self.assertEqual((mandate.state, mandate.signer_name, mandate.signature_kind), ("active", "Paul Pressé", "typed"))
        self.assertTrue(mandate.signature)

    def check_signing_behind_a_link(self):
        mandate = self.sent()
        self.start_tour(self.link(mandate), "sepa_portal_sign_link")
        self.assertEqual((mandate.state, mandate.signer_name, mandate.signature_kind), ("active", "Paule Pressée", "drawn"))

    def check_revoking(self):
        self.debit(self.bill)
        self.start_tour("/my/mandates", "sepa_portal_revoke", login="gaston")
        self.assertEqual(self.signed.state, "closed")


@tagged("post_install", "-at_install")
class TestPortalTours(Tours):
    browser_size = DESKTOP

    def test_makes_and_signs_a_mandate(self):
        self.check_signing()

    def test_signs_behind_a_link(self):
        self.check_signing_behind_a_link()

    def test_contests_and_revokes(self):
        self.check_revoking()


@tagged("post_install", "-at_install")
class TestPortalToursPhone(Tours):
    browser_size = PHONE

    def test_makes_and_signs_a_mandate_on_a_phone(self):
        self.check_signing()

    def test_signs_behind_a_link_on_a_phone(self):
        self.check_signing_behind_a_link()

    def test_contests_and_revokes_on_a_phone(self):
        self.check_revoking()
