from datetime import timedelta

from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.receivable_dispute.controllers.visitor import ACTS_PER_HOUR

from .portal_common import PortalCase

PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 100
ENDED = "This link has expired"


@tagged("post_install", "-at_install")
class TestPortalProblem(PortalCase):
    """A customer contests a part of an invoice, with a photo; both sides write; it is taken back. Nobody else sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.damaged = cls.env.ref("receivable_dispute.reason_qualite_err")

    def problems(self, payer=None):
        return self.env["receivable.dispute"].sudo().search([("partner_id", "=", (payer or self.papyrus).id)], order="id desc")

    def send(self, base, move=None, **values):
        typed = {"reason": self.damaged.id, "amount": "310.00", "text": "The lamp is broken"} | values
        return self.post(f"{base}/problem/new/{self.line(move or self.soon).id}", **typed)

    def opened(self, base=None, **values):
        self.send(base or self.sign_in(), **values)
        return self.problems()[:1]

    # -- opening ----------------------------------------------------------------------------------------------------------

    def test_a_part_is_contested_and_only_this_part_waits(self):
        for base in self.own_visits():
            with self.subTest(base=base):
                page = self.send(base, files={"files": ("lamp.jpg", PHOTO, "image/jpeg")}).text
                problem = self.problems()
                self.assertEqual((problem.amount, problem.source, problem.text), (310, "portal", "The lamp is broken"))
                self.assertIn(problem.name, page)
                self.assertIn("Only these", page)
                self.assertEqual(self.papyrus._receivable_balance(self.company)[0].now, 1820)
                problem._withdraw(self.today)
                problem.item_ids.unlink()
                problem.unlink()

    def test_who_wrote_is_the_person_signed_in_or_the_payer_of_the_link(self):
        self.assertEqual(self.opened().contact_id, self.paul.partner_id)
        self.assertEqual(self.opened(self.open_link(), move=self.late).contact_id, self.papyrus)

    def test_a_credit_note_is_asked_for(self):
        page = self.get(f"{self.sign_in()}/problem/new/{self.line(self.soon).id}?outcome=credit_note").text
        self.assertRegex(page, r'value="credit_note"[^>]*checked')
        self.assertEqual(self.opened(outcome="credit_note").outcome_wanted, "credit_note")

    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(self):
        base = self.sign_in()
        for values, sentence in (
            ({"amount": "9999"}, "At most"), ({"amount": "much"}, "Write an amount"), ({"amount": "0"}, "Write an amount"),
            ({"text": " "}, "Write a few words"), ({"reason": "0"}, "Choose what is wrong"), ({"reason": "x"}, "Choose what is wrong"),
            ({"text": "x" * 5001}, "characters at most"),
        ):  # fmt: skip
            with self.subTest(values=values):
                answer = self.send(base, **({"text": "Kept while I correct"} | values))
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
                self.assertRegex(answer.text, r'aria-(invalid="true"|describedby="fault_)')
                if values.get("text", "Kept") == "Kept":
                    self.assertIn("Kept while I correct", answer.text)
        self.assertFalse(self.problems())

    def test_amounts_may_be_written_as_the_phone_writes_them(self):
        self.assertEqual(self.opened(amount="310,50").amount, 310.5)
        self.assertEqual(self.opened(move=self.coming, amount="1,310.50").amount, 1310.5)

    def test_more_than_what_is_left_uncontested_is_told_in_a_sentence(self):
        base = self.sign_in()
        self.opened(base, amount="1240.00")
        self.assertIn("just been paid or changed", self.send(base).text)

    def test_nobody_contests_the_invoice_of_another_customer_or_company(self):
        for base in self.own_visits():
            for move in (self.theirs, self.elsewhere):
                with self.subTest(base=base):
                    self.assertIn("just been paid or changed", self.get(f"{base}/problem/new/{self.line(move).id}").text)
                    self.send(base, move=move)
        self.assertFalse(self.problems() | self.problems(self.garage))

    def test_anonymous_expired_and_revoked_open_nothing(self):
        base = self.open_link()
        access = self.access()
        for values in ({"expires_on": self.today - timedelta(days=1)}, {"expires_on": self.today, "revoked_on": self.today}):
            access.write(values)
            self.assertIn(ENDED, self.send(base).text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.send("/my/balance").url)
        self.assertFalse(self.problems())

    def test_a_form_without_its_token_is_refused(self):
        self.opened()
        problem, base = self.problems(), self.sign_in()
        for path in (f"problem/new/{self.line(self.late).id}", f"problem/{problem.id}/write", f"problem/{problem.id}/withdraw"):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(f"{base}/{path}", data={"text": "x"}).status_code, 400)
        self.assertEqual((len(self.problems()), problem.state), (1, "new"))

    def test_reading_a_form_changes_nothing(self):
        base = self.sign_in()
        problem = self.opened(base)
        for path in (f"problem/new/{self.line(self.soon).id}", f"problem/{problem.id}"):
            self.assertEqual(self.get(f"{base}/{path}").status_code, 200)
        for path in ("write", "withdraw"):
            self.assertIn(self.get(f"{base}/problem/{problem.id}/{path}").status_code, (404, 405))
        self.assertEqual((len(self.problems()), problem.state), (1, "new"))

    def test_form_after_form_is_asked_to_wait(self):
        base = self.sign_in()
        for _time in range(ACTS_PER_HOUR):
            self.env["receivable.portal.count"]._within("form", f"user {self.paul.id}", ACTS_PER_HOUR, hours=1)
        self.assertIn("a lot at once", self.send(base).text)
        self.assertFalse(self.problems())

    def test_hostile_fields_are_told_a_sentence(self):
        base = self.sign_in()
        self.assertEqual(self.opened(base, text="Broken\0 lamp").text, "Broken lamp")
        typed = {"reason": self.damaged.id, "amount": "10", "files": {"text": ("a.txt", b"words in a file", "text/plain")}}
        answer = self.post(f"{base}/problem/new/{self.line(self.late).id}", **typed)
        self.assertIn("Write a few words", answer.text)
        huge = "9" * 20
        for path in (f"problem/new/{huge}", f"problem/{huge}", f"problem/{huge}/file/1", f"plan/{huge}", f"promise?item={huge}"):
            with self.subTest(path=path):
                self.assertLess(self.get(f"{base}/{path}").status_code, 500)

    # -- files ------------------------------------------------------------------------------------------------------------

    def test_files_are_pictures_or_pdf_by_what_they_contain(self):
        base = self.sign_in()
        for name, content in (
            ("evil.jpg", b"<html><script>alert(1)</script>"), ("evil.svg", b"<svg onload='alert(1)'/>"), ("evil.pdf", b"MZ\x90\x00"),
            ("x.png", b""),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertIn("Only pictures and PDF", self.send(base, files={"files": (name, content, "image/jpeg")}).text)
        self.assertFalse(self.problems())

    def test_six_files_or_one_too_large_are_refused(self):
        base = self.sign_in()
        six = [("files", (f"{number}.jpg", PHOTO, "image/jpeg")) for number in range(6)]
        self.assertIn("At most 5 files", self.send(base, files=six).text)
        large = {"files": ("big.jpg", b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "image/jpeg")}
        self.assertIn("10 MB at most", self.send(base, files=large).text)
        self.assertFalse(self.problems())

    def test_a_file_is_given_back_to_be_saved_and_to_its_own_customer_only(self):
        base = self.sign_in()
        problem = self.opened(base, files={"files": ("../../lamp.html", PHOTO, "text/html")})
        file = problem.message_ids.attachment_ids
        self.assertEqual((file.name, file.mimetype, file.res_id, file.public), ("lamp.jpg", "image/jpeg", problem.id, False))
        path = f"problem/{problem.id}/file/{file.id}"
        answer = self.get(f"{base}/{path}")
        self.assertEqual(answer.content, PHOTO)
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(self.get(f"{self.open_link()}/{path}").content, PHOTO)
        for stranger in self.strange_visits():
            self.assertNotIn(PHOTO, self.get(f"{stranger}/{path}").content)
        self.authenticate(None, None)
        self.assertNotIn(PHOTO, self.get(f"/my/balance/{path}").content)
        self.assertNotIn(PHOTO, self.get(f"/web/content/{file.id}").content)

    def test_a_file_of_our_own_notes_is_not_given(self):
        base = self.sign_in()
        problem = self.opened(base)
        inside = self.env["ir.attachment"].create({
            "name": "inside.pdf", "raw": b"%PDF-secret", "res_model": problem._name, "res_id": problem.id,
        })  # fmt: skip
        problem.message_post(body="They exaggerate", subtype_xmlid="mail.mt_note", attachment_ids=inside.ids)
        self.assertNotIn(b"secret", self.get(f"{base}/problem/{problem.id}/file/{inside.id}").content)
        self.assertNotIn("They exaggerate", self.get(f"{base}/problem/{problem.id}").text)

    # -- conversation -----------------------------------------------------------------------------------------------------

    def test_both_sides_read_the_same_thread(self):
        base = self.sign_in()
        problem = self.opened(base)
        problem.message_post(body="Could you send a photo?", message_type="comment", subtype_xmlid="mail.mt_comment")
        problem.state = "waiting_customer"
        self.assertIn("Could you send a photo?", self.get(f"{base}/problem/{problem.id}").text)
        page = self.post(f"{base}/problem/{problem.id}/write", text="Here it is <script>alert(1)</script>").text
        self.assertIn("Here it is &lt;script&gt;", page)
        self.assertNotIn("<script>alert(1)", page)
        self.assertEqual((problem.state, problem.message_ids[0].author_id), ("progress", self.paul.partner_id))

    def test_an_empty_message_is_not_sent(self):
        base = self.sign_in()
        problem = self.opened(base)
        before = len(problem.message_ids)
        self.assertIn("Write a few words", self.post(f"{base}/problem/{problem.id}/write", text="  ").text)
        self.assertEqual(len(problem.message_ids), before)

    def test_a_stranger_neither_reads_nor_writes_nor_withdraws(self):
        problem = self.opened()
        before = len(problem.message_ids)
        for base in self.strange_visits():
            with self.subTest(base=base):
                self.assertNotIn(problem.name, self.get(f"{base}/problem/{problem.id}").text)
                self.post(f"{base}/problem/{problem.id}/write", text="Mine")
                self.post(f"{base}/problem/{problem.id}/withdraw")
        self.authenticate(None, None)
        self.assertIn("/web/login", self.get(f"/my/balance/problem/{problem.id}").url)
        self.assertEqual((problem.state, len(problem.message_ids)), ("new", before))

    def test_a_problem_with_another_company_stays_there(self):
        problem = self.env["receivable.dispute"].with_company(self.other_company).create({
            "move_line_ids": self.line(self.elsewhere).ids, "reason_id": self.damaged.id, "text": "There", "amount": 10,
        })  # fmt: skip
        for base in self.own_visits():
            self.assertNotIn(problem.name, self.get(f"{base}/problem/{problem.id}").text)
            self.post(f"{base}/problem/{problem.id}/withdraw")
        self.assertEqual(problem.state, "new")

    def test_it_is_taken_back_once(self):
        base = self.sign_in()
        problem = self.opened(base)
        for _time in range(2):
            self.assertIn("Withdrawn.", self.post(f"{base}/problem/{problem.id}/withdraw").text)
        self.assertEqual(problem.state, "withdrawn")
        self.assertEqual(self.papyrus._receivable_balance(self.company)[0].now, 2130)

    def test_the_token_of_the_form_is_that_of_the_session(self):
        base = self.sign_in()
        token = Request.csrf_token(self)
        self.sign_in(self.stranger)
        answer = self.url_open(f"{base}/problem/new/{self.line(self.soon).id}", data={"csrf_token": token, "text": "x"})
        self.assertEqual(answer.status_code, 400)

    # -- what is paid when a part is contested --------------------------------------------------------------------------------

    def test_money_for_the_rest_leaves_the_contested_part_open(self):
        older = self.invoice(self.papyrus, self.today - timedelta(days=20), 500)
        self.opened(move=older, amount="100")
        lines = self.line(older) | self.line(self.late)
        payment = self.env["account.payment"].create({
            "amount": 1290, "payment_type": "inbound", "partner_type": "customer", "partner_id": self.papyrus.id,
            "journal_id": self.company_data["default_journal_bank"].id,
        })  # fmt: skip
        payment.action_post()
        money = payment.move_id.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        (money | lines).with_context(receivable_chosen_line_ids=lines.ids).reconcile()
        self.assertEqual((older.amount_residual, self.late.amount_residual), (100, 0))
        self.assertEqual(self.problems().state, "new")
