from datetime import timedelta

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalPromise(PortalCase):
    """A customer says on which day they will pay."""

    def promises(self, payer=None):
        return self.env["receivable.promise"].sudo().search([("partner_id", "=", (payer or self.papyrus).id)])

    def form(self, base, *moves):
        return self.get(f"{base}/promise?" + "&".join(f"item={self.line(move).id}" for move in moves)).text

    def send(self, base, *moves, **values):
        typed = {"day": self.today + timedelta(days=10), "amount": "2130.00", "item": [self.line(move).id for move in moves]}
        return self.post(f"{base}/promise", **(typed | values))

    def test_two_invoices_are_promised_for_a_day(self):
        for base in self.own_visits():
            with self.subTest(base=base):
                page = self.send(base, self.late, self.soon).text
                promise = self.promises()[:1]
                self.assertEqual((promise.amount, promise.promised_on, promise.source), (2130, self.today + timedelta(days=10), "portal"))
                self.assertIn("Noted:", page)
                self.assertIn("these 2 invoices", page)
        self.assertEqual([one.state for one in self.promises()], ["coming", "cancelled"])

    def test_the_form_states_the_latest_day_and_the_amount(self):
        page = self.form(self.sign_in(), self.late, self.soon)
        self.assertIn(f'max="{self.today + timedelta(days=30)}"', page)
        self.assertIn('value="2130.00"', page)
        self.assertFalse(self.promises(), "looking changes nothing")

    def test_what_is_wrong_is_a_sentence_and_nothing_is_recorded(self):
        base = self.sign_in()
        for values, sentence in (
            ({"day": ""}, "Choose a day"), ({"day": "soon"}, "Choose a day"), ({"day": self.today - timedelta(days=1)}, "a day to come"),
            ({"day": self.today + timedelta(days=31)}, "Not later than"), ({"amount": "9999"}, "At most"),
            ({"amount": "-1"}, "Write an amount"),
        ):  # fmt: skip
            with self.subTest(values=values):
                answer = self.send(base, self.late, self.soon, **values)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
        self.assertFalse(self.promises())

    def test_a_third_promise_on_the_same_invoice_is_refused(self):
        base = self.sign_in()
        for days in (3, 6):
            self.send(base, self.late, amount="890", day=self.today + timedelta(days=days))
        answer = self.send(base, self.late, amount="890", day=self.today + timedelta(days=9))
        self.assertIn("no further one is taken", answer.text)
        self.assertEqual(len(self.promises()), 2)

    def test_nobody_promises_for_another_account(self):
        for base in self.own_visits():
            for moves in ([self.theirs], [self.elsewhere], [self.late, self.theirs], []):
                with self.subTest(base=base):
                    self.assertIn("just been paid or changed", self.form(base, *moves))
                    self.send(base, *moves)
        self.assertFalse(self.promises() | self.promises(self.garage))

    def test_anonymous_expired_revoked_and_archived_promise_nothing(self):
        base, access = self.open_link(), self.access()
        for values in ({"expires_on": self.today - timedelta(days=1)}, {"expires_on": self.today, "revoked_on": self.today}):
            access.write(values)
            self.assertIn("This link has expired", self.send(base, self.late).text)
        access.revoked_on = False
        self.paul.active = self.papyrus.active = False
        self.assertIn("This link has expired", self.send(base, self.late).text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.send("/my/balance", self.late).url)
        self.assertFalse(self.promises())

    def test_a_form_without_its_token_is_refused(self):
        base = self.sign_in()
        self.assertEqual(self.url_open(f"{base}/promise", data={"item": self.line(self.late).id}).status_code, 400)
        self.assertFalse(self.promises())

    def test_the_account_lists_the_days_that_were_given_and_not_those_of_others(self):
        self.send(self.sign_in(self.stranger), self.theirs, amount="2460")
        self.send(self.sign_in(), self.late, amount="890")
        page = self.get("/my/balance").text
        self.assertIn("Payment dates you gave (1)", page.replace("\n", ""))
        foreign = self.promises(self.garage)
        self.assertNotIn("Noted:", self.get(f"/my/balance?promise={foreign.id}").text)
