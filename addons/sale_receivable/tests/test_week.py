"""The salesperson's week: who is late, what helps, and where an answer goes."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderCase

MONDAY = "2026-06-29"


@tagged("post_install", "-at_install")
class TestWeek(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.receivable_weekly_mail = True
        cls.bakery = cls.payer("Boulangerie Croustibelle", user_id=cls.seller.id)
        cls.garage.user_id = cls.seller
        cls.seller.name = "Victor Devis"
        cls.invoice(cls.garage, "2026-06-01", 700)

    def monday(self):
        with self.on(MONDAY + " 08:00:00"), self.enter_registry_test_mode():
            self.env.ref("sale_receivable.ir_cron_sale_week").method_direct_trigger()
        return self.env["sale.week"].sudo().search([("user_id", "=", self.seller.id)])

    def mails(self, week):
        domain = [("model", "=", "sale.week"), ("res_id", "in", week.ids), ("message_type", "=", "user_notification")]
        return self.env["mail.message"].sudo().search(domain)

    def say(self, line, words, **values):
        wizard = self.env["sale.week.word"].with_user(self.seller).create({"line_id": line.id, "words": words} | values)
        wizard.action_say()

    def test_a_salesperson_hears_of_late_customers_and_of_orders_that_wait(self):
        order = self.order(self.bakery, 100)
        order.write({"receivable_credit_state": "documents", "receivable_held_since": "2026-06-25 09:00:00"})
        week = self.monday()
        self.assertEqual(week.line_ids.mapped("partner_id.name"), ["Garage Tourneboulon", "Boulangerie Croustibelle"])
        self.assertEqual(week.line_ids.mapped("badge"), ["late", "order"])
        self.assertIn(f"documents asked for with order {order.name}", week.asks[0])
        [mail] = self.mails(week)
        self.assertEqual(mail.subject, "Your customers this week: where a word from you helps")
        self.assertEqual(mail.notified_partner_ids, self.seller.partner_id)
        for words in ("Hello Victor Devis", "pays late, follow-up under way", "order to approve", "Two useful nudges"):
            self.assertIn(words, mail.body)

    def test_without_such_a_customer_there_is_no_mail(self):
        self.garage.user_id = self.manager
        week = self.monday()
        self.assertFalse(self.mails(week))

    def test_a_company_that_does_not_want_it_sends_none(self):
        self.company.receivable_weekly_mail = False
        self.assertFalse(self.monday())

    def test_the_mail_leaves_once_a_day_however_often_the_job_runs(self):
        self.monday()
        week = self.monday()
        self.assertEqual(len(self.mails(week)), 1)

    def test_who_paid_last_week_is_good_news(self):
        bill = self.invoice(self.bakery, "2026-06-20", 300)
        with self.on("2026-06-25"):
            self.pay(bill, date="2026-06-25")
        self.assertEqual(self.monday().paid_names, "Boulangerie Croustibelle")

    def test_an_answer_goes_to_the_customer_that_it_names(self):
        self.invoice(self.bakery, "2026-06-10", 50)
        week = self.monday()
        week.message_post(body="The garage tourneboulon pays on Friday", message_type="email", author_id=self.seller.partner_id.id)
        self.assertIn("pays on Friday", self.garage.message_ids[:1].body)
        self.assertNotIn("pays on Friday", self.bakery.message_ids[:1].body or "")

    def test_a_word_is_kept_on_the_customer(self):
        self.say(self.monday().line_ids, "The new bookkeeper starts on Monday")
        self.assertIn("new bookkeeper", self.garage.message_ids[:1].body)
        self.assertFalse(self.garage.sudo().receivable_pause_ids)

    def test_i_take_it_lets_reminders_wait_a_few_days(self):
        line = self.monday().line_ids
        with self.on(MONDAY):
            self.say(line, "I see them on Wednesday", take=True, until="2026-07-02")
            pause = self.garage.sudo().receivable_pause_ids
            self.assertEqual(str(pause.date_until), "2026-07-02")
            self.assertIn("takes it: I see them on Wednesday", pause.reason)
            self.assertEqual(pause.user_id, self.seller)
            with self.assertRaisesRegex(UserError, "agree with the collector"):
                self.say(line, "Again", take=True, until="2026-07-03")

    def test_nobody_takes_a_customer_for_weeks(self):
        line = self.monday().line_ids
        with self.on(MONDAY), self.assertRaisesRegex(UserError, "5 days at most"):
            self.say(line, "Leave them to me", take=True, until="2026-07-31")

    def test_the_window_says_what_will_happen(self):
        line = self.monday().line_ids
        with self.on(MONDAY):
            form = Form(self.env["sale.week.word"].with_user(self.seller).with_context(active_id=line.id))
            self.assertIn("reminders go on", form.consequence)
            form.take = True
            self.assertIn("Reminders wait until", form.consequence)

    def test_a_salesperson_opens_their_own_week_and_nobody_elses(self):
        with self.on(MONDAY):
            action = self.env["sale.week"].with_user(self.seller).action_mine()
        week = self.env["sale.week"].with_user(self.seller).browse(action["res_id"])
        self.assertEqual(week.line_ids.partner_id, self.garage)
        other = self.env["sale.week"].sudo().create({"user_id": self.manager.id, "company_id": self.company.id, "date": MONDAY})
        self.assertFalse(self.env["sale.week"].with_user(self.seller).search([("id", "=", other.id)]))
