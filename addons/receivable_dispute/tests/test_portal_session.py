from odoo.tests import tagged

from .portal_common import PortalCase

ENDED = "Your session has ended"


@tagged("post_install", "-at_install")
class TestPortalSession(PortalCase):
    """A form that arrives after the session has ended changes nothing, and its sender reads how to go on."""

    def stale(self, path, **typed):
        """The form as a browser sends it whose login has expired since the page was opened."""
        self.authenticate(None, None)
        return self.url_open(path, data={"csrf_token": "old", **typed})

    def test_the_page_leads_back_to_the_same_form_and_shows_what_was_written(self):
        line = self.line(self.soon).id
        promise = f"/my/balance/promise?item={line}"
        for path, back in (
            (f"/my/balance/problem/new/{line}", f"/my/balance/problem/new/{line}"),
            (f"/my/balance/paid/new/{line}", f"/my/balance/paid/new/{line}"), ("/my/balance/problem/7/write", "/my/balance/problem/7"),
            ("/my/balance/plan/7/accept", "/my/balance/plan/7"),
        ):  # fmt: skip
            with self.subTest(path=path):
                answer = self.stale(path, text="The lamp <b>is</b> broken")
                self.assertEqual(answer.status_code, 400)
                self.assertIn(ENDED, answer.text)
                self.assertIn(f"/web/login?redirect={back}", answer.text)
                self.assertIn("The lamp &lt;b&gt;is&lt;/b&gt; broken", answer.text)
                self.assertNotIn('role="status"', answer.text, "what the browser keeps must stay")
        self.assertIn(promise.replace("?", "%3F").replace("=", "%3D"), self.stale("/my/balance/promise", item=line, day="2026-12-01").text)

    def test_behind_a_private_link_the_link_is_to_be_opened_again(self):
        base = self.open_link()
        answer = self.stale(f"{base}/problem/new/{self.line(self.soon).id}", text="The lamp is broken")
        self.assertIn("open the link of our message once more", answer.text)
        self.assertIn("The lamp is broken", answer.text)
        self.assertNotIn("Sign in again", answer.text)

    def test_nothing_is_done_and_other_pages_keep_their_own_answer(self):
        self.stale(f"/my/balance/problem/new/{self.line(self.soon).id}", text="x", amount="10", reason="1")
        self.assertFalse(self.env["receivable.dispute"].sudo().search([("partner_id", "=", self.papyrus.id)]))
        self.assertNotIn(ENDED, self.stale("/my/account", name="x").text)
