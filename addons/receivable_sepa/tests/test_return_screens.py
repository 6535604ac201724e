from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_sepa.tests.return_common import ReturnCase


@tagged("post_install", "-at_install")
class TestReturnScreens(HttpCase, ReturnCase):
    """Whoever manages direct debits reads a bank file in the browser; who follows payers up sees the returns only."""

    def person(self, name, group):
        own = {"company_id": self.company.id, "company_ids": self.company.ids}
        return new_test_user(self.env, name, groups=group, email=f"{name}@lunapres.example", **own)

    def test_a_bank_file_is_read_looked_at_and_applied(self):
        self.person("keeper", "receivable_sepa.group_sepa_manager")
        bill = self.invoice(self.garage, "2026-11-27", 960)
        self.debited(bill)
        with mute_logger("odoo.http"):  # the same file a second time is refused, as it should be
            self.start_tour("/odoo/action-receivable_sepa.sepa_return_action", "sepa_return_read_and_apply", login="keeper")
        self.assertEqual(bill.amount_residual, 960)
        self.assertEqual(self.Return.search([]).mapped("state"), ["applied"])

    def test_who_manages_direct_debits_applies_without_booking_rights(self):
        keeper = self.person("keeper", "receivable_sepa.group_sepa_manager")
        bill = self.invoice(self.garage, "2026-11-27", 960)
        row = self.came_back(self.debited(bill), "AM04")
        row.file_id.with_user(keeper).action_apply()
        self.assertEqual((row.move_id.state, row.applied_by_id), ("posted", keeper))

    def test_the_pages_of_each_kind_of_person_open(self):
        row = self.came_back(self.debited(self.invoice(self.garage, "2026-11-27", 960)), "AM04")
        for name in ("reader", "user", "manager"):
            user = self.person(f"kind_{name}", f"receivable.group_receivable_{name}")
            with self.subTest(name):
                mine = self.Return.with_user(user)
                view = mine.get_view(self.env.ref("receivable_sepa.sepa_return_view_form").id)
                self.assertEqual('name="action_apply"' in view["arch"], name == "manager", "who applies sees the button")
                self.assertEqual(mine.browse(row.id).web_read({"meaning": {}, "effect": {}})[0]["meaning"], "Not enough money")
