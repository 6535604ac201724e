"""What customers are told of their dispute, promise or plan: real e-mails, towards a server of cardboard."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.receivable_dunning.tests.common import DunningCase, after

PDF = b"%PDF-1.4 delivery note"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class AgreementCase(DunningCase):
    """A garage with one invoice of 1,000, due; nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["receivable.promise"].search([]).sudo().unlink()
        cls.bill = cls.invoice(cls.garage, after(0), 1000)

    def contest(self, amount=300, day=6, **values):
        with self.on(after(day)):
            return self.env["receivable.dispute"].create({
                "move_line_ids": [Command.set(self.item(self.bill).ids)], "amount": amount, "text": "A shelf is broken.",
                "reason_id": self.env.ref("receivable_dispute.reason_qualite_err").id, "owner_id": self.collector.id,
            } | values)  # fmt: skip

    def promised(self, promised_on, day=6, **values):
        with self.on(after(day)):
            return self.env["receivable.promise"].create(
                {"move_line_ids": [Command.set(self.item(self.bill).ids)], "promised_on": promised_on} | values
            )

    def planned(self, day=6):
        with self.on(after(day)):
            plan = self.env["receivable.payment.plan"].create({
                "move_line_ids": [Command.set(self.item(self.bill).ids)], "first_date": after(20), "count": 2, "rhythm": "month",
            })  # fmt: skip
            plan.action_compute_schedule()
            plan.action_propose()
        return plan

    def without_e_mail(self):
        """The garage is written to by post."""
        self.garage.write({
            "email": False, "street": "12 rue de la Forge", "zip": "21000", "city": "Pont-de-Brume",
            "country_id": self.env.ref("base.fr").id,
        })  # fmt: skip

    def told(self, record):
        """The texts that were written about a record, the oldest first."""
        return record.sudo().dunning_action_ids.sorted("id").mapped("template_id.code")

    def left(self):
        """The plain words of the only e-mail that left since last asked."""
        (mail,) = self.mails()
        self.server.kept.clear()
        return mail, self.words(mail)


@tagged("post_install", "-at_install")
class TestAnswers(AgreementCase):
    def test_a_dispute_is_acknowledged_with_its_owner_its_day_and_what_stays_payable(self):
        dispute = self.contest()
        self.send(after(6))
        mail, words = self.left()
        self.assertEqual(mail["Subject"], f"Your request {dispute.name}")
        self.assertIn("USD 300.00", words)
        self.assertIn("Colette Rappel is looking into it", words)
        self.assertIn("The rest, USD 700.00, remains payable when due.", words)

    def test_an_answered_dispute_is_not_acknowledged_any_more(self):
        dispute = self.contest()
        with self.on(after(6)):
            dispute.action_withdraw()
        self.send(after(6))
        self.assertFalse(self.mails())
        self.assertEqual(dispute.sudo().dunning_action_ids.state, "cancelled")

    def test_a_refusal_leaves_in_the_name_of_whoever_decides(self):
        dispute = self.contest()
        self.send(after(6))
        self.server.kept.clear()
        with self.on(after(7)):
            wizard = self.env["receivable.dispute.decide"].with_user(self.collector).create({
                "dispute_id": dispute.id, "decision": "reject", "text": "The delivery note is signed without reserve.",
                "documents": "delivery note", "second_reader_id": self.manager.id,
            })  # fmt: skip
            wizard.action_confirm()
        action = dispute.sudo().dunning_action_ids.filtered(lambda one: one.template_id.code == "dispute_refused")
        self.assertEqual((action.state, action.decided_by_id), ("approved", self.collector))
        self.send(after(7))
        _mail, words = self.left()
        self.assertIn("The delivery note is signed without reserve.", words)
        self.assertIn("The sum of USD 300.00 is therefore payable", words)

    def test_an_answer_reaches_the_customer_once(self):
        dispute = self.contest(contact_id=self.garage.id)
        with self.on(after(7)):
            dispute.action_reject("The delivery note is signed.")
        answer = dispute.message_ids.filtered(lambda message: "delivery note" in message.body)
        self.assertEqual(answer.subtype_id, self.env.ref("mail.mt_comment"), "read on their page")
        self.assertNotIn(self.garage, answer.sudo().notified_partner_ids)

    def test_an_agreement_is_told_once_the_credit_note_is_posted(self):
        dispute = self.contest()
        self.send(after(6))
        self.server.kept.clear()
        with self.on(after(7)):
            dispute.action_accept(300, "The shelf was broken on our truck.")
            self.send(after(7))
            self.assertFalse(self.mails(), "the credit note is a draft")
            dispute.credit_note_id.action_post()
        self.send(after(7))
        _mail, words = self.left()
        self.assertIn(dispute.credit_note_id.name, words)
        self.assertIn("The shelf was broken on our truck.", words)

    def test_everything_about_one_dispute_is_one_conversation(self):
        dispute = self.contest()
        self.send(after(6))
        first, _words = self.left()
        with self.on(after(7)):
            dispute.action_reject("It is signed.")
            dispute.sudo().write({"documents": "delivery note", "second_reader_id": self.manager.id})
        self.send(after(7))
        second, _words = self.left()
        self.assertEqual((second["In-Reply-To"], second["Subject"]), (first["Message-ID"], first["Subject"]))

    def test_a_promise_is_confirmed_and_recalled_the_day_before(self):
        promise = self.promised(after(14))
        self.send(after(6))
        self.assertIn("You told us to expect USD 1,000.00", self.left()[1])
        for day in (7, 13):
            self.plan(after(day))
            self.send(after(day))
        self.assertIn("As agreed, we expect your payment", self.left()[1])
        self.assertEqual(self.told(promise), ["promise_recorded", "promise_tomorrow"])

    def test_a_broken_promise_asks_what_happened_once(self):
        promise = self.promised(after(10))
        self.pay(self.bill, 400, after(11))
        with self.on(after(14)):
            self.env["receivable.promise"]._follow(self.company, after(14))
        self.assertEqual(promise.state, "partly")
        for day in (14, 15):
            self.plan(after(day))
            self.send(after(day))
        texts = [self.words(mail) for mail in self.mails()]
        (asked,) = [text for text in texts if "What happened" in text]
        self.assertIn("we have received USD 400.00; USD 600.00 is missing", asked)

    def decided(self, day):
        """What is decided of the garage on a day, and the reasons; nothing is written."""
        plan = self.env["dunning.run"].sudo()._preview(self.company, after(day), self.garage.ids)
        (receipt,) = plan.receipts
        return receipt.decision, [reason.code for reason in receipt.reasons]

    def test_a_broken_promise_waits_for_a_person_until_somebody_has_dealt_with_it(self):
        promise = self.promised(after(10))
        with self.on(after(14)):
            self.env["receivable.promise"]._follow(self.company, after(14))
        self.assertEqual(self.decided(14), ("chased", ["late", "question.promise"]), "the scenario goes on")
        self.plan(after(14))
        self.send(after(14))
        self.assertEqual(self.decided(15), ("waiting", ["question.promise", "spacing"]))
        self.plan(after(15))
        receipt = self.env["dunning.receipt"].search([("partner_id", "=", self.garage.id), ("current", "=", True)])
        self.assertEqual((receipt.why, receipt.reason_group), (promise.broken_text, "A person is asked"))
        with self.on(after(16)):
            promise.action_handled()
        self.assertEqual([self.decided(day)[0] for day in (15, 16)], ["waiting", "explained"])

    def test_what_was_promised_and_paid_too_late_is_no_question(self):
        self.promised(after(10), amount=400)
        other = self.invoice(self.garage, after(0), 200)
        with self.on(after(14)):
            self.env["receivable.promise"]._follow(self.company, after(14))
            self.pay(self.bill, date=after(14))
        self.assertTrue(self.item(other))
        self.assertNotIn("question.promise", self.decided(14)[1])

    def test_a_plan_is_proposed_accepted_and_announced(self):
        plan = self.planned()
        self.send(after(6))
        mail, words = self.left()
        self.assertEqual(mail["Subject"], f"Your payment plan {plan.name}")
        self.assertIn("USD 500.00", words)
        with self.on(after(7)):
            plan.action_accept("Camille Martin")
        self.send(after(7))
        self.assertIn("The first instalment, USD 500.00, is expected on", self.left()[1])
        self.plan(after(16))
        self.send(after(16))
        self.assertIn("The next instalment of your payment plan", self.left()[1])
        self.assertEqual(self.told(plan), ["plan_proposal", "plan_accepted", "plan_instalment_due"])

    def test_a_missed_instalment_waits_for_approval(self):
        plan = self.planned()
        with self.on(after(7)):
            plan.action_accept("Camille Martin")
        with self.on(after(25)):
            self.env["receivable.payment.plan"]._follow(self.company, after(25))
        self.plan(after(25))
        action = plan.sudo().dunning_action_ids.filtered(lambda one: one.template_id.code == "plan_default")
        self.assertEqual((action.state, action.release), ("planned", "approve"))

    def test_a_plan_put_back_goes_on_at_the_last_step_before_court(self):
        plan = self.planned()
        with self.on(after(7)):
            plan.action_accept("Camille Martin")
        with self.on(after(25)):
            self.env["receivable.payment.plan"]._follow(self.company, after(25))
            plan.with_user(self.manager).action_put_back()
        steps = [
            action.level_name
            for day in range(26, 70)
            for action in self.plan(after(day))
            if action.origin == "run" and action.line_ids.filtered(lambda line: line.role == "asked")
        ]
        self.assertEqual(steps[:1], ["Formal notice"], "no reminder starts again for a debt that was acknowledged and not kept")

    def test_an_answer_under_way_keeps_no_reminder_from_leaving(self):
        other = self.invoice(self.garage, after(0), 200)
        self.contest(day=4)
        action = self.plan(after(5))
        self.assertIn(self.item(other), action.line_ids.move_line_id)

    def test_a_payer_without_any_address_is_not_written_to(self):
        self.garage.write({"email": False, "street": False})
        self.assertFalse(self.contest().sudo().dunning_action_ids)

    def test_a_payer_without_an_e_mail_gets_the_answer_as_a_letter_to_print(self):
        self.without_e_mail()
        dispute = self.contest()
        action = dispute.sudo().dunning_action_ids
        self.assertEqual((action.channel, action.template_id.code), ("letter", "dispute_received"))
        self.send(after(6))
        self.assertEqual((action.state, self.mails()), ("approved", []))
        with self.on(after(6)):
            batch = self.env["dunning.letter.batch"].with_user(self.collector).with_company(self.company)
            batch.action_print_letters(action.ids)
            self.assertIn(dispute.name, action.body_html)
            self.assertIn("12 rue de la Forge", action.body_html)
            action.letter_batch_id.with_user(self.collector).action_mark_posted()
        self.assertEqual(action.state, "sent")

    def test_promises_and_plans_are_told_on_paper_too_but_nothing_that_would_come_too_late(self):
        self.without_e_mail()
        promise = self.promised(after(14))
        self.plan(after(13))
        with self.on(after(18)):
            self.env["receivable.promise"]._follow(self.company, after(18))
        self.plan(after(18))
        self.assertEqual(self.told(promise), ["promise_recorded", "promise_broken"])
        self.assertEqual(set(promise.sudo().dunning_action_ids.mapped("channel")), {"letter"})

    def test_a_plan_is_proposed_on_paper(self):
        self.without_e_mail()
        self.assertEqual(self.planned().sudo().dunning_action_ids.mapped("channel"), ["letter"])

    # -- documents ------------------------------------------------------------------------------------------------------------

    def refused(self, dispute, *files, **values):
        """The answer of the collector with these files, as the dialog holds them."""
        uploaded = self.env["ir.attachment"].with_user(self.collector).create([
            {"name": name, "raw": raw, "res_model": "receivable.dispute.decide", "res_id": 0} for name, raw in files
        ])  # fmt: skip
        with self.on(after(7)):
            self.env["receivable.dispute.decide"].with_user(self.collector).create({
                "dispute_id": dispute.id, "decision": "reject", "text": "The delivery note is signed.", "documents": "delivery note",
                "second_reader_id": self.manager.id, "attachment_ids": [Command.set(uploaded.ids)],
            } | values).action_confirm()  # fmt: skip

    def test_the_documents_of_a_refusal_go_with_the_mail_and_stand_in_the_conversation(self):
        dispute = self.contest()
        self.send(after(6))
        self.server.kept.clear()
        self.refused(dispute, ("delivery note.pdf", PDF))
        told = dispute.message_ids.filtered(lambda message: "delivery note" in message.body)
        self.assertEqual((told.attachment_ids.name, told.attachment_ids.raw), ("delivery note.pdf", PDF))
        action = dispute.sudo().dunning_action_ids.filtered(lambda one: one.template_id.code == "dispute_refused")
        self.assertEqual(action.attached, "delivery note.pdf")
        self.send(after(7))
        mail, _words = self.left()
        (file,) = mail.iter_attachments()
        self.assertEqual((file.get_filename(), file.get_content()), ("delivery note.pdf", PDF))

    def test_the_documents_of_a_refusal_lie_behind_the_letter(self):
        self.without_e_mail()
        dispute = self.contest()
        self.refused(dispute, ("note.png", PIXEL))
        action = dispute.sudo().dunning_action_ids.filtered(lambda one: one.template_id.code == "dispute_refused")
        (enclosed,) = action._enclosed_files(after(7))
        self.assertTrue(enclosed.startswith(b"%PDF"))

    def test_a_file_that_no_letter_takes_is_refused_and_nothing_is_decided(self):
        dispute = self.contest()
        for files in ([("evil.pdf", b"<script>")], [(f"{number}.pdf", PDF) for number in range(6)]):
            with self.assertRaisesRegex(UserError, "at most 5 PDF"):
                self.refused(dispute, *files)
        self.assertTrue(dispute.is_open)

    def test_nobody_sends_a_file_that_they_may_not_read(self):
        secret = self.env["ir.attachment"].sudo().create({"name": "keys.pdf", "raw": PDF, "res_model": "ir.config_parameter", "res_id": 1})
        dispute = self.contest()
        with self.assertRaises(AccessError):
            self.refused(dispute, attachment_ids=[Command.set(secret.ids)])
        self.assertFalse(dispute.sudo().document_ids)

    def test_an_archived_text_is_not_sent(self):
        self.env.ref("receivable_dunning_dispute.dunning_template_dispute_received").active = False
        self.assertFalse(self.contest().sudo().dunning_action_ids)

    def test_a_company_that_follows_nobody_up_writes_to_nobody(self):
        self.company.dunning_scenario_id = False
        self.assertFalse(self.contest().sudo().dunning_action_ids)

    def test_a_private_person_gets_the_number_of_the_request_as_subject(self):
        self.garage.payer_kind = "person"
        dispute = self.contest()
        self.send(after(6))
        self.assertIn(dispute.name, self.left()[0]["Subject"])


@tagged("post_install", "-at_install")
class TestPrivateLink(AgreementCase):
    def test_the_mail_opens_the_account_and_no_copy_of_it_does(self):
        action = self.plan(after(5))
        self.send(after(5))
        _mail, words = self.left()
        (link,) = {word.rstrip(".,") for word in words.split() if "/my/balance/" in word}
        access = self.env["receivable.access"]._find(link.rpartition("/")[2])
        self.assertEqual((access.partner_id, access.company_id), (self.garage, self.company))
        with self.on(after(5)):
            self.assertTrue(access._is_open())
        for kept in (action.body_html, action.body_text, action.sudo().mail_message_id.body):
            self.assertNotIn("/my/balance/", kept)
            self.assertIn("/my/balance", kept)
