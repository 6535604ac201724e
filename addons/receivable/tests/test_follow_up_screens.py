from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.receivable.tests.common import ReceivableCase

READER, COLLECTOR = "receivable.group_receivable_reader", "receivable.group_receivable_user"


@tagged("post_install", "-at_install")
class TestFollowUpScreens(ReceivableCase, HttpCase):
    """The screens in a browser, and who may see what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        values = {"company_id": cls.company.id, "company_ids": cls.company.ids}
        cls.collector = new_test_user(cls.env, "collector", groups=f"base.group_user,{COLLECTOR}", **values)
        cls.reader = new_test_user(cls.env, "reader", groups=f"base.group_user,{READER}", **values)
        cls.salesperson = new_test_user(cls.env, "salesperson", groups="base.group_user,base.group_partner_manager", **values)
        cls.portal = new_test_user(cls.env, "visitor", groups="base.group_portal", **values)
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@garage.example")
        cls.invoice(cls.garage, cls.today - timedelta(days=5), 2460)

    def statement(self, login, payer=None):
        self.authenticate(login, login)
        return self.url_open(f"/receivable/statement.xlsx?payers={(payer or self.garage).id}&company={self.company.id}")

    def test_tour_from_the_list_of_payers_to_a_pause(self):
        self.start_tour("/odoo/payers", "receivable_payer_tour", login="collector")
        pause = self.garage.receivable_pause_ids
        self.assertEqual((pause.reason, pause.user_id, bool(pause.resumed_on)), ("Audit until Friday", self.collector, True))

    def test_the_workbook_is_for_those_who_follow_payers_up(self):
        self.assertTrue(self.statement("reader").content.startswith(b"PK"))
        self.assertEqual(self.statement("salesperson").status_code, 403)
        self.assertEqual(self.statement("visitor").status_code, 403)

    def test_the_workbook_of_another_company_is_refused(self):
        self.authenticate("reader", "reader")
        other = self.setup_other_company()["company"]
        answer = self.url_open(f"/receivable/statement.xlsx?payers={self.garage.id}&company={other.id}")
        self.assertEqual(answer.status_code, 403)

    def test_a_wrong_address_is_a_wrong_address(self):
        self.authenticate("reader", "reader")
        self.assertEqual(self.url_open("/receivable/statement.xlsx?payers=x&company=1").status_code, 400)

    def test_a_reader_reads_and_changes_nothing(self):
        garage = self.garage.with_user(self.reader)
        self.assertEqual(garage.receivable_overdue, 2460)
        self.assertTrue(garage.receivable_score)
        with self.assertRaises(AccessError):
            self.env["receivable.pause.wizard"].with_user(self.reader).create({"partner_ids": garage.ids, "reason": "x"})

    def test_a_salesperson_sees_no_account(self):
        with self.assertRaises(AccessError):
            self.env["payer.account"].with_user(self.salesperson).search([])
        garage = self.garage.with_user(self.salesperson)
        for refused in (garage.action_receivable_statement_pdf, garage.action_receivable_form):
            with self.assertRaises(AccessError):
                refused()
        with self.assertRaises(AccessError):
            garage.receivable_score_on("2026-01-31")
        self.assertNotIn("receivable_overdue", garage.fields_get())

    def test_the_follow_up_menus_are_shown_to_whom_they_serve(self):
        menus = self.env["ir.ui.menu"]
        reader = menus.with_user(self.reader)._visible_menu_ids()
        manager = new_test_user(self.env, "chief", groups="base.group_user,receivable.group_receivable_manager")
        self.assertIn(self.env.ref("receivable.menu_payers").id, reader)
        self.assertNotIn(self.env.ref("receivable.menu_payer_profile").id, reader)
        self.assertIn(self.env.ref("receivable.menu_payer_profile").id, menus.with_user(manager)._visible_menu_ids())
        self.assertNotIn(self.env.ref("receivable.menu_follow_up").id, menus.with_user(self.salesperson)._visible_menu_ids())
