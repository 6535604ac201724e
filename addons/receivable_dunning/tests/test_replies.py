"""Payers write back: real e-mails through the mail gateway, and what the scenario makes of them. Senders are invented."""

import smtplib
from email.utils import formatdate
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DunningCase, after

ABSENCE_FR = (
    "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n",
    "Réponse automatique : Facture",
    "Bonjour,\r\n\r\nJe suis absente jusqu'au 3 avril inclus.\r\n\r\nCordialement,\r\nLa comptabilité",
)
ABSENCE_EXCHANGE = ("X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n", "Automatic reply: Invoice", "I am away.")
ABSENCE_GMAIL = ("Precedence: bulk\r\nX-Autoreply: yes\r\nAuto-Submitted: auto-replied\r\n", "Out of office Re: Invoice", "Back soon.")
ABSENCE_ORANGE = ("", "Absence du bureau : Facture", "Bonjour, je suis en congés.")
FAILED = "Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
DELAYED = "Final-Recipient: rfc822; {address}\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
ADDRESS = "compta@tourneboulon.example"


class Gateway(DunningCase):
    """A first reminder left; what comes back goes through core's mail gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def sent(self, *amounts):
        action, _bills = self.reminder(*amounts or (1000,))
        self.send(after(5))
        self.assertEqual(action.state, "sent")
        return action

    def arrives(self, text, day=6):
        """An e-mail fetched on a day after the due date."""
        with self.on(f"{after(day)} 10:00:00"), mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(False, text)
        self.env.invalidate_all()

    def reply(self, action, body="Nous réglerons vendredi.", sender=ADDRESS, headers="", subject=None, day=6, to="compta@lunapres.example"):
        type(self).number += 1
        self.arrives(
            f"From: {sender}\r\nTo: {to}\r\nSubject: {subject or 'Re: ' + action.subject}\r\n"
            f"Message-ID: <in-{self.number}@tourneboulon.example>\r\n"
            f"In-Reply-To: {action.message_id}\r\nReferences: {action.message_id}\r\n{headers}"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n",
            day,
        )
        return self.env["dunning.reply"].search([("partner_id", "=", action.partner_id.id)])

    def returned(self, action, report=FAILED, address=ADDRESS, sender="MAILER-DAEMON@mx.example", day=6, part="message/rfc822"):
        type(self).number += 1
        self.arrives(
            f"From: {sender}\r\nTo: retours@lunapres.example\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\n"
            f"Message-ID: <dsn-{self.number}@mx.tourneboulon.example>\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThis is the mail system at host mx.\r\n"
            f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{report.format(address=address)}\r\n"
            f"--b\r\nContent-Type: {part}\r\n\r\nFrom: colette@lunapres.example\r\nMessage-ID: {action.message_id}\r\n"
            "Subject: Invoice\r\n\r\nHello\r\n--b--\r\n",
            day,
        )

    def timeline(self, payer=None):
        return (payer or self.garage).with_user(self.collector).receivable_timeline


@tagged("post_install", "-at_install")
class TestReplies(Gateway):
    # -- the freeze -------------------------------------------------------------------------------------------------------------

    def test_a_reply_makes_the_scenario_wait_until_its_day_while_others_go_on_and_nothing_leaves_twice(self):
        other = self.payer("Chez Marthe", email="marthe@chez.example", country_id=self.env.ref("base.fr").id)
        self.invoice(other, after(0), 300)
        action = self.sent(1000)
        self.company.dunning_reply_days = 12
        reply = self.reply(action, day=6)
        self.assertEqual((reply.state, reply.date, reply.frozen_until), ("open", after(6), after(18)))
        story = {}
        for day in range(7, 26):
            for planned in self.plan(after(day)):
                story.setdefault(planned.partner_id, []).append((day, planned.level_name))
            self.send(after(day))
        self.assertEqual(story[other], [(15, "2nd reminder"), (25, "Call")])
        self.assertEqual(story[self.garage], [(19, "2nd reminder"), (25, "Call")])
        self.assertEqual(len([mail for mail in self.mails() if ADDRESS in mail["To"]]), 2)

    def test_the_gate_stops_what_was_planned_before_the_reply_came(self):
        first = self.sent(1000)
        second = self.plan(after(15))
        self.reply(first, day=15)
        self.send(after(15))
        self.assertEqual((second.state, len(self.server.kept)), ("cancelled", 1))
        self.assertIn("They answered on 31 March: waits until 7 April.", second.reason)

    def test_any_past_day_is_answered_as_it_was(self):
        action = self.sent(1000)
        self.reply(action, day=6)
        lines = action.line_ids.move_line_id
        held = {day: bool(lines._receivable_holds("remind", after(day))) for day in (5, 6, 13, 14)}
        self.assertEqual(held, {5: False, 6: True, 13: True, 14: False})
        self.assertFalse(lines._receivable_holds("order", after(7)))
        self.assertTrue(lines._receivable_holds("announce", after(7)))

    def test_another_reply_prolongs(self):
        action = self.sent(1000)
        self.reply(action, day=6)
        replies = self.reply(action, "Finalement lundi.", day=9)
        self.assertEqual(set(replies.mapped("frozen_until")), {after(13), after(16)})
        self.assertTrue(action.line_ids.move_line_id._receivable_holds("remind", after(15)))

    def test_a_forged_date_does_not_make_it_wait_longer(self):
        reply = self.reply(self.sent(1000), headers=f"Date: {formatdate(4_000_000_000)}\r\n", day=6)
        self.assertEqual(reply.frozen_until, after(13))

    def test_thanks_may_leave_while_a_reply_waits(self):
        action = self.sent(1000)
        self.reply(action, day=6)
        bill = action.line_ids.move_line_id.move_id
        with self.on(after(7)):
            self.bank_line(1000, after(7), bill.name, self.garage, match=bill)
        self.assertEqual(self.plan(after(9)).mapped("kind"), ["thanks"])

    def test_the_holds_cost_the_same_queries_for_few_and_for_many(self):
        actions = self.sent(1000)
        self.reply(actions)
        few = actions.line_ids.move_line_id
        many = few | self.env["account.move.line"].concat(*(self.item(self.invoice(self.garage, after(0), 10)) for _ in range(12)))

        def queries(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines._receivable_holds("remind", after(7))
            return self.env.cr.sql_log_count - before

        queries(few)
        self.assertLessEqual(queries(many), queries(few))

    # -- who writes -------------------------------------------------------------------------------------------------------------

    def test_another_address_of_the_same_payer_is_theirs(self):
        self.env["res.partner"].create({"name": "Ada Bielle", "parent_id": self.garage.id, "email": "ada@elsewhere.example"})
        reply = self.reply(self.sent(1000), sender="Ada <ada@elsewhere.example>")
        self.assertTrue(reply.known)
        self.assertEqual(reply.partner_id, self.garage)

    def test_an_unknown_address_is_shown_as_such_and_holds_the_scenario_once(self):
        action = self.sent(1000)
        reply = self.reply(action, sender="somebody@forwarded.example", day=6)
        self.assertFalse(reply.known)
        row = self.env["receivable.todo"].search([("kind", "=", "reply")])
        self.assertEqual(row.why, "From an unknown address: Nous réglerons vendredi.")
        again = self.reply(action, sender="somebody@forwarded.example", day=12) - reply
        self.assertFalse(again.frozen_until)
        self.assertFalse(action.line_ids.move_line_id._receivable_holds("remind", after(14)))

    def test_an_employee_or_a_colleague_in_copy_freezes_nothing(self):
        action = self.sent(1000)
        self.assertFalse(self.reply(action, sender=self.manager.email))
        self.assertFalse(self.reply(action, sender="compta@lunapres.example"))

    def test_who_does_not_know_the_message_id_reaches_nobody(self):
        action = self.sent(1000)
        before = self.garage.message_ids
        forged = f"<{'0' * 8}-0000-4000-8000-{'0' * 12}@lunapres.example>"
        with self.assertRaises(ValueError):
            self.arrives(
                f"From: {ADDRESS}\r\nTo: compta@lunapres.example\r\nSubject: Re: {action.subject}\r\nMessage-ID: <f@evil.example>\r\n"
                f"In-Reply-To: {forged}\r\n\r\nStop writing.\r\n"
            )
        self.assertEqual(self.garage.message_ids, before)
        self.assertFalse(self.env["dunning.reply"].search([]))

    def test_a_reply_to_our_answer_is_still_about_the_reminder(self):
        action = self.sent(1000)
        first = self.reply(action, day=6)
        answer = self.garage.with_user(self.collector).message_post(
            body="Which Friday?", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=self.garage.ids,
            parent_id=first.message_id.id,
        )  # fmt: skip
        type(self).number += 1
        self.arrives(
            f"From: {ADDRESS}\r\nTo: compta@lunapres.example\r\nSubject: Re\r\nMessage-ID: <in-{self.number}@x.example>\r\n"
            f"In-Reply-To: {answer.message_id}\r\n\r\nThe 27th.\r\n", day=8,
        )  # fmt: skip
        self.assertEqual(self.env["dunning.reply"].search([("state", "=", "open")]).action_id, action)

    # -- machines ---------------------------------------------------------------------------------------------------------------

    def test_no_absence_note_makes_the_scenario_wait(self):
        action = self.sent(1000)
        for headers, subject, body in (ABSENCE_FR, ABSENCE_EXCHANGE, ABSENCE_GMAIL, ABSENCE_ORANGE):
            with self.subTest(subject=subject):
                self.assertFalse(self.reply(action, body, headers=headers, subject=subject))
        self.assertFalse(action.line_ids.move_line_id._receivable_holds("remind", after(7)))
        self.assertEqual(self.plan(after(15)).level_name, "2nd reminder")

    def test_the_timeline_tells_until_when_they_are_away(self):
        headers, subject, body = ABSENCE_FR
        self.reply(self.sent(1000), body, headers=headers, subject=subject, day=6)
        self.garage.message_ids[:1].date = f"{after(6)} 10:00:00"
        self.assertIn("Automatic reply: absent until 04/03/2026", [line["text"] for line in self.timeline()])

    def test_an_absence_note_to_the_address_of_bounces_is_no_bounce(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "lunapres.example", "bounce_alias": "retours"})
        action = self.sent(1000)
        headers, subject, body = ABSENCE_FR
        self.reply(action, body, headers=headers, subject=subject, to="retours@lunapres.example")
        self.assertEqual((action.state, self.garage.message_bounce), ("sent", 0))
        self.assertEqual(action.mail_message_id.notification_ids.notification_status, "sent")
        self.assertIn("absente", self.garage.message_ids[:1].body)

    # -- words ------------------------------------------------------------------------------------------------------------------

    def test_their_words_are_shown_without_what_they_quote(self):
        body = "Nous réglerons vendredi.\r\n\r\nLe lun. 23 mars 2026 à 09:30, Colette Rappel a écrit :\r\n> Bonjour,\r\n> il reste 1 000 €"
        reply = self.reply(self.sent(1000), body)
        self.assertEqual((reply.text, reply.excerpt, reply.quotes), ("Nous réglerons vendredi.",) * 2 + (True,))
        self.assertIn("il reste", reply.body)

    def test_a_hostile_reply_is_words(self):
        action = self.sent(1000)
        self.arrives(
            f"From: {ADDRESS}\r\nTo: compta@lunapres.example\r\nSubject: <script>alert(1)</script>\r\nMessage-ID: <evil@x.example>\r\n"
            f"In-Reply-To: {action.message_id}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            "<p onclick='alert(1)'>No.</p><script>alert(2)</script><img src=x onerror='alert(3)'>" + "<p>more</p>" * 60_000
        )
        reply = self.env["dunning.reply"].search([])
        self.assertNotIn("<script", reply.body)
        self.assertNotIn("onerror", reply.body)
        self.assertLessEqual(len(reply.text), 20_000)
        self.assertLessEqual(len(reply.excerpt), 120)

    # -- in the queue -----------------------------------------------------------------------------------------------------------

    def test_a_payer_is_one_row_with_the_latest_words_and_is_dealt_with_at_once(self):
        action = self.sent(1000)
        self.reply(action, "First.", day=6)
        replies = self.reply(action, "Second.", day=7)
        rows = self.env["receivable.todo"].search([("kind", "=", "reply")])
        self.assertEqual((rows.mapped("why"), rows.amount, rows.user_id), (["Second."], 1000, self.collector))
        self.assertIn("they answered 25", rows.rank_why)
        self.env["dunning.reply"].browse(rows.res_id).with_user(self.collector).action_nothing()
        self.assertEqual(replies.mapped("state"), ["closed"] * 2)
        self.assertFalse(self.env["receivable.todo"].search([("kind", "=", "reply")]))

    def test_answering_writes_a_real_mail_and_deals_with_the_reply(self):
        reply = self.reply(self.sent(1000)).with_user(self.collector)
        window = reply.action_answer()
        Composer = self.env[window["res_model"]].with_user(self.collector).with_context(**window["context"])
        composer = Composer.create({"body": "<p>Thank you.</p>"})
        self.assertEqual((composer.partner_ids, composer.subject), (self.garage, f"Re: {reply.action_id.subject}"))
        with self.on(after(7)):
            composer._action_send_mail()
            self.assertEqual((reply.state, reply.decided_by_id, reply.is_frozen), ("answered", self.collector, True))
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", self.garage.message_ids[:1].id)])
        self.assertEqual((mail.recipient_ids, mail.references.split()[0]), (self.garage, reply.action_id.message_id))

    def test_a_stranger_is_not_answered_by_default(self):
        self.payer("Another customer of ours", email="somebody@forwarded.example")
        reply = self.reply(self.sent(1000), sender="somebody@forwarded.example").with_user(self.collector)
        self.assertFalse(reply.known)
        self.assertEqual(reply.action_answer()["context"]["default_partner_ids"], self.garage.ids)

    def test_an_internal_note_is_no_answer(self):
        reply = self.reply(self.sent(1000))
        self.garage.with_user(self.collector).message_post(body="Hm.", message_type="comment", subtype_xmlid="mail.mt_note")
        self.garage.with_user(self.collector).message_post(
            body="Look.", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=self.manager.partner_id.ids
        )
        self.assertEqual(reply.state, "open")

    def test_an_employee_who_answers_from_an_own_mailbox_deals_with_it(self):
        action = self.sent(1000)
        reply = self.reply(action)
        self.reply(action, sender=self.manager.email, to=f"compta@lunapres.example, {ADDRESS}", day=7)
        self.assertEqual((reply.state, reply.decided_by_id), ("answered", self.manager))

    def test_resume_now_ends_the_freeze_from_today_on(self):
        action = self.sent(1000)
        reply = self.reply(action, day=6)
        with self.on(after(8)):
            reply.with_user(self.collector).action_resume()
            with self.assertRaises(UserError):
                reply.with_user(self.collector).action_resume()
        lines = action.line_ids.move_line_id
        self.assertEqual((reply.state, reply.resumed_on), ("closed", after(8)))
        self.assertTrue(lines._receivable_holds("remind", after(7)))
        self.assertFalse(lines._receivable_holds("remind", after(8)))

    def test_a_pause_instead_deals_with_the_reply(self):
        reply = self.reply(self.sent(1000))
        window = reply.with_user(self.collector).action_pause()
        wizard = self.env[window["res_model"]].with_user(self.collector).with_context(**window["context"]).create(
            {"date_until": after(40), "reason": "They move house"}
        )
        with self.on(after(7)):
            wizard.action_pause()
        self.assertEqual(reply.state, "closed")
        self.assertTrue(self.env["receivable.pause"].search([("partner_id", "=", self.garage.id)]))

    def test_a_call_instead_says_what_was_said(self):
        reply = self.reply(self.sent(1000)).with_user(self.collector)
        with self.assertRaises(UserError):
            reply.action_called(" ")
        Dialog = self.env["dunning.reply.call"].with_user(self.collector)
        Dialog.create({"reply_id": reply.id, "note": "They pay <b>tomorrow</b>."}).action_confirm()
        self.assertEqual(reply.state, "answered")
        self.assertIn("Call: They pay &lt;b&gt;tomorrow&lt;/b&gt;.", self.garage.message_ids[:1].body)

    def test_where_things_stand_and_the_receipt_say_it(self):
        action = self.sent(1000)
        self.reply(action, day=6)
        with self.on(after(7)):
            self.plan(after(7))
            standing = [line["text"] for line in self.garage.with_user(self.collector).receivable_standing]
            self.assertTrue([text for text in standing if "They answered on 22 March: waits until 29 March." in text], standing)
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual((receipt.decision, receipt.reason_group), ("waiting", "They answered"), "it lies before a person")
        self.assertIn("reply", [line["kind"] for line in self.timeline()])
        with self.on(after(7)):
            self.env["dunning.reply"].search([]).with_user(self.collector).action_nothing()
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual(receipt.decision, "explained", "nobody is awaited any more, and the freeze goes on until its day")

    def test_a_reader_reads_and_decides_nothing(self):
        reply = self.reply(self.sent(1000)).with_user(self.reader)
        self.assertTrue(reply.read(["text", "freeze_text", "body", "payer_standing"]))
        decisions = (reply.action_answer, reply.action_resume, reply.action_nothing, reply.action_pause)
        for decide in (*decisions, lambda: reply.action_called("x")):
            with self.assertRaises(AccessError):
                decide()


@tagged("post_install", "-at_install")
class TestReturns(Gateway):
    """Messages that come back."""

    def test_a_message_that_came_back_is_undelivered_and_keeps_its_step(self):
        action = self.sent(1000)
        self.returned(action)
        self.assertEqual((action.state, action.server_answer), ("failed", "550 5.1.1 User unknown"))
        self.assertEqual(action.reason, "This address does not exist: compta@tourneboulon.example.")
        self.assertTrue(all(action.line_ids.mapped("alive")))
        self.assertEqual((self.garage.message_bounce, action.waits_for), (1, "undelivered"))
        self.assertEqual(action.mail_message_id.notification_ids.notification_status, "bounce")
        self.assertFalse(self.plan(after(15)))
        self.assertTrue([line for line in self.timeline() if "1st reminder of 03/21/2026: This address does not exist" in line["text"]])

    def test_a_letter_instead_keeps_the_evidence_and_the_next_step_knows_the_address(self):
        action = self.sent(1000)
        note = action.mail_message_id
        self.returned(action)
        action.with_user(self.collector).action_letter_instead()
        self.assertEqual((action.channel, action.state, action.sent_at), ("letter", "approved", False))
        self.assertTrue(note.exists())
        action._set_state("sent", sent_at=fields.Datetime.now())
        self.assertEqual(self.plan(after(15)).channel, "letter")
        self.garage.email = "neu@tourneboulon.example"
        self.assertTrue(self.env["dunning.channel.email"]._reachable(self.garage)[self.garage.id])

    def test_corrected_and_tried_again_it_is_a_new_message_and_a_late_report_does_not_touch_it(self):
        action = self.sent(1000)
        old = action.message_id
        self.returned(action)
        self.garage.email = "neu@tourneboulon.example"
        action.with_user(self.collector).action_retry()
        self.send(after(7))
        self.assertEqual(action.state, "sent")
        self.assertIn("neu@tourneboulon.example", action.email_to)
        self.assertNotEqual(action.message_id, old)
        self.arrives(
            f"From: MAILER-DAEMON@mx.example\r\nTo: retours@lunapres.example\r\nSubject: failure\r\nMessage-ID: <late@mx.example>\r\n"
            f"In-Reply-To: {old}\r\n\r\n550 5.1.1 no such user\r\n", day=8,
        )  # fmt: skip
        self.assertEqual(action.state, "sent")

    def test_an_address_that_writes_to_us_exists(self):
        action = self.sent(1000)
        self.returned(action)
        self.assertTrue(self.garage.dunning_returned_address)
        self.reply(action)
        self.assertFalse(self.garage.dunning_returned_address)

    def test_an_address_that_the_server_refuses_at_once_is_given_up_too(self):
        for answer, given_up in ((b"5.7.1 Looks like spam", False), (b"5.1.1 No such user", ADDRESS)):
            action, (bill,) = self.reminder(1000)
            self.server.behaviour = [smtplib.SMTPRecipientsRefused({ADDRESS: (550, answer)})]
            self.send(after(5))
            self.assertEqual((action.state, self.garage.dunning_returned_address), ("failed", given_up))
            action._set_state("cancelled")
            self.pay(bill)

    def test_trying_again_without_a_correction_is_a_persons_right(self):
        action = self.sent(1000)
        self.returned(action)
        action.with_user(self.collector).action_retry()
        self.send(after(7))
        self.assertEqual(action.state, "sent")

    def test_a_full_mailbox_is_undelivered_but_no_wrong_address(self):
        action = self.sent(1000)
        self.returned(action, FAILED.replace("5.1.1", "5.2.2"))
        self.assertEqual((action.state, action.reason), ("failed", "This mailbox is full: compta@tourneboulon.example."))
        self.assertFalse(self.garage.dunning_returned_address)

    def test_a_delay_is_noted_and_counts_nothing(self):
        action = self.sent(1000)
        self.returned(action, DELAYED)
        self.assertEqual((action.state, self.garage.message_bounce), ("sent", 0))
        self.assertEqual(action.mail_message_id.notification_ids.notification_status, "sent")
        self.assertTrue([line for line in self.timeline() if "Delayed: their mail server will try again." in line["text"]])

    def test_a_report_settles_a_doubt(self):
        action = self.sent(1000)
        action._set_state("doubtful", reason="Nobody knows")
        self.returned(action, part="text/rfc822-headers")
        self.assertEqual(action.state, "failed")

    def test_a_late_report_about_an_older_step_disturbs_nothing(self):
        first = self.sent(1000)
        second = self.plan(after(15))
        self.send(after(15))
        self.returned(first, day=16)
        self.assertEqual((first.state, second.state), ("sent", "sent"))
        self.assertTrue([line for line in self.timeline() if "1st reminder of" in line["text"] and "does not exist" in line["text"]])

    def test_a_report_about_what_was_paid_meanwhile_disturbs_nobody(self):
        action = self.sent(1000)
        self.pay(action.line_ids.move_line_id.move_id)
        self.returned(action)
        self.assertEqual(action.state, "sent")

    def test_a_copy_that_came_back_is_a_note_only(self):
        self.scenario.level_ids.copy_salesperson = True
        self.invoice(self.garage, after(0), 1000, invoice_user_id=self.manager.id)
        action = self.plan(after(5))
        self.send(after(5))
        self.assertIn("m@lunapres.example", action.email_cc)
        self.returned(action, address="m@lunapres.example")
        self.assertEqual((action.state, self.garage.dunning_returned_address), ("sent", False))
        self.returned(action)
        self.assertEqual(action.state, "failed")

    def test_exchange_and_a_server_that_writes_prose_are_understood(self):
        action = self.sent(1000)
        exchange = (
            "Final-Recipient: rfc822;compta@tourneboulon.example\r\nAction: failed\r\nStatus: 5.1.10\r\n"
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found\r\n"
        )
        self.returned(action, exchange, sender="postmaster@tourneboulon.example")
        self.assertIn("does not exist", action.reason)
        action._set_state("sent", sent_at=fields.Datetime.now())
        self.arrives(
            f"From: Mail Delivery System <mailer-daemon@mx.example>\r\nTo: compta@lunapres.example\r\nSubject: failure notice\r\n"
            f"Message-ID: <prose@mx.example>\r\nReferences: {action.message_id}\r\n\r\n<{ADDRESS}>:\r\n550 5.2.1 mailbox closed\r\n"
        )
        self.assertEqual(action.reason, "This mailbox is closed: compta@tourneboulon.example.")

    def test_a_bounce_of_somebody_elses_mail_is_cores_business(self):
        partner = self.payer("Nobody's payer", email="other@nobody.example")
        message = partner.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment")
        with patch.object(type(self.env["dunning.action"]), "_come_back") as come_back:
            self.arrives(
                "From: MAILER-DAEMON@mx.example\r\nTo: x@lunapres.example\r\nSubject: failure\r\nMessage-ID: <else@mx.example>\r\n"
                f"In-Reply-To: {message.message_id}\r\n\r\n550 no\r\n"
            )
        come_back.assert_not_called()

    def test_replies_stay_in_their_company(self):
        action = self.sent(1000)
        reply = self.reply(action)
        other = self.setup_other_company(name="Company B")["company"]
        self.reader.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(self.env["dunning.reply"].with_user(self.reader).search([]))
        self.assertFalse(self.env["receivable.todo"].with_user(self.reader).search([("kind", "=", "reply")]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            reply.with_user(self.reader).read(["text"])
