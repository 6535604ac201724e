"""*Contest this debit* on the portal."""

from datetime import timedelta

from odoo.tests import TransactionCase, tagged

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.receivable_sepa.tests.portal_common import MandatePortalCase


@tagged("post_install", "-at_install")
class TestPortal(MandatePortalCase):
    def leads_to(self, debit, path):
        """Whether the page about contesting a debit leads there."""
        self.sign_in(self.gaston)
        page = self.url_open(f"/my/mandates/debit/{debit.id}/contest")
        self.assertEqual(page.status_code, 200)
        return f'href="{path}"' in page.text

    def test_a_debit_that_is_announced_leads_to_the_form_for_its_invoice(self):
        form = f"/my/balance/problem/new/{self.item(self.bill).id}"
        self.assertTrue(self.leads_to(self.debit(self.bill), form))
        self.assertIn(self.bill.name, self.url_open(form).text)

    def test_a_debit_of_several_invoices_lets_them_choose(self):
        other = self.item(self.invoice(self.garage, self.today + timedelta(days=2), 40))
        debit = self.debit(self.bill)
        debit.item_ids.copy({"debit_id": debit.id, "move_line_id": other.id, "item": other.id})
        self.assertTrue(self.leads_to(debit, "/my/balance"))

    def test_a_debit_that_is_paid_tells_whom_to_ask(self):
        bill = self.invoice(self.garage, self.today - timedelta(days=20), 450)
        debit = self.debit(bill, state="booked")
        self.pay(bill)
        self.assertFalse(self.leads_to(debit, f"/my/balance/problem/new/{self.item(bill).id}"))


@tagged("post_install", "-at_install")
class TestNames(TransactionCase):
    def test_the_pages_of_accounts_and_of_mandates_share_no_name(self):
        """Odoo makes one controller of them: a helper of the same name would answer for the other's pages."""
        shared = self.names("receivable_dispute") & self.names("receivable_sepa")
        self.assertEqual(shared, {"_prepare_home_portal_values"}, "which both extend")

    @staticmethod
    def names(addon):
        """The methods that the portal pages of an add-on define."""
        found, classes = set(), [CustomerPortal]
        while classes:
            one = classes.pop()
            classes += one.__subclasses__()
            if one.__module__.startswith(f"odoo.addons.{addon}."):
                found |= {name for name in vars(one) if callable(getattr(one, name)) and not name.startswith("__")}
        return found
