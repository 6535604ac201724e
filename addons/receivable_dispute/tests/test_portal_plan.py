from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalPlan(PortalCase):
    """A customer reads a payment plan, accepts it with name and tick, or asks for other dates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(cls.late)
        cls.plan.action_propose()

    @classmethod
    def new_plan(cls, move, company=None):
        plan = cls.env["receivable.payment.plan"].with_company(company or cls.company).create({
            "move_line_ids": [Command.set(cls.item(move).ids)], "first_date": cls.today + timedelta(days=5), "count": 2,
        })  # fmt: skip
        plan.action_compute_schedule()
        return plan

    def accept(self, base, **values):
        typed = {"name": "Paul Pressé", "agreed": "1", "agreement": self.plan.agreement_hash}
        return self.post(f"{base}/plan/{self.plan.id}/accept", **(typed | values))

    def test_the_account_announces_the_plan_and_the_page_shows_its_whole_text(self):
        base = self.sign_in()
        self.assertIn("A payment plan is proposed to you", self.get(base).text)
        page = self.get(f"{base}/plan/{self.plan.id}").text
        self.assertIn("acknowledges owing", page)
        self.assertEqual(self.plan.state, "proposed", "looking changes nothing")

    def test_it_is_accepted_with_name_day_and_address(self):
        page = self.accept(self.sign_in()).text
        self.assertEqual((self.plan.state, self.plan.accepted_name), ("accepted", "Paul Pressé"))
        self.assertEqual((self.plan.accepted_by_id, self.plan.accepted_ip), (self.paul.partner_id, "127.0.0.1"))
        self.assertIn("The plan is in place", page)
        copy = self.get(f"/my/balance/plan/{self.plan.id}/signed.pdf")
        self.assertTrue(copy.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(copy.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("Accepted by", self.get(f"/my/balance/plan/{self.plan.id}").text)

    def test_it_is_accepted_behind_a_link_too(self):
        self.accept(self.open_link())
        self.assertEqual((self.plan.state, self.plan.accepted_by_id), ("accepted", self.papyrus))

    def test_without_name_tick_or_the_text_that_was_read_nothing_is_accepted(self):
        base = self.sign_in()
        for values, sentence in (
            ({"name": " "}, "first and last name"), ({"agreed": ""}, "Tick the box"), ({"agreement": "0" * 64}, "has changed meanwhile"),
            ({"agreement": ""}, "has changed meanwhile"),
        ):  # fmt: skip
            with self.subTest(values=values):
                answer = self.accept(base, **values)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
        self.assertEqual(self.plan.state, "proposed")

    def test_it_is_accepted_once_and_not_after_its_last_day(self):
        base = self.sign_in()
        self.plan.sudo().valid_until = self.today - timedelta(days=1)
        self.assertIn("no longer valid", self.get(f"{base}/plan/{self.plan.id}").text)
        self.assertIn("was valid until", self.accept(base).text)
        self.plan.sudo().valid_until = self.today
        self.accept(base)
        self.assertIn("Nothing was changed", self.accept(base, name="Somebody else").text)
        self.assertEqual(self.plan.accepted_name, "Paul Pressé")

    def test_a_draft_is_not_shown(self):
        draft = self.new_plan(self.coming)
        base = self.sign_in()
        self.assertNotIn(draft.name, self.get(base).text + self.get(f"{base}/plan/{draft.id}").text)

    def test_other_dates_are_asked_for_in_words(self):
        base = self.sign_in()
        page = self.post(f"{base}/plan/{self.plan.id}/write", text="Could it be the 10th? <b>Please</b>").text
        self.assertIn("Nothing is agreed yet", page)
        self.assertIn("Could it be the 10th? &lt;b&gt;", page)
        self.assertEqual(self.plan.state, "proposed")
        self.assertIn("Write a few words", self.post(f"{base}/plan/{self.plan.id}/write", text="").text)

    def test_nobody_reads_or_accepts_the_plan_of_another_customer_or_company(self):
        elsewhere = self.new_plan(self.elsewhere, self.other_company)
        elsewhere.action_propose()
        visits = (
            (self.stranger, None, self.plan), (None, self.link_of_other, self.plan),
            (self.paul, None, elsewhere), (None, self.link, elsewhere),
        )  # fmt: skip
        for user, link, plan in visits:
            base = self.sign_in(user) if user else self.open_link(link)
            with self.subTest(base=base):
                for path in ("", "/signed.pdf"):
                    self.assertNotIn(plan.name, self.get(f"{base}/plan/{plan.id}{path}").text)
                self.post(f"{base}/plan/{plan.id}/accept", name="Me", agreed="1", agreement=plan.agreement_hash)
                self.post(f"{base}/plan/{plan.id}/write", text="Hello")
        self.assertEqual((self.plan.state, elsewhere.state), ("proposed", "proposed"))

    def test_anonymous_expired_revoked_and_archived_accept_nothing(self):
        base, access = self.open_link(), self.access()
        for values in ({"expires_on": self.today - timedelta(days=1)}, {"expires_on": self.today, "revoked_on": self.today}):
            access.write(values)
            self.assertIn("This link has expired", self.accept(base).text)
            self.assertIn("This link has expired", self.get(f"{base}/plan/{self.plan.id}").text)
        access.revoked_on = False
        self.paul.active = self.papyrus.active = False
        self.assertIn("This link has expired", self.accept(base).text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.accept("/my/balance").url)
        self.assertEqual(self.plan.state, "proposed")

    def test_a_form_without_its_token_is_refused(self):
        base = self.sign_in()
        for act in ("accept", "write"):
            self.assertEqual(self.url_open(f"{base}/plan/{self.plan.id}/{act}", data={"name": "Paul"}).status_code, 400)
        self.assertEqual(self.plan.state, "proposed")
