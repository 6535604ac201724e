import io
import logging
from datetime import timedelta

import openpyxl

from odoo.tests import tagged

from odoo.addons.receivable.logic.masked_log import SecretFilter

from .portal_common import PortalCase

ENDED = "This link has expired"


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    """Who reaches which account: the own one by a login or by a link that is alive, nothing else."""

    def test_a_person_signed_in_sees_the_account_of_the_whole_company(self):
        page = self.get(self.sign_in()).text
        self.assertIn(self.late.name, page)
        self.assertIn(self.coming.name, page)
        self.assertNotIn(self.theirs.name, page)
        self.assertNotIn("777.00", page)

    def test_an_anonymous_visitor_is_sent_to_the_login_and_back(self):
        self.authenticate(None, None)
        answer = self.get("/my/balance?said=paid", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login?redirect=/my/balance", answer.headers["Location"])

    def test_a_private_link_opens_the_account_of_its_payer_and_company_only(self):
        page = self.get(self.open_link())
        self.assertIn(self.late.name, page.text)
        self.assertNotIn("777.00", page.text)
        self.assertNotIn(self.theirs.name, page.text)
        self.assertIn("Private link for", page.text)

    def test_no_page_behind_a_link_contains_its_secret(self):
        secret = self.link.rpartition("/")[2]
        page = self.get(self.open_link())
        self.assertNotIn(secret, page.text)
        self.assertNotIn(secret, page.url)
        self.assertEqual((page.headers["Referrer-Policy"], page.headers["Cache-Control"]), ("no-referrer", "no-store"))

    def test_the_log_of_the_server_does_not_contain_the_secret_of_a_link(self):
        (mask,) = [one for one in logging.getLogger("werkzeug").filters if isinstance(one, SecretFilter)]
        for address in (self.link, f"/fr{self.link}?said=paid"):
            line = logging.makeLogRecord({"msg": "%s - %s", "args": ("127.0.0.1", f'"GET {address} HTTP/1.1" 303 -')})
            mask.filter(line)
            self.assertIn("/my/balance/…", line.getMessage())
            self.assertNotIn(self.link, line.getMessage())

    def test_opening_a_link_changes_nothing_in_the_database(self):
        access = self.access()
        before = access.read()
        self.open_link()
        access.invalidate_recordset()
        self.assertEqual(access.read(), before)

    def test_the_number_of_a_link_is_worth_nothing_without_its_secret(self):
        self.open_link(self.link_of_other)
        page = self.get(f"/my/balance/link/{self.access().id}").text
        self.assertIn(ENDED, page)
        self.assertNotIn(self.late.name, page)

    def test_a_link_that_has_expired_shows_nothing_and_offers_a_new_one(self):
        base = self.open_link()
        self.access().expires_on = self.today - timedelta(days=1)
        for path in (self.link, base, f"{base}/statement.pdf", f"{base}/pay?item={self.line(self.late).id}"):
            with self.subTest(path=path):
                page = self.get(path).text
                self.assertIn(ENDED, page)
                self.assertNotIn(self.late.name, page)

    def test_a_link_that_was_revoked_shows_nothing(self):
        base = self.open_link()
        self.access().action_revoke()
        self.assertIn(ENDED, self.get(base).text)
        self.assertIn(ENDED, self.get(self.link).text)

    def test_the_link_of_a_payer_who_is_archived_shows_nothing(self):
        base = self.open_link()
        self.paul.active = False
        self.papyrus.active = False
        self.assertIn(ENDED, self.get(base).text)

    def test_a_secret_that_was_never_given_is_told_the_same_as_an_old_one(self):
        self.authenticate(None, None)
        self.assertIn(ENDED, self.get("/my/balance/" + "x" * 43).text)

    def test_a_person_signed_in_elsewhere_who_opens_a_link_acts_for_the_payer_of_the_link(self):
        self.sign_in(self.stranger)
        self.get(self.link)
        page = self.get(f"/my/balance/link/{self.access().id}").text
        self.assertIn(self.late.name, page)
        self.assertNotIn(self.theirs.name, page)

    def test_the_bank_account_is_for_persons_signed_in(self):
        self.env["res.partner.bank"].create({"acc_number": "FR7630001007941234567890185", "partner_id": self.company.partner_id.id})
        self.assertIn("FR7630001007941234567890185", self.get(self.sign_in()).text)
        self.assertNotIn("FR76", self.get(self.open_link()).text)

    # -- statement --------------------------------------------------------------------------------------------------------

    def test_the_statement_is_a_file_to_save_for_both_kinds_of_visit(self):
        for base in self.own_visits():
            for name in ("pdf", "xlsx"):
                with self.subTest(base=base, name=name):
                    answer = self.get(f"{base}/statement.{name}?company={self.company.id}")
                    self.assertIn({"pdf": "application/pdf", "xlsx": "spreadsheetml"}[name], answer.headers["Content-Type"])
                    self.assertIn(self.late.name, self._text(name, answer.content))
                    self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
                    self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")

    def test_the_statement_of_another_company_is_not_given(self):
        answer = self.get(f"{self.open_link()}/statement.xlsx?company={self.other_company.id}")
        self.assertNotIn("777", self._text("xlsx", answer.content))

    def test_the_statement_behind_a_link_tells_no_bank_account(self):
        self.env["res.partner.bank"].create({"acc_number": "FR7630001007941234567890185", "partner_id": self.company.partner_id.id})
        report = self.env["ir.actions.report"].with_context(allowed_company_ids=self.company.ids)
        told, _kind = report._render_qweb_html("receivable.report_statement", self.papyrus.ids)
        hidden, _kind = report.with_context(receivable_without_bank=True)._render_qweb_html("receivable.report_statement", self.papyrus.ids)
        self.assertIn(b"FR76", told)
        self.assertNotIn(b"FR76", hidden)

    @staticmethod
    def _text(name, content):
        """What a reader of the file finds in it (tests get the page that becomes the PDF)."""
        if name == "pdf":
            return content.decode()
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)

    def test_the_statement_names_whom_to_call_and_not_the_visitor(self):
        page = self._text("pdf", self.get(f"{self.sign_in()}/statement.pdf").content)
        asked = page[page.index("Please tell us"):]
        self.assertIn(self.company.name, asked)
        self.assertNotIn("Paul", asked)

    def test_a_longer_account_costs_no_more_queries(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.papyrus._receivable_balance(self.company)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for days in range(8):
            self.invoice(self.papyrus, self.today - timedelta(days=days), 10)
        self.assertEqual(queries(), few)

    # -- a new link -------------------------------------------------------------------------------------------------------

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "like", "papyrus.example")])

    def test_whoever_asks_for_a_new_link_gets_the_same_answer_and_only_the_known_address_gets_a_mail(self):
        self.access().expires_on = self.today - timedelta(days=1)
        self.authenticate(None, None)
        answers = [self.post("/my/balance/link/renew", secret=secret).text for secret in (self.link.rpartition("/")[2], "y" * 43)]
        self.assertEqual(*[answer[answer.index("Thank you"):answer.index("Nothing arrives")] for answer in answers])
        mail = self.mails()
        self.assertEqual(len(mail), 1)
        self.assertTrue(mail.auto_delete)
        fresh = mail.body_html.split("/my/balance/")[1].split('"')[0]
        self.assertIn(self.late.name, self.get(self.open_link(f"/my/balance/{fresh}")).text)

    def test_a_revoked_link_is_not_renewed(self):
        self.access().action_revoke()
        self.authenticate(None, None)
        self.post("/my/balance/link/renew", secret=self.link.rpartition("/")[2])
        self.assertFalse(self.mails())

    def test_asking_again_and_again_sends_three_mails_a_day_at_most(self):
        self.authenticate(None, None)
        for _time in range(5):
            self.post("/my/balance/link/renew", secret=self.link.rpartition("/")[2])
        self.assertEqual(len(self.mails()), 3)

    def test_one_address_on_the_net_asks_ten_times_an_hour_at_most(self):
        self.authenticate(None, None)
        for _time in range(10):
            self.post("/my/balance/link/renew", secret="z")
        self.post("/my/balance/link/renew", secret=self.link.rpartition("/")[2])
        self.assertFalse(self.mails())

    def test_a_form_without_its_token_is_refused(self):
        self.authenticate(None, None)
        self.assertEqual(self.url_open("/my/balance/link/renew", data={"secret": "x"}).status_code, 400)

    def test_the_first_page_of_the_portal_says_what_is_to_pay(self):
        self.sign_in()
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["receivable_balance_count", "receivable_account_count"]})
        self.assertEqual(counters["receivable_account_count"], 0)
        self.assertRegex(counters["receivable_balance_count"], r"2,130\.00.* to pay, .*890\.00.* late")
