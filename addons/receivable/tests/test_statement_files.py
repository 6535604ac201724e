import io
from datetime import timedelta

import openpyxl
from lxml import html

from odoo import fields
from odoo.tests import Form, tagged

from odoo.addons.receivable.report.statement_workbook import StatementWorkbook
from odoo.addons.receivable.tests.common import ReceivableCase


@tagged("post_install", "-at_install")
class TestStatementFiles(ReceivableCase):
    """The statement as sheet of paper and as workbook; its figures are proved in tests/test_statement.py."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@garage.example", ref="C0042")
        cls.late = cls.invoice(cls.garage, cls.today - timedelta(days=5), 2460)
        cls.coming = cls.invoice(cls.garage, cls.today + timedelta(days=12), 980, ref="=1+1")
        cls.credit_note(cls.garage, cls.today, 280)

    def page(self, payer):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html("receivable.report_statement", payer.ids)
        return " ".join(html.fromstring(content).text_content().split())

    def sheets(self, *payers):
        statements = [payer._receivable_statement(self.company, self.today) for payer in payers]
        return openpyxl.load_workbook(io.BytesIO(StatementWorkbook(self.env, statements).build()))

    def column(self, sheet, head):
        heads = [cell.value for cell in sheet[4]]
        return [row[heads.index(head)].value for row in sheet.iter_rows(min_row=5)]

    def test_the_sheet_says_what_is_to_pay_today_and_how(self):
        page = self.page(self.garage)
        self.assertIn("To pay today: 2,180.00 USD", page)
        self.assertIn("Balance 3,160.00", page)
        self.assertIn(self.late.name, page)
        self.assertIn("in your favour", page)
        self.assertIn("Account C0042", page)

    def test_a_payer_who_owes_nothing_gets_a_statement_too(self):
        self.assertIn("No open item on", self.page(self.payer("Pixel Sauvage")))

    def test_a_past_day_shows_what_was_open_then(self):
        bill = self.invoice(self.garage, self.today - timedelta(days=60), 1000)
        self.pay(bill, 400, self.today - timedelta(days=40))
        self.pay(bill, date=self.today - timedelta(days=10))
        left = {
            days: [row.left for row in self.past(days).sections[0].rows if row.move == bill.id] if self.past(days).sections else []
            for days in (50, 20, 0)
        }
        self.assertEqual(left, {50: [1000], 20: [600], 0: []})

    def past(self, days):
        return self.garage._receivable_statement(self.company, self.today - timedelta(days=days))

    def test_currencies_stand_apart(self):
        other = self.setup_other_currency("EUR", rates=[("1900-01-01", 2)])
        self.invoice(self.garage, self.today - timedelta(days=5), 100, currency=other)
        page = self.page(self.garage)
        self.assertIn("To pay today: 100.00 EUR", page)
        self.assertIn("To pay today: 2,180.00 USD", page)
        self.assertEqual(sorted(self.sheets(self.garage).sheetnames), ["EUR", "USD"])

    def test_the_customer_reads_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.garage.lang = "fr_FR"
        self.assertIn("2 180,00 USD", self.page(self.garage))

    def test_the_workbook_holds_real_dates_and_numbers(self):
        sheet = self.sheets(self.garage)["USD"]
        self.assertEqual(self.column(sheet, "Due")[0].date(), self.late.invoice_date_due)
        self.assertEqual(self.column(sheet, "Left")[:3], [2460, 980, -280])
        self.assertEqual(self.column(sheet, "Days late")[:3], [5, None, None])

    def test_totals_are_formulas_and_the_head_stays(self):
        sheet = self.sheets(self.garage)["USD"]
        self.assertEqual(self.column(sheet, "Left")[3], "=SUM(I5:I7)")
        self.assertEqual(sheet.freeze_panes, "A5")

    def test_a_text_that_looks_like_a_formula_stays_a_text(self):
        cells = [cell for row in self.sheets(self.garage)["USD"].iter_rows() for cell in row if cell.value == "=1+1"]
        self.assertEqual([cell.data_type for cell in cells], ["s"])

    def test_several_payers_share_a_sheet_per_currency(self):
        hotel = self.payer("Hôtel du Lac")
        self.invoice(hotel, self.today, 50)
        sheet = self.sheets(self.garage, hotel)["USD"]
        self.assertEqual(self.column(sheet, "Payer")[:4], ["Garage Tourneboulon"] * 3 + ["Hôtel du Lac"])

    def test_an_empty_workbook_says_so(self):
        self.assertIn("No open item on this day.", [cell.value for cell in self.sheets(self.payer("Pixel"))["Statement"]["A"]])

    def test_the_composer_comes_with_the_statement_and_the_right_contact(self):
        contact = self.payer("Comptabilité", parent_id=self.garage.id, is_company=False, type="invoice", email="c@garage.example")
        action = self.garage.action_receivable_send_statement()
        composer = Form(self.env[action["res_model"]].with_context(**action["context"])).save()
        self.assertEqual(composer.partner_ids, contact)
        self.assertEqual(len(composer.attachment_ids), 1)
        self.assertIn("2,460.00&nbsp;USD", composer.body)
