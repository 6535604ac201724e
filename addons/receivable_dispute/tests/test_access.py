import hashlib
from datetime import date

from odoo.tests import tagged

from odoo.addons.receivable_dispute.tests.common import DisputeCase


@tagged("post_install", "-at_install")
class TestAccess(DisputeCase):
    """A private link to the account of one payer."""

    def issued(self, day="2026-11-10", **values):
        with self.on(day):
            url = self.env["receivable.access"]._issue(self.garage, self.company, **values)
        return url.rpartition("/")[2]

    def test_the_database_keeps_a_fingerprint_and_never_the_secret(self):
        secret = self.issued()
        self.assertGreaterEqual(len(secret), 43)
        access = self.env["receivable.access"]._find(secret)
        self.assertRecordValues(access, [{
            "partner_id": self.garage.id, "company_id": self.company.id, "expires_on": date(2026, 12, 25),
            "secret_hash": hashlib.sha256(secret.encode()).hexdigest(),
        }])  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM receivable_access WHERE receivable_access::text LIKE %s", [f"%{secret}%"])
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_two_links_have_nothing_in_common(self):
        self.assertNotEqual(self.issued(), self.issued())

    def test_a_contact_gets_the_account_of_its_company(self):
        contact = self.env["res.partner"].create({"name": "Paul Pressé", "parent_id": self.garage.id})
        url = self.env["receivable.access"]._issue(contact, self.company)
        self.assertEqual(self.env["receivable.access"]._find(url.rpartition("/")[2]).partner_id, self.garage)

    def test_a_secret_that_was_never_given_opens_nothing(self):
        self.issued()
        for guess in ("", "x", "' OR true --", "é" * 50):
            self.assertFalse(self.env["receivable.access"]._find(guess))

    def test_a_link_is_open_until_its_last_day(self):
        access = self.env["receivable.access"]._find(self.issued(days=3))
        for day, is_open in (("2026-11-10", True), ("2026-11-13", True), ("2026-11-14", False)):
            with self.on(day):
                self.assertEqual(access._is_open(), is_open, day)

    def test_a_revoked_link_opens_nothing_from_that_moment(self):
        access = self.env["receivable.access"]._find(self.issued())
        with self.on("2026-11-11"):
            access.action_revoke()
            self.assertFalse(access._is_open())

    def test_an_archived_payer_has_no_account(self):
        access = self.env["receivable.access"]._find(self.issued())
        self.garage.active = False
        with self.on("2026-11-11"):
            self.assertFalse(access._is_open())

    def test_its_use_is_written_down_once_a_day(self):
        access = self.env["receivable.access"]._find(self.issued())
        with self.on("2026-11-11"):
            access._used()
            self.env.flush_all()
            self.assertEqual(access.used_on, date(2026, 11, 11))
            start = self.env.cr.sql_log_count
            access._used()
            self.env.flush_all()
            self.assertEqual(self.env.cr.sql_log_count, start)

    def test_nobody_reads_the_fingerprints(self):
        access = self.env["receivable.access"]._find(self.issued())
        collector = self.env["res.users"].create({
            "name": "Colette Rappel", "login": "colette.collector",
            "group_ids": [(6, 0, self.env.ref("receivable.group_receivable_user").ids)],
        })  # fmt: skip
        self.assertNotIn("secret_hash", access.with_user(collector).fields_get())
