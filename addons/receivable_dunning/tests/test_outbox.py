"""E-mails leave at most once, and nothing is lost: claim, hand over, outcome."""

import smtplib
from email import message_from_bytes
from email.policy import default
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.receivable_dunning.models.dunning_action_mail import DunningAction as ActionMail
from odoo.addons.receivable_dunning.models.dunning_action_text import DunningAction as ActionText

from .common import AfterData, DunningCase, after

LOST = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
BUSY = smtplib.SMTPRecipientsRefused({"compta@tourneboulon.example": (451, b"Try again later")})
UNKNOWN = smtplib.SMTPRecipientsRefused({"compta@tourneboulon.example": (550, b"No such user")})


@tagged("post_install", "-at_install")
class TestOutbox(DunningCase):
    # -- the good way -----------------------------------------------------------------------------------------------------------

    def test_a_reminder_leaves_once_and_is_kept_as_sent(self):
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.send(after(5))
        ((_sender, recipients, mail),) = self.server.kept
        self.assertEqual(action.state, "sent")
        self.assertEqual(recipients, ("compta@tourneboulon.example",))
        self.assertEqual(mail["Message-Id"], action.message_id)
        self.assertEqual(mail["From"], '"Colette Rappel, company_1_data" <colette@lunapres.example>')
        self.assertIn("1,000.00", self.words(mail))
        self.assertEqual(action.fingerprint, action._fingerprint())
        note = action.mail_message_id
        self.assertEqual((note.model, note.res_id, note.message_id), ("res.partner", self.garage.id, action.message_id))
        self.assertTrue(note.is_internal)
        self.assertIn("1,000.00", note.body)
        self.assertEqual(note.notification_ids.mapped("notification_status"), ["sent"])

    def test_reminders_of_one_case_are_one_conversation(self):
        first, _bills = self.reminder(1000)
        self.send(after(5))
        second = self.plan(after(15))
        self.send(after(15))
        one, two = self.mails()
        self.assertNotIn("References", one)
        self.assertEqual((two["References"], two["In-Reply-To"]), (first.message_id, first.message_id))
        self.assertEqual(one["Subject"], two["Subject"])
        self.assertEqual(second.thread_message_id, first.message_id)

    def test_a_settled_case_is_not_continued(self):
        _first, (bill,) = self.reminder(1000)
        self.send(after(5))
        self.pay(bill, date=after(6))
        self.invoice(self.garage, after(10), 500)
        self.plan(after(15))
        self.send(after(15))
        self.assertNotIn("References", self.mails()[-1])

    def test_salespeople_get_a_copy_when_the_step_says_so(self):
        self.scenario.level_ids.copy_salesperson = True
        bill = self.invoice(self.garage, after(0), 1000, invoice_user_id=self.manager.id)
        self.plan(after(5))
        self.send(after(5))
        self.assertEqual(bill.invoice_user_id, self.manager)
        ((_sender, recipients, mail),) = self.server.kept
        self.assertEqual(set(recipients), {"compta@tourneboulon.example", "m@lunapres.example"})
        self.assertIn("m@lunapres.example", mail["Cc"])

    def test_a_collector_of_another_domain_sends_from_the_company(self):
        self.collector.email = "colette@elsewhere.example"
        self.reminder(1000)
        self.send(after(5))
        mail = self.mails()[0]
        self.assertEqual(mail["From"], '"Colette Rappel, company_1_data" <compta@lunapres.example>')
        self.assertIn("colette@elsewhere.example", mail["Reply-To"])

    def test_a_comma_and_an_accent_in_a_name_are_still_one_address(self):
        self.company.name = "Lunaprès Mobilier"
        self.garage.name = "Tourneboulon, Père & Fils"
        self.reminder(1000)
        self.send(after(5))
        mail = message_from_bytes(self.mails()[0].as_bytes(), policy=default)
        self.assertEqual([one.addr_spec for one in mail["From"].addresses], ["colette@lunapres.example"])
        self.assertEqual([one.addr_spec for one in mail["To"].addresses], ["compta@tourneboulon.example"])

    def test_the_catchall_gets_the_replies_when_there_is_one(self):
        domain = self.env["mail.alias.domain"].create({"name": "lunapres.example", "catchall_alias": "clients", "bounce_alias": "retours"})
        self.company.alias_domain_id = domain
        self.reminder(1000)
        self.send(after(5))
        ((sender, _recipients, mail),) = self.server.kept
        self.assertIn("clients@lunapres.example", mail["Reply-To"])
        self.assertEqual(sender, "retours@lunapres.example")

    def test_no_personal_link_stays_here(self):
        action, _bills = self.reminder(1000)

        def live(actions):
            return {one.id: {one._links()["pay"]: "https://pay.example/secret-token"} for one in actions}

        with patch.object(ActionText, "_live_links", live):
            self.send(after(5))
        self.assertIn("secret-token", self.words(self.mails()[0]))
        kept = (action.body_html, action.body_text, action.mail_message_id.body)
        self.assertFalse([text for text in kept if "secret-token" in text])

    # -- attachments ------------------------------------------------------------------------------------------------------------

    def test_invoices_and_statement_go_along_and_stay_on_the_payer(self):
        self.scenario.level_ids.write({"attach_invoices": True, "attach_statement": True})
        bill = self.invoice(self.garage, after(0), 1000)
        self.env["ir.attachment"].create({
            "name": "INV.pdf", "raw": b"%PDF-1.4 the invoice", "mimetype": "application/pdf",
            "res_model": "account.move", "res_id": bill.id, "res_field": "invoice_pdf_report_file",
        })  # fmt: skip
        bill.invalidate_recordset()
        action = self.plan(after(5))
        self.send(after(5))
        (mail,) = self.mails()
        names = [part.get_filename() for part in mail.iter_attachments()]
        self.assertEqual(names[0], "INV.pdf")
        self.assertIn("Garage Tourneboulon", names[1])
        self.assertEqual(action.attachment_ids.mapped("res_model"), ["res.partner"] * 2)
        self.assertEqual(action.mail_message_id.attachment_ids, action.attachment_ids)
        self.assertEqual(action.fingerprint, action._fingerprint())

    def test_ten_megabytes_at_most(self):
        self.scenario.level_ids.attach_invoices = True
        for number in range(3):
            bill = self.invoice(self.garage, after(0), 1000)
            self.env["ir.attachment"].create({
                "name": f"{number}.pdf", "raw": b"%PDF-1.4" + bytes(4_000_000), "mimetype": "application/pdf",
                "res_model": "account.move", "res_id": bill.id, "res_field": "invoice_pdf_report_file",
            })  # fmt: skip
            bill.invalidate_recordset()
        self.plan(after(5))
        self.send(after(5))
        self.assertEqual(len(list(self.mails()[0].iter_attachments())), 2)

    # -- at most once, by the database ------------------------------------------------------------------------------------------

    def indexes(self, model):
        """The unique indexes that are really there: one that old data violate is only logged when it is made."""
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE 'CREATE UNIQUE%%'", [model._table])
        return [definition.partition(" USING btree ")[2] for (definition,) in self.env.cr.fetchall()]

    def test_the_database_knows_each_message_once(self):
        self.assertIn("(message_id) WHERE (message_id IS NOT NULL)", self.indexes(self.env["dunning.action"]))
        first, second = self.reminder(1000)[0], self.plan(after(5))
        self.assertFalse(second)
        twin = first.sudo().copy()
        first.sudo().message_id = "<one@lunapres.example>"
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            twin.message_id = "<one@lunapres.example>"
            self.env.flush_all()

    def test_the_database_knows_each_item_and_step_once_while_it_lives(self):
        (living,) = [index for index in self.indexes(self.env["dunning.action.line"]) if "move_line_id" in index]
        self.assertTrue(living.startswith("(move_line_id, level_id, occurrence) WHERE (alive AND"), living)
        action, _bills = self.reminder(1000)
        line = action.line_ids.sudo()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            line.copy()
            self.env.flush_all()
        action._set_state("cancelled")
        self.assertTrue(line.copy({"alive": True}), "cancelled frees the step")

    def test_the_fingerprint_does_not_depend_on_the_boundaries_of_the_mime(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, after(5), {})
        told = action.fingerprint
        again = outbox._mime(action, action._mail_headers(), {})
        self.assertNotEqual(mail.message.as_bytes(), again.as_bytes(), "boundaries are random")
        self.assertEqual((len(told), action._fingerprint()), (64, told))
        for field in ("message_id", "email_to", "subject", "body_html", "body_text"):
            before = action[field]
            action.sudo()[field] = f"{before} "
            self.assertNotEqual(action._fingerprint(), told, field)
            action.sudo()[field] = before
        self.assertEqual(action._fingerprint(), told)

    # -- what goes wrong --------------------------------------------------------------------------------------------------------

    def test_claimed_twice_leaves_once(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, after(5), {})
        self.assertTrue(outbox._claim(mail, after(5)))
        self.assertFalse(outbox._claim(mail, after(5)))

    def test_no_answer_after_data_is_in_doubt_and_never_sent_again_by_itself(self):
        self.server.behaviour = [AfterData(LOST)]
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.send(after(6))
        self.assertEqual((action.state, len(self.server.kept)), ("doubtful", 1))
        self.assertIn("nobody knows", action.reason)

    def test_a_connection_lost_before_data_is_not_in_doubt(self):
        self.server.behaviour = [LOST]
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("approved", 0))
        action.sudo().not_before = False
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_a_server_that_closed_the_idle_session_is_called_again(self):
        self.server.closed = 1
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual((action.state, self.server.sessions), ("sent", 2))

    def test_a_temporary_refusal_is_tried_again_later_five_times(self):
        self.server.behaviour = [BUSY] * 9
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual(action.state, "approved")
        self.assertEqual(action.not_before, fields.Datetime.to_datetime(f"{after(5)} 00:15:00"))
        self.send(after(5))
        self.assertEqual(action.attempts, 1, "not before a quarter of an hour")
        for _attempt in range(4):
            action.sudo().not_before = False
            self.send(after(5))
        self.assertEqual((action.state, action.attempts), ("failed", 5))
        self.assertEqual(action.mail_message_id.notification_ids.notification_status, "exception")

    def test_an_unknown_address_is_undelivered_and_says_so(self):
        self.server.behaviour = [UNKNOWN]
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual(action.state, "failed")
        self.assertIn("does not exist", action.reason)
        action.with_user(self.collector).action_retry()
        self.send(after(5))
        self.assertEqual(action.state, "sent")

    def test_what_a_dead_process_left_is_in_doubt(self):
        action, _bills = self.reminder(1000)
        action._set_state("sending", claimed_at=after(5))
        self.env["dunning.outbox"].sudo()._sweep()
        self.assertEqual(action.state, "doubtful")
        action.with_user(self.collector).action_resolve_doubt(False)
        message_id = action.message_id
        self.send(after(5))
        self.assertEqual(action.state, "sent")
        self.assertIn(message_id, (False, action.message_id))

    def test_it_arrived_after_all(self):
        self.server.behaviour = [AfterData(LOST)]
        action, _bills = self.reminder(1000)
        self.send(after(5))
        action.with_user(self.collector).action_resolve_doubt(True)
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_sent_again_after_doubt_has_the_same_identifier(self):
        self.server.behaviour = [AfterData(LOST)]
        action, _bills = self.reminder(1000)
        self.send(after(5))
        action.with_user(self.collector).action_resolve_doubt(False)
        self.send(after(5))
        self.assertEqual(len({mail["Message-Id"] for mail in self.mails()}), 1)
        self.assertEqual(len(self.mails()), 2)

    def test_a_payer_without_address_is_undelivered_before_anything_is_claimed(self):
        action, _bills = self.reminder(1000)
        self.garage.email = False
        self.send(after(5))
        self.assertEqual((action.state, action.attempts), ("failed", 0))
        self.assertIn("No e-mail", action.reason)

    @mute_logger("odoo.addons.receivable_dunning.models.dunning_action_sending")
    def test_no_server_no_claim(self):
        from odoo.addons.receivable_dunning.models.dunning_outbox import DunningOutbox, NoServer

        action, _bills = self.reminder(1000)

        def refuse(outbox, email_from):
            raise NoServer("No mail server answers: refused")

        with patch.object(DunningOutbox, "_connect", refuse):
            self.send(after(5))
        self.assertEqual((action.state, action.attempts), ("approved", 0))
        self.assertIn("refused", self.company.dunning_trouble)
        self.send(after(5))
        self.assertFalse(self.company.dunning_trouble)

    @mute_logger("odoo.addons.receivable_dunning.models.dunning_outbox")
    def test_one_message_that_cannot_be_written_does_not_stop_the_others(self):
        payers = self.garage | self.payer("Papyrus", email="a@papyrus.example") | self.payer("Escargot", email="b@escargot.example")
        for payer in payers:
            self.invoice(payer, after(0), 1000)
        actions = self.plan(after(5))
        whole = ActionMail._fingerprint

        def fragile(action):
            if action.partner_id.name == "Papyrus":
                raise ZeroDivisionError("a fault in one payer's data")
            return whole(action)

        with patch.object(ActionMail, "_fingerprint", fragile):
            self.send(after(5))
        states = {action.partner_id.name: action.state for action in actions}
        self.assertEqual(states, {"Garage Tourneboulon": "sent", "Papyrus": "failed", "Escargot": "sent"})
        self.assertIn("one payer's data", actions.filtered(lambda action: action.state == "failed").reason)

    # -- switches ---------------------------------------------------------------------------------------------------------------

    def test_in_test_mode_everything_is_written_and_nothing_leaves(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("planned", []))
        self.assertIn("1,000.00", action.body_text)
        self.assertFalse(action.mail_message_id)
        self.assertEqual(self.company._dunning_why_nothing_leaves(), "Test mode: written, not sent.")

    def test_going_live_sends_nothing_that_was_written_in_test_mode(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        action, _bills = self.reminder(1000)
        self.company.with_user(self.manager).action_dunning_go_live("manual")
        self.assertEqual(action.state, "cancelled")
        again = self.plan(after(5))
        self.assertEqual(len(again), 1)

    def test_in_manual_mode_only_what_a_person_approved_leaves(self):
        self.company.sudo()._dunning_go_live("manual", fields.Datetime.now())
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("planned", []))
        with self.on(after(5)):
            action.with_user(self.collector).action_approve()
        self.send(after(5))
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))

    def test_the_claim_itself_refuses_in_every_locked_state(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()
        (mail,) = outbox._prepare(action.ids, after(5), {})
        parameters = self.env["ir.config_parameter"].sudo()
        for switch in (
            lambda: parameters.set_param("database.is_neutralized", "true"),
            lambda: parameters.set_param("database.uuid", "a copy"),
            lambda: self.company.sudo().write({"dunning_mode": "test"}),
            lambda: self.company.sudo().write({"dunning_mode": "manual"}),
        ):
            with self.env.cr.savepoint() as savepoint:
                switch()
                self.env.flush_all()
                self.assertFalse(outbox._claim(mail, after(5)))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(outbox._claim(mail, after(5)))

    def test_a_copied_database_says_why_it_keeps_quiet(self):
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "a copy")
        action, _bills = self.reminder(1000)
        self.send(after(5))
        self.assertEqual((action.state, self.server.kept), ("planned", []))
        self.assertIn("copy", self.company._dunning_why_nothing_leaves())

    def test_automatic_comes_second_and_by_a_manager(self):
        self.company.with_user(self.manager).action_dunning_back_to_test()
        with self.assertRaisesRegex(Exception, "second"):
            self.company.with_user(self.manager).action_dunning_go_live("auto")
        with self.assertRaises(AccessError):
            self.company.with_user(self.collector).action_dunning_go_live("manual")

    def test_a_neutralised_database_is_back_in_test_mode(self):
        from odoo.modules.neutralize import neutralize_database

        neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(self.company.dunning_mode, "test")
        self.assertFalse(self.env.ref("receivable_dunning.ir_cron_dunning_send").active)

    # -- hours ------------------------------------------------------------------------------------------------------------------

    def test_messages_wait_for_the_hours_of_their_payer(self):
        action, _bills = self.reminder(1000)
        action._set_state("approved")
        day = after(5)
        due = self.env["dunning.action"].sudo()._due
        early = fields.Datetime.to_datetime(f"{day} 06:30:00")  # 7:30 in Paris
        self.assertFalse(due(self.company, day, early))
        self.assertEqual(due(self.company, day, fields.Datetime.to_datetime(f"{day} 07:00:00")), action)
        self.assertFalse(due(self.company, fields.Date.subtract(day, days=1), None))

    def test_an_old_plan_does_not_leave(self):
        action, _bills = self.reminder(1000)
        self.send(after(9))
        self.assertEqual((action.state, self.server.kept), ("cancelled", []))

    # -- replies ----------------------------------------------------------------------------------------------------------------

    def test_a_reply_lands_on_the_payers_timeline(self):
        action, _bills = self.reminder(1000)
        self.send(after(5))
        reply = (
            f"From: compta@tourneboulon.example\r\nTo: compta@lunapres.example\r\nSubject: Re: {action.subject}\r\n"
            f"Message-ID: <reply-1@tourneboulon.example>\r\nIn-Reply-To: {action.message_id}\r\nReferences: {action.message_id}\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\nWe pay on Friday.\r\n"
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(False, reply)
        answer = self.garage.message_ids[0]
        self.assertIn("Friday", answer.body)
        self.assertEqual(answer.parent_id, action.mail_message_id)
        self.assertEqual(len(self.server.kept), 1)

    def test_a_bounce_is_found_by_the_message_it_answers(self):
        domain = self.env["mail.alias.domain"].create({"name": "lunapres.example", "bounce_alias": "retours"})
        self.company.alias_domain_id = domain
        action, _bills = self.reminder(1000)
        self.send(after(5))
        bounce = (
            "From: MAILER-DAEMON@tourneboulon.example\r\nTo: retours@lunapres.example\r\nSubject: Undelivered\r\n"
            f"Message-ID: <bounce-1@tourneboulon.example>\r\nReferences: {action.message_id}\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
            "Final-Recipient: rfc822; compta@tourneboulon.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {action.message_id}\r\n\r\n--b--\r\n"
        )
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(False, bounce)
        self.assertEqual(action.mail_message_id.notification_ids.notification_status, "bounce")
        self.assertEqual(self.garage.message_bounce, 1)

    # -- cost -------------------------------------------------------------------------------------------------------------------

    def test_preparing_costs_the_same_queries_for_few_and_for_many(self):
        payers = self.env["res.partner"].create([
            {"name": f"Payer {number}", "is_company": True, "email": f"p{number}@payer.example", "property_payment_term_id": False}
            for number in range(24)
        ])  # fmt: skip
        for payer in payers:
            self.invoice(payer, after(0), 100)
        actions = self.plan(after(5)).filtered(lambda action: action.partner_id in payers)
        actions._set_state("approved")
        outbox = self.env["dunning.outbox"].sudo()

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(outbox._prepare(some.ids, after(5), {})), len(some))
            return self.env.cr.sql_log_count - before

        queries(actions[:2])
        few, many = queries(actions[2:6]), queries(actions[6:])
        self.assertLessEqual(many - few, 5)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        actions._gate(after(5))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 20)


@tagged("post_install", "-at_install")
class TestCron(DunningCase):
    """The scheduled action itself, on cursors that commit, inside the hours and outside."""

    def setUp(self):
        super().setUp()
        self.uncommitted.stop()

    def run_at(self, moment):
        with self.enter_registry_test_mode(), self.on(moment):
            self.env.ref("receivable_dunning.ir_cron_dunning_send").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def test_it_sends_within_the_hours_and_reports_its_progress(self):
        action, _bills = self.reminder(1000)
        self.env.flush_all()
        self.run_at(f"{after(5)} 05:00:00")
        self.assertFalse(self.server.kept)
        self.run_at(f"{after(5)} 09:00:00")
        self.assertEqual((action.state, len(self.server.kept)), ("sent", 1))
        self.run_at(f"{after(5)} 09:10:00")
        self.assertEqual(len(self.server.kept), 1)
