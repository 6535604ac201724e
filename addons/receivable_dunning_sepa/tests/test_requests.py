"""A customer is asked to sign."""

import re

from odoo.tests import tagged

from odoo.addons.receivable_dunning_sepa.tests.common import DebitCase

DAY = "2026-03-02"


@tagged("post_install", "-at_install")
class TestRequests(DebitCase):
    def setUp(self):
        super().setUp()
        self.asked = self.draft_mandate(self.garage, iban_entry=False, reference="RUM-ASKED")

    def send_link(self, day=DAY):
        with self.on(day):
            return self.asked.action_send()

    def test_the_link_that_leaves_opens_the_signing_page_and_no_copy_holds_it(self):
        self.send_link()
        self.send(DAY)
        words, mail = self.left()
        secret = re.search(r"/mandate/sign/([\w-]+)", words)[1]
        with self.on(DAY):
            self.assertEqual(self.env["sepa.mandate"]._find_signing(secret), self.asked)
        action = self.asked.sudo().dunning_action_ids
        self.assertNotIn(secret, action.body_html + action.body_text + action.mail_message_id.body)
        self.assertIn("/my/mandates", action.body_text)
        self.assertIn("valid until 1 April 2026", words)
        self.assertIn("Mandate reference: RUM-ASKED", words)
        self.assertIn("within 8 weeks", words)
        self.assertEqual(mail["To"], '"Garage Tourneboulon" <compta@tourneboulon.example>')

    def test_whoever_sends_is_told_where_the_link_goes(self):
        window = self.send_link()
        self.assertEqual(window["tag"], "display_notification")
        self.assertIn("Garage Tourneboulon", window["params"]["message"])

    def test_without_an_address_the_link_is_handed_over(self):
        self.garage.email = False
        self.assertEqual(self.send_link()["res_model"], "sepa.mandate.link")
        self.assertFalse(self.told(self.asked))

    def test_a_mandate_signed_meanwhile_is_not_asked_for(self):
        self.send_link()
        self.asked.sudo()._enter_account("FR7630006000011234567890189")
        with self.on(DAY):
            self.asked.sudo()._sign("Camille Martin")
        self.send(DAY)
        self.assertFalse(self.mails())
        self.assertEqual(self.asked.sudo().dunning_action_ids.state, "cancelled")

    def test_a_customer_may_be_asked_again(self):
        self.send_link()
        self.send(DAY)
        self.send_link("2026-03-20")
        self.send("2026-03-20")
        self.assertEqual(len(self.mails()), 2)

    def test_the_account_is_asked_for_on_the_page_and_never_by_mail(self):
        self.send_link()
        self.send(DAY)
        words, _mail = self.left()
        self.assertIn("Please do not send us your IBAN by e-mail", words)
        self.assertNotIn("FR76", words.split("creditor")[0])
