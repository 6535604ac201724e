import io
import zipfile

import openpyxl
from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable.controllers.ledger_import import _workbook
from odoo.addons.receivable.report.statement_workbook import StatementWorkbook
from odoo.addons.receivable.tests.rights import RightsCase

SCRIPT = "<script>alert(1)</script>"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "\t=1+1")
HUGE = 10**30


@tagged("post_install", "-at_install")
class TestHostileStatement(RightsCase):
    """Names and references on a statement are words."""

    def test_a_cell_of_a_workbook_is_never_a_formula_of_a_stranger(self):
        for formula in FORMULAS:
            with self.subTest(formula=formula):
                payer = self.payer(f"{formula} Garage")
                self.invoice(payer, "2026-03-16", 100, ref=formula)
                self.company.name = formula
                statement = payer._receivable_statement(self.company, self.env.cr.now().date())
                content = StatementWorkbook(self.env, [statement]).build()
                self.check_formulas(content, allowed=("=SUM(", "=SUMIFS("))

    def test_a_refused_line_is_given_back_as_text(self):
        self.check_formulas(_workbook([["Line"], *([formula] for formula in FORMULAS)]), allowed=())

    def check_formulas(self, content, allowed):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        self.assertTrue(str(cell.value).startswith(allowed or "nothing"), cell.value)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertNotIn(b"TargetMode", b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels")))

    def test_the_printed_statement_holds_words_only(self):
        payer = self.payer(f"Garage {SCRIPT}", ref=SCRIPT)
        self.invoice(payer, "2026-03-16", 100, ref=f'{SCRIPT}<img src="file:///etc/passwd"><iframe src="http://169.254.169.254/">')
        content, _kind = self.env["ir.actions.report"]._render_qweb_html("receivable.report_statement", payer.ids)
        page = html.fromstring(content)
        self.assertFalse([one for one in page.xpath("//script") if "alert(1)" in (one.text or "")])
        self.assertFalse(page.xpath("//iframe | //img[starts-with(@src, 'file:')]"))
        self.assertIn("alert(1)", page.text_content())


@tagged("post_install", "-at_install")
class TestAddresses(RightsCase, HttpCase):
    """The addresses of our files, asked by everybody, with everything that one can write into an address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls.payer("Only of B", company_id=cls.other.id)
        cls.ledger = cls.env["receivable.import"].create({"data": b"YTtiO2MKMTsyOzMK", "company_id": cls.company.id})
        for user in [*cls.people.values(), *cls.strangers.values()]:
            user.password = user.login
        cls.env.flush_all()

    def status(self, user, address):
        if user:
            self.authenticate(user.login, user.login)
        else:
            self.authenticate(None, None)
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            answer = self.url_open(address, allow_redirects=False)
        self.kind = answer.headers.get("Content-Type", "")
        return answer.status_code

    def statement(self, payers, company):
        return f"/receivable/statement.xlsx?payers={payers}&company={company}"

    def test_the_statement_is_given_to_readers_of_the_company_only(self):
        own = self.statement(self.garage.id, self.company.id)
        for who in ("reader", "collector", "manager"):
            self.assertEqual(self.status(self.people[who], own), 200, who)
        for who in ("portal", "salesperson"):
            self.assertEqual(self.status(self.people[who], own), 403, who)
        for user in self.strangers.values():
            self.assertEqual(self.status(user, own), 403)
        self.assertEqual(self.status(None, own), 303)
        self.assertEqual(self.status(self.people["reader"], self.statement(self.private.id, self.company.id)), 403)
        self.assertEqual(self.status(self.people["reader"], self.statement(f"{self.garage.id},{self.private.id}", self.company.id)), 403)

    def test_nonsense_in_the_address_of_a_statement_is_a_bad_request(self):
        reader = self.people["reader"]
        for payers in ("", "'; DROP TABLE res_partner; --", "-1", "0", HUGE, 2**31, "1e9", "1,,2", "%00", "None"):
            with self.subTest(payers=payers):
                self.assertEqual(self.status(reader, self.statement(payers, self.company.id)), 400)
        for company in ("", "'; DROP", "-1", HUGE, 2**31):
            with self.subTest(company=company):
                self.assertIn(self.status(reader, self.statement(self.garage.id, company)), (400, 403))
        self.assertEqual(self.status(reader, "/receivable/statement.xlsx"), 400)

    def test_the_printed_statement_is_not_given_to_others_by_the_address_of_reports(self):
        address = f"/report/html/receivable.report_statement/{self.garage.id}"
        self.assertEqual(self.status(self.people["reader"], address), 200)
        for who in ("portal", "salesperson"):
            self.assertNotEqual(self.status(self.people[who], address), 200, who)
        private = f"/report/html/receivable.report_statement/{self.private.id}"
        self.assertNotEqual(self.status(self.people["reader"], private), 200)

    def test_the_files_of_an_import_are_given_to_credit_managers_of_the_company_only(self):
        refused = f"/receivable/import/{self.ledger.id}/refused.xlsx"
        addresses = ("/receivable/import/model.csv", "/receivable/import/model.xlsx")
        for address in (*addresses, refused):
            self.assertEqual(self.status(self.people["manager"], address), 200, address)
            for who in ("portal", "salesperson", "reader", "collector"):
                self.assertEqual(self.status(self.people[who], address), 403, (who, address))
            self.assertEqual(self.status(None, address), 303, address)
        self.assertEqual(self.status(self.strangers["manager of B"], refused), 403)
        for number in ("0", "-1", "999999999", 2**31, HUGE, "'; DROP"):
            with self.subTest(number=number):
                self.assertEqual(self.status(self.people["manager"], f"/receivable/import/{number}/refused.xlsx"), 404)
        content = f"/web/content/receivable.import/{self.ledger.id}/data"
        self.assertEqual(self.status(self.people["manager"], content), 200)
        for user in (self.people["portal"], self.people["collector"], self.strangers["manager of B"], None):
            self.assertNotEqual(self.status(user, content), 200)
