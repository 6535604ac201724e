import re
from datetime import datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_dunning.tests.common import DunningCase, after


class ForewarningCase(DunningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"dunning_forewarning": True, "country_id": cls.env.ref("base.fr").id})
        cls.company.partner_id.tz = "Europe/Paris"
        cls.forewarning = cls.env["dunning.forewarning"].sudo()

    def evening(self, day, hour=17):
        """The mails of that evening; the clock is UTC, the company is in Paris."""
        known = self.env["mail.mail"].search([])
        with self.on(datetime.combine(after(day), datetime.min.time()).replace(hour=hour)):
            self.forewarning._cron_forewarn()
        return self.env["mail.mail"].search([]) - known

    def to(self, mails, user):
        return mails.filtered(lambda mail: user.email in mail.email_to)

    def link(self, mail):
        return re.search(r"/receivable/stop/([\w-]+)", mail.body_html)[1]


@tagged("post_install", "-at_install")
class TestForewarning(ForewarningCase):
    """The evening mail: what leaves tomorrow, for whom it is, and what is not in it."""

    def test_collectors_and_managers_are_told_once_what_leaves_tomorrow(self):
        self.invoice(self.garage, after(0), 1000)
        self.assertFalse(self.evening(4, hour=12), "it is not evening yet")
        mails = self.evening(4)
        self.assertEqual(len(self.to(mails, self.collector)), 1)
        self.assertEqual(len(self.to(mails, self.manager)), 1)
        self.assertFalse(mails.filtered(lambda mail: "lecteur" in mail.email_to))
        mail = self.to(mails, self.collector)
        self.assertEqual(mail.subject, "Tomorrow: 1 messages planned, 0 to approve")
        for words in ("Planned for tomorrow at 08:00:", "Garage Tourneboulon", "1st reminder", "1,000.00", "/odoo/follow-up",
                      "What is not approved does not leave."):  # fmt: skip
            self.assertIn(words, mail.body_html)
        self.assertTrue(mail.auto_delete, "the link in it is a secret")
        self.assertFalse(self.evening(4, hour=18), "one mail a day")

    def test_amounts_are_in_the_currency_of_the_company_that_is_told_about(self):
        self.invoice(self.garage, after(0), 10)  # below the minimum of the first reminder
        self.invoice(self.payer("Imprimerie", email="i@papyrus.example"), after(0), 1000)
        franc = self.env["res.company"].create({"name": "Zürich AG", "currency_id": self.env.ref("base.CHF").id})
        self.forewarning = self.forewarning.with_company(franc)
        mail = self.to(self.evening(4), self.collector)
        self.assertIn("below the minimum", mail.body_html)
        self.assertNotIn("CHF", mail.body_html)

    def test_each_reader_reads_it_in_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["receivable_dunning"], ["fr_FR"])
        self.collector.lang = "fr_FR"
        self.invoice(self.garage, after(0), 1000)
        mails = self.evening(4)
        mail = self.to(mails, self.collector)
        self.assertEqual(mail.subject, "Demain\N{NO-BREAK SPACE}: 1 messages prévus, 0 à approuver")
        self.assertIn("Prévus demain à 08:00", mail.body_html)
        self.assertIn("Ce qui n’est pas approuvé ne part pas.", mail.body_html)
        self.assertIn("Tomorrow", self.to(mails, self.manager).subject)

    def test_what_is_held_is_told_with_its_reason_and_nothing_secret_is_in_it(self):
        self.invoice(self.garage, after(0), 1000)
        held = self.payer("Hôtel du Lac", email="lac@lac.example", bank_ids=[Command.create({"acc_number": "FR7630006000011234567890189"})])
        self.invoice(held, after(0), 700)
        self.env["receivable.pause"].create({
            "company_id": self.company.id, "partner_id": held.id, "reason": "Audit", "date_from": after(1), "date_until": after(40),
        })  # fmt: skip
        body = self.to(self.evening(4), self.collector).body_html
        self.assertIn("Held back, and why:", body)
        self.assertIn("Audit", body)
        self.assertNotIn("FR76", body)
        self.assertNotIn("99999000011234567890189", body)

    def test_an_old_bank_is_said(self):
        self.invoice(self.garage, after(0), 1000)
        self.bank_line(10, after(-10), "Old money")
        self.assertIn("This is old: without a more recent one", self.to(self.evening(4), self.collector).body_html)

    def test_nobody_is_told_of_a_company_they_may_not_read(self):
        outsider = new_test_user(
            self.env, "outsider", groups="receivable.group_receivable_user", email="o@elsewhere.example", company_id=self.env.company.id
        )
        outsider.write({"company_ids": [Command.set(self.env["res.company"].create({"name": "Elsewhere"}).ids)],
                        "company_id": self.env["res.company"].search([("name", "=", "Elsewhere")]).id})  # fmt: skip
        self.invoice(self.garage, after(0), 1000)
        self.assertFalse(self.to(self.evening(4), outsider))

    def test_no_mail_in_test_mode_without_the_setting_or_when_nothing_leaves(self):
        self.assertFalse(self.evening(4), "nothing is open")
        self.invoice(self.garage, after(0), 1000)
        self.company.dunning_forewarning = False
        self.assertFalse(self.evening(4))
        self.company.write({"dunning_forewarning": True, "dunning_mode": "test"})
        self.assertFalse(self.evening(4))

    def test_in_manual_mode_everything_is_to_approve_and_what_is_approved_leaves(self):
        self.company.dunning_mode = "manual"
        action, _bills = self.reminder(1000, day=5)
        self.assertIn("0 messages planned, 1 to approve", self.to(self.evening(5), self.collector).subject)
        action._set_state("approved", decided_by_id=self.collector.id)
        self.forewarning.search([]).unlink()
        self.assertIn("1 messages planned, 0 to approve", self.to(self.evening(5), self.collector).subject)

    def test_the_secret_is_kept_as_a_hash_only(self):
        self.invoice(self.garage, after(0), 1000)
        token = self.link(self.to(self.evening(4), self.collector))
        told = self.forewarning.search([("user_id", "=", self.collector.id)])
        self.assertNotIn(token, str(told.read()))
        self.assertEqual(told.token_hash, self.forewarning._hash(token))

    # -- a stopped day --------------------------------------------------------------------------------------------------------

    def stopped(self, day):
        return self.env["dunning.stop"]._stop(self.company, after(day), self.collector)

    def test_on_a_stopped_day_nothing_leaves_by_itself_and_approved_messages_wait(self):
        action, _bills = self.reminder(1000)
        self.stopped(5)
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("planned", []))
        action._set_state("approved", decided_by_id=self.collector.id)
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("approved", []))
        self.send(after(6))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_the_claim_itself_asks_whether_the_day_is_stopped(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved", decided_by_id=self.collector.id)
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, after(5), {})
        stop = self.stopped(5)
        self.env.flush_all()
        self.assertFalse(outbox._claim(mail, after(5)))
        stop.with_user(self.collector).action_start_again()
        self.env.flush_all()
        self.assertTrue(outbox._claim(mail, after(5)))

    def test_the_banner_says_who_stopped_and_a_collector_starts_again(self):
        stop = self.stopped(6)
        with self.on(after(5)):
            banner = self.company.with_user(self.collector)._dunning_banner()
            self.assertIn("Colette Rappel stopped", banner["message"])
            self.assertEqual([link["label"] for link in banner["links"]], ["Start again"])
            self.assertFalse(self.company.with_user(self.reader)._dunning_banner()["links"])
            with self.assertRaises(AccessError):
                stop.with_user(self.reader).action_start_again()
            stop.with_user(self.collector).action_start_again()
            self.assertEqual(stop.lifted_by_id, self.collector)
            self.assertFalse(self.company.with_user(self.collector)._dunning_banner())

    def test_a_day_is_stopped_once(self):
        first = self.stopped(5)
        self.assertEqual(self.stopped(5), first)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            first.copy()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestStopLink(ForewarningCase, HttpCase):
    """The link of the evening mail, opened by its reader, by a mail filter and by strangers."""

    def setUp(self):
        super().setUp()
        self.invoice(self.garage, after(0), 1000)
        self.token = self.link(self.to(self.evening(4), self.collector))
        self.told = self.forewarning.search([("user_id", "=", self.collector.id)])
        self.told.expires_at = "2199-01-01"  # the server's clock is not the test's
        self.env.flush_all()

    def open(self, token=None):
        return self.url_open(f"/receivable/stop/{token or self.token}")

    def press(self, page=None, token=None):
        page = page or self.open()
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.url_open(f"/receivable/stop/{token or self.token}", data={"csrf_token": found[1]})

    def stops(self):
        return self.env["dunning.stop"].search([("company_id", "=", self.company.id)])

    def test_opening_the_link_changes_nothing(self):
        page = self.open()
        self.assertIn("1 message would leave", page.text)
        self.assertNotIn("Garage", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.stops())

    def test_the_button_stops_tomorrow_once(self):
        page = self.open()
        self.assertIn("Colette Rappel stopped", self.press(page).text)
        self.assertEqual((self.stops().date, self.stops().user_id), (after(5), self.collector))
        self.assertIn("Colette Rappel stopped", self.press(page).text, "the button pressed twice")
        self.assertEqual(len(self.stops()), 1)

    def test_a_used_link_stops_nothing_that_was_started_again(self):
        self.press()
        self.stops().with_user(self.collector).action_start_again()
        self.env.flush_all()
        self.assertIn("started again", self.open().text)
        self.assertFalse(self.stops().filtered(lambda stop: not stop.lifted_at))

    def test_strangers_and_late_readers_get_one_sentence_and_learn_nothing(self):
        answers = [self.open("guess")]
        self.told.expires_at = "2020-01-01"
        self.env.flush_all()
        answers.append(self.open())
        self.told.expires_at = "2199-01-01"
        self.collector.group_ids = [Command.unlink(self.env.ref("receivable.group_receivable_user").id)]
        self.env.flush_all()
        answers.append(self.open())
        for answer in answers:
            self.assertEqual(answer.status_code, 404)
            self.assertIn("It has expired or is not valid", answer.text)
            self.assertNotIn(self.company.name, answer.text)
        self.assertFalse(self.stops())
